#include "http/path.h"

#include "base/name.h"
#include "base/utf8.h"
#include "http/percent.h"

#include <string.h>

void path_free(struct path *path)
{
	buffer_free(&path->mount);
	buffer_free(&path->text);
	path->count = 0;
}

const char *path_segment(const struct path *path, size_t index)
{
	return path->text.data + path->start[index];
}

static bool check_segment(const char *segment, size_t length, struct failure *why)
{
	size_t characters;

	if (memchr(segment, '\0', length) != NULL)
		return fail(why, FAILURE_INVALID, "The path contains an encoded NUL (%%00)!");
	if (memchr(segment, '/', length) != NULL)
		return fail(why, FAILURE_INVALID,
			"The path contains an encoded slash (%%2F)! No name has one.");
	if (strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0)
		return fail(why, FAILURE_INVALID,
			"The path contains the segment '%s', which is no name!", segment);
	if (!utf8_count(segment, length, &characters))
		return fail(why, FAILURE_INVALID,
			"The path is not valid UTF-8 when it is percent-decoded!");
	if (strchr(segment, '\\') != NULL || utf8_has_control(segment, length))
		return fail(why, FAILURE_INVALID,
			"The path contains a backslash or a control character! No name has one.");
	return true;
}

static bool add_segment(
	struct path *path, const char *segment, size_t length, bool encoded, struct failure *why)
{
	size_t start = path->text.length;

	if (path->count == PATH_SEGMENTS)
		return fail(why, FAILURE_NOT_FOUND,
			"There is no such route! No path has more than %d segments.",
			PATH_SEGMENTS);
	if (!encoded)
		buffer_append(&path->text, segment, length);
	else if (!percent_decode(&path->text, segment, length, false))
		return fail(why, FAILURE_INVALID,
			"The path contains a %% that no two hexadecimal digits follow!");
	if (!check_segment(path->text.data + start, path->text.length - start, why))
		return false;
	buffer_append_byte(&path->text, '\0');
	path->start[path->count++] = start;
	return true;
}

/* Adds the segments of `text`, which ends at its query if it has one. */
static bool add_segments(struct path *path, const char *text, bool encoded, struct failure *why)
{
	const char *separators = encoded ? "/?" : "/";

	if (*text == '/')
		text++;
	while (*text != '\0' && (!encoded || *text != '?')) {
		size_t length = strcspn(text, separators);

		if (!add_segment(path, text, length, encoded, why))
			return false;
		text += length + (text[length] == '/' ? 1 : 0);
	}
	return true;
}

static bool find_mount(struct path *mount, const char *script_name, struct failure *why)
{
	if (!add_segments(mount, script_name, false, why))
		return false;
	if (mount->count > 0 && strcmp(path_segment(mount, mount->count - 1), PATH_MOUNT) == 0)
		return true;
	return add_segments(mount, PATH_MOUNT, false, why);
}

/* Takes the mount away from the front of the path; false when it is not there. */
static bool enter_mount(struct path *path, const struct path *mount)
{
	if (path->count < mount->count)
		return false;
	for (size_t i = 0; i < mount->count; i++) {
		if (strcmp(path_segment(path, i), path_segment(mount, i)) != 0)
			return false;
	}
	path->count -= mount->count;
	memmove(path->start, path->start + mount->count, path->count * sizeof *path->start);
	for (size_t i = 0; i < mount->count; i++) {
		buffer_append_byte(&path->mount, '/');
		name_append_segment(&path->mount, path_segment(mount, i));
	}
	return true;
}

/* RFC 9112 section 3.2.2: a client may send the absolute form, http://host/path. */
static const char *skip_authority(const char *uri)
{
	const char *authority = *uri == '/' ? NULL : strstr(uri, "://");

	return authority == NULL ? uri : authority + 3 + strcspn(authority + 3, "/?");
}

bool path_find(struct path *path, const char *request_uri, const char *script_name,
	const char *path_info, struct failure *why)
{
	path_auto mount = PATH_INIT;
	path_auto rewritten = PATH_INIT;

	if (script_name == NULL)
		script_name = "";
	/* A rewritten request has a SCRIPT_NAME that its client never saw. */
	if (!find_mount(&mount, script_name, why) || !find_mount(&rewritten, "", why))
		return false;
	if (request_uri != NULL && *request_uri != '\0') {
		if (!add_segments(path, skip_authority(request_uri), true, why))
			return false;
		if (enter_mount(path, &mount) || enter_mount(path, &rewritten))
			return true;
		path_free(path);
	}
	if (!add_segments(path, script_name, false, why) ||
		!add_segments(path, path_info == NULL ? "" : path_info, false, why))
		return false;
	if (enter_mount(path, &mount))
		return true;
	return fail(
		why, FAILURE_NOT_FOUND, "There is no such route! All begin with /" PATH_MOUNT "/.");
}
