#include "deploy/removal.h"

#include "base/file.h"
#include "deploy/place.h"

#include <unistd.h>

bool removal_bundle(const struct vault *vault, const struct environment *environment,
	const char *project_name, struct buffer *removed, struct failure *why)
{
	buffer_auto name = BUFFER_INIT;
	buffer_auto path = BUFFER_INIT;
	file_auto present = -1;
	file_auto directory = -1;
	file_auto bundle = -1;

	if (!place_open(&vault->home, environment, project_name, &present, why))
		return false;
	if (present < 0)
		return true;
	name_append_file(&name, project_name);
	if (!place_open_environment(&vault->home, environment, false, &directory, why) ||
		!place_lock(directory, project_name, &bundle, why) ||
		!file_remove_tree(bundle, "private", why) ||
		!file_remove_tree(directory, name.data, why) ||
		!file_sync_filesystems(&directory, 1, why))
		return fail_within(
			why, "Environment '%s', project '%s': ", environment->name, project_name);
	place_directory(&vault->home, environment, &path);
	buffer_printf(removed, "Deleted %s/%s\n", path.data, name.data);
	return true;
}

void removal_directory(
	const struct vault *vault, const struct environment *environment, struct buffer *removed)
{
	buffer_auto path = BUFFER_INIT;

	place_directory(&vault->home, environment, &path);
	if (rmdir(path.data) == 0)
		buffer_printf(removed, "Deleted %s\n", path.data);
}
