/* The use cases on a real home: who exists, who may come in, what is made and where it goes. */

#include "unit.h"

#include "base/clock.h"
#include "base/file.h"
#include "deploy/removal.h"
#include "jwk/kid.h"
#include "mint/access.h"
#include "mint/admin.h"
#include "mint/generate.h"
#include "mint/keys.h"
#include "site.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool bundle_has(const struct site *site, const char *path)
{
	buffer_auto full = BUFFER_INIT;

	buffer_printf(&full, "%s/%s", site->home.bundle_root, path);
	return access(full.data, F_OK) == 0;
}

static void names_are_taken_once(void **state)
{
	struct site *site = *state;
	const struct user_change nothing = {.password = NULL};
	const struct environment_change none = {.private_mode = "none"};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	assert_fails(admin_project_add(&site->vault, "p", NULL, &why), why, FAILURE_CONFLICT,
		"Project (name: p) is already exist!");
	assert_works(admin_user_add(&site->vault, "u", &nothing, &why), why);
	assert_fails(admin_user_add(&site->vault, "u", &nothing, &why), why, FAILURE_CONFLICT,
		"User (name: u) is already exist!");
	assert_works(admin_environment_add(&site->vault, "e", &none, &deployment, &why), why);
	assert_fails(admin_environment_add(&site->vault, "e", &none, &deployment, &why), why,
		FAILURE_CONFLICT, "Environment (name: e) is already exist!");
}

static void what_is_not_there_is_named(void **state)
{
	struct site *site = *state;
	const char *const unknown[] = {"x", NULL};
	const struct user_change roles = {.roles = unknown};
	const struct user_change projects = {.projects = unknown};
	const struct environment_change environment = {.private_mode = "none", .projects = unknown};
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto removed = BUFFER_INIT;
	struct failure why;

	assert_fails(admin_user_add(&site->vault, "u", &roles, &why), why, FAILURE_INVALID,
		"Role (x) is not supported! Valid values: ROLE_API_SECURITY");
	assert_fails(admin_user_add(&site->vault, "u", &projects, &why), why, FAILURE_NOT_FOUND,
		"Project(x) was not found!");
	assert_fails(admin_user_remove(&site->vault, "u", &why), why, FAILURE_NOT_FOUND,
		"User (u) was not found!");
	assert_fails(admin_environment_add(&site->vault, "e", &environment, &deployment, &why), why,
		FAILURE_NOT_FOUND, "Project(x) was not found!");
	assert_fails(admin_environment_remove(&site->vault, "e", &removed, &why), why,
		FAILURE_NOT_FOUND, "Environment(e) was not found!");
	assert_fails(admin_token_revoke(&site->vault, "0123456789abcdef", &why), why,
		FAILURE_NOT_FOUND, "Token (0123456789abcdef) was not found!");
	assert_fails(admin_project_remove(&site->vault, "x", false, &removed, &why), why,
		FAILURE_NOT_FOUND, "Project(x) was not found!");
}

static void environments_are_checked(void **state)
{
	struct site *site = *state;
	buffer_auto outside = BUFFER_INIT;
	buffer_auto nested = BUFFER_INIT;
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;
	struct environment_change change = {.type = "LIVE", .private_mode = "none"};

	buffer_printf(&outside, "%s/elsewhere", site->scratch->directory);
	buffer_printf(&nested, "%s/first/inner", site->home.bundle_root);
	assert_fails(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why,
		FAILURE_INVALID,
		"type (LIVE) is not supported! Valid values: PRODUCTION, SANDBOX, TEST");
	change = (struct environment_change){.private_mode = "open"};
	assert_fails(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why,
		FAILURE_INVALID,
		"private mode (open) is not supported! Valid values: sealed, plain, none");
	change = (struct environment_change){.private_mode = NULL};
	assert_fails(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why,
		FAILURE_INVALID, "needs a recipient");
	change.recipient = "{\"kty\":\"oct\",\"k\":\"AAAA\"}";
	assert_fails(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why,
		FAILURE_INVALID, "The recipient of environment 'e'");
	change = (struct environment_change){.private_mode = "none", .directory = outside.data};
	assert_fails(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why,
		FAILURE_INVALID, "below the bundle root");
	change.directory = site->home.bundle_root;
	assert_fails(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why,
		FAILURE_INVALID, "below the bundle root");
	change.directory = NULL;
	assert_works(admin_environment_add(&site->vault, "first", &change, &deployment, &why), why);
	change.directory = nested.data;
	assert_fails(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why,
		FAILURE_CONFLICT, "already used by environment first");
	change = (struct environment_change){.private_mode = "none", .access_url = "ftp://x"};
	assert_fails(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why,
		FAILURE_INVALID, "access URL (ftp://x)");
}

static void generate_key(struct site *site, const char *name, struct deployment *deployment)
{
	const struct generate_request request = {.name = name, .type = "EC"};
	struct failure why;

	assert_works(generate_jwk(&site->vault, &site->project, &request, deployment, &why), why);
}

static void an_environment_that_moves_leaves_nothing_behind(void **state)
{
	struct site *site = *state;
	buffer_auto moved = BUFFER_INIT;
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct environment_change change = {.private_mode = "plain"};
	struct failure why;

	generate_key(site, "k", &deployment);
	assert_int_equal(deployment.count, 0);
	assert_works(admin_environment_add(&site->vault, "e", &change, &deployment, &why), why);
	assert_true(bundle_has(site, "e/p/private"));
	buffer_printf(&moved, "%s/new place", site->home.bundle_root);
	change = (struct environment_change){.directory = moved.data};
	assert_works(admin_environment_set(&site->vault, "e", &change, &deployment, &why), why);
	assert_false(bundle_has(site, "e"));
	assert_true(bundle_has(site, "new place/p/private"));
	change = (struct environment_change){.private_mode = "none", .directory = ""};
	assert_works(admin_environment_set(&site->vault, "e", &change, &deployment, &why), why);
	assert_false(bundle_has(site, "new place"));
	assert_true(bundle_has(site, "e/p/public/jwks.json"));
	assert_false(bundle_has(site, "e/p/private"));

	buffer_auto removed = BUFFER_INIT;

	assert_works(admin_environment_remove(&site->vault, "e", &removed, &why), why);
	assert_false(bundle_has(site, "e"));
	assert_non_null(strstr(removed.data, "/e/p\n"));
}

static void a_project_goes_with_its_bundles_and_never_returns(void **state)
{
	struct site *site = *state;
	const char *const projects[] = {"p", NULL};
	const struct user_change member = {.projects = projects};
	const struct environment_change none = {.private_mode = "none"};
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto token = BUFFER_INIT;
	buffer_auto removed = BUFFER_INIT;
	struct project project;
	struct failure why;

	assert_works(admin_environment_add(&site->vault, "e", &none, &deployment, &why), why);
	assert_works(admin_user_add(&site->vault, "u", &member, &why), why);
	assert_works(access_issue(&site->vault, "u", "t", TOKEN_NEVER, &token, &why), why);
	generate_key(site, "k", &deployment);
	assert_fails(admin_project_remove(&site->vault, "p", false, &removed, &why), why,
		FAILURE_CONFLICT, "has 1 JWKs");
	assert_works(admin_project_remove(&site->vault, "p", true, &removed, &why), why);
	assert_false(bundle_has(site, "e/p"));
	assert_works(admin_project_add(&site->vault, "p", NULL, &why), why);

	/* Membership is of the project that was, not of its name. */
	identity_auto identity = IDENTITY_INIT;

	assert_fails(access_enter(&site->vault, NULL, token.data, "p", &identity, &project, &why),
		why, FAILURE_NOT_FOUND, "Project(p) was not found or user does not have privilege");
	const struct generate_request request = {.name = "k2", .type = "EC"};

	assert_fails(generate_jwk(&site->vault, &site->project, &request, &deployment, &why), why,
		FAILURE_NOT_FOUND, "Project(p) was not found");
}

static void tokens_open_until_they_end(void **state)
{
	struct site *site = *state;
	const struct user_change nothing = {.password = NULL};
	buffer_auto token = BUFFER_INIT;
	struct failure why;

	assert_works(admin_user_add(&site->vault, "u", &nothing, &why), why);
	assert_fails(access_issue(&site->vault, "nobody", "", TOKEN_NEVER, &token, &why), why,
		FAILURE_NOT_FOUND, "User (nobody) was not found!");
	assert_fails(access_issue(&site->vault, "u", "", clock_seconds(), &token, &why), why,
		FAILURE_INVALID, "expired already");
	assert_works(
		access_issue(&site->vault, "u", "", clock_seconds() + 3600, &token, &why), why);
	assert_int_equal(token.length, strlen("jwkmint_") + 48);

	identity_auto identity = IDENTITY_INIT;

	assert_works(
		access_enter(&site->vault, NULL, token.data, NULL, &identity, NULL, &why), why);
	assert_string_equal(identity.user.name, "u");
	assert_fails(access_require(&identity, ROLE_API_SECURITY, &why), why, FAILURE_REFUSED,
		"You do not have permission to perform this action");

	/* A typing error is seen by the checksum; a token that was never issued by the store. */
	token.data[20] = token.data[20] == 'A' ? 'B' : 'A';
	assert_fails(access_enter(&site->vault, NULL, token.data, NULL, &identity, NULL, &why), why,
		FAILURE_UNAUTHENTICATED, "Invalid token");
	token.data[20] ^= 'A' ^ 'B';
	assert_works(admin_user_remove(&site->vault, "u", &why), why);
	assert_fails(access_enter(&site->vault, NULL, token.data, NULL, &identity, NULL, &why), why,
		FAILURE_UNAUTHENTICATED, "Invalid token");
	assert_fails(access_enter(&site->vault, NULL, NULL, NULL, &identity, NULL, &why), why,
		FAILURE_UNAUTHENTICATED, "Invalid token");
}

static void keys_come_back_as_they_were_made(void **state)
{
	static const char *const types[] = {"RSA", "EC", "OCT", "OKP"};
	struct site *site = *state;
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	for (size_t i = 0; i < 4; i++) {
		const struct generate_request request = {
			.name = types[i], .type = types[i], .kid_type = "TIMESTAMP"};
		key_record_auto key = KEY_RECORD_INIT;
		jwk_auto jwk;

		jwk_init(&jwk);
		assert_works(
			generate_jwk(&site->vault, &site->project, &request, &deployment, &why),
			why);
		assert_works(
			keys_get(&site->vault, &site->project, types[i], NULL, &key, &jwk, &why),
			why);
		assert_string_equal(key.type, types[i]);
		assert_true(jwk_is_private(&jwk));
		assert_works(jwk_check(&jwk, &why), why);
	}
	const struct generate_request again = {.name = "EC", .type = "EC"};

	assert_fails(generate_jwk(&site->vault, &site->project, &again, &deployment, &why), why,
		FAILURE_CONFLICT,
		"JWK (name: EC) is already exist! Try update operation if want to change its value.");
}

/* Kids made of one millisecond do not collide: the next free one is taken. */
static void times_that_are_taken_are_passed_over(void **state)
{
	struct site *site = *state;
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;
	char kid[24], name[24];
	int64_t now = clock_milliseconds();

	for (int i = 0; i < 40; i++) {
		snprintf(kid, sizeof kid, "%lld", (long long)now + 20 * i);
		snprintf(name, sizeof name, "fixed %d", i);
		const struct generate_request request = {.name = name, .type = "OCT", .kid = kid};

		assert_works(
			generate_jwk(&site->vault, &site->project, &request, &deployment, &why),
			why);
	}
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof name, "time %d", i);
		const struct generate_request request = {
			.name = name, .type = "OCT", .kid_type = "TIMESTAMP"};

		assert_works(
			generate_jwk(&site->vault, &site->project, &request, &deployment, &why),
			why);
	}

	const struct generate_request taken = {.name = "taken", .type = "OCT", .kid = kid};

	assert_fails(generate_jwk(&site->vault, &site->project, &taken, &deployment, &why), why,
		FAILURE_CONFLICT, "is already used in this project!");
}

static void pages_are_cut_from_the_list(void **state)
{
	static const struct {
		struct list_page page;
		const char *names;
		bool more;
	} expected[] = {
		{{NULL, 0, 0, false}, "abcde", false},
		{{NULL, 0, 2, false}, "ab", true},
		{{NULL, 2, 2, false}, "cd", true},
		{{NULL, 3, 2, false}, "de", false},
		{{NULL, 4, 2, false}, "e", false},
		{{NULL, 6, 2, false}, "", false},
		{{NULL, SIZE_MAX, 0, false}, "", false},
		{{NULL, 0, 0, true}, "edcba", false},
		{{NULL, 2, 2, true}, "cb", true},
		{{NULL, 4, 2, true}, "a", false},
		{{NULL, 5, 2, true}, "", false},
		{{"b", 0, 2, false}, "cd", true},
		{{"b", 1, 2, false}, "de", false},
		{{"bb", 0, 1, false}, "c", true},
		{{"e", 0, 2, false}, "", false},
		{{"Z", 0, 2, false}, "ab", true},
		{{"d", 0, 2, true}, "cb", true},
		{{"cc", 0, 3, true}, "cba", false},
		{{"d", 1, 1, true}, "b", true},
		{{"a", 0, 2, true}, "", false},
		{{"z", 0, 1, true}, "e", true},
	};
	static const char *const names[] = {"c", "a", "e", "b", "d"};
	struct site *site = *state;
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	for (size_t i = 0; i < 5; i++)
		generate_key(site, names[i], &deployment);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		key_list_auto list = KEY_LIST_INIT;
		key_record_auto key = KEY_RECORD_INIT;
		buffer_auto found = BUFFER_INIT;

		assert_works(
			keys_list(&site->vault, &site->project, &expected[i].page, &list, &why),
			why);
		for (size_t j = 0; j < list.count; j++) {
			assert_works(key_list_get(&list, j, &key, &why), why);
			buffer_append_string(&found, key.name);
		}
		assert_buffer_string(found, expected[i].names);
		assert_int_equal(list.more, expected[i].more);
	}
}

static void add_environment(
	struct site *site, const char *name, const struct environment_change *change)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	assert_works(admin_environment_add(&site->vault, name, change, &deployment, &why), why);
	assert_int_equal(deployment.failed, 0);
}

static void write_text(const struct site *site, const char *path, const char *text)
{
	buffer_auto full = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;
	struct failure why;

	buffer_printf(&full, "%s/%s", site->home.bundle_root, path);
	buffer_append_string(&content, text);
	unlink(full.data);
	assert_works(file_create(AT_FDCWD, full.data, 0644, &content, &why), why);
}

/* A writer that died has renamed files that the manifest tells otherwise, even back again. */
static void what_a_dead_writer_renamed_is_not_believed_unchanged(void **state)
{
	struct site *site = *state;
	const struct environment_change none = {.private_mode = "none"};
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto staging = BUFFER_INIT;
	buffer_auto path = BUFFER_INIT;
	buffer_auto before = BUFFER_INIT;
	buffer_auto after = BUFFER_INIT;
	struct failure why;

	add_environment(site, "e", &none);
	generate_key(site, "k", &deployment);
	buffer_printf(&path, "%s/e/p/public/jwks.json", site->home.bundle_root);
	assert_works(file_read(AT_FDCWD, path.data, 10000, &before, NULL, &why), why);
	buffer_printf(&staging, "%s/e/p/.staging", site->home.bundle_root);
	assert_int_equal(mkdir(staging.data, 0700), 0);
	write_text(site, "e/p/public/jwks.json", "of a state that has passed");
	deploy_project(&site->vault, &site->project, NULL, &deployment);
	assert_true(deployment_succeeded(&deployment));
	assert_works(file_read(AT_FDCWD, path.data, 10000, &after, NULL, &why), why);
	assert_buffer_string(after, before.data);
}

/* While the clock was ahead, keys seemed to have expired that have not. */
static void a_bundle_from_the_future_is_written_again(void **state)
{
	static const char member[] = "\"writtenAt\":\"";
	struct site *site = *state;
	const struct environment_change none = {.private_mode = "none"};
	deployment_auto first = DEPLOYMENT_INIT;
	deployment_auto second = DEPLOYMENT_INIT;
	buffer_auto path = BUFFER_INIT;
	buffer_auto text = BUFFER_INIT;
	struct failure why;

	add_environment(site, "e", &none);
	generate_key(site, "k", &first);
	buffer_printf(&path, "%s/e/p/manifest.json", site->home.bundle_root);
	assert_works(file_read(AT_FDCWD, path.data, 10000, &text, NULL, &why), why);

	char *year = strstr(text.data, member);

	assert_non_null(year);
	memcpy(year + strlen(member), "2999", 4);
	write_text(site, "e/p/manifest.json", text.data);
	deploy_project(&site->vault, &site->project, NULL, &second);
	assert_true(deployment_succeeded(&second));
	assert_false(second.outcomes[0].was_current);
	buffer_clear(&text);
	assert_works(file_read(AT_FDCWD, path.data, 10000, &text, NULL, &why), why);
	assert_null(strstr(text.data, "\"writtenAt\":\"2999"));
}

/* A bundle root that is reached through a link is the same place. */
static void links_do_not_hide_that_directories_overlap(void **state)
{
	struct site *site = *state;
	const struct environment_change none = {.private_mode = "none"};
	struct environment_change change = none;
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto real = BUFFER_INIT;
	struct failure why;

	buffer_printf(&real, "%s/disk", site->scratch->directory);
	assert_int_equal(rename(site->home.bundle_root, real.data), 0);
	assert_int_equal(symlink(real.data, site->home.bundle_root), 0);
	vault_close(&site->vault);
	assert_works(vault_open(&site->home, &site->vault, &why), why);
	add_environment(site, "a", &none);
	buffer_append_string(&real, "/a");
	change.directory = real.data;
	assert_fails(admin_environment_add(&site->vault, "b", &change, &deployment, &why), why,
		FAILURE_CONFLICT, "already used by environment a");
}

/* Another process at work, which finds the bundle e/p locked. */
struct other {
	pid_t process;
	int lock;
};

static bool has_open(pid_t process, const char *path)
{
	char directory[64], link[PATH_MAX];
	bool found = false;

	snprintf(directory, sizeof directory, "/proc/%d/fd", (int)process);

	DIR *listing = opendir(directory);

	if (listing == NULL)
		return false;
	for (const struct dirent *entry; !found && (entry = readdir(listing)) != NULL;) {
		ssize_t length = readlinkat(dirfd(listing), entry->d_name, link, sizeof link - 1);

		found = length > 0 && (size_t)length == strlen(path) &&
			memcmp(link, path, (size_t)length) == 0;
	}
	closedir(listing);
	return found;
}

/* Begins `act` in another process and returns when that has come as far as to the bundle. */
static struct other begin_other(struct site *site, void (*act)(struct site *site))
{
	const struct timespec pause = {.tv_nsec = 1000000};
	buffer_auto path = BUFFER_INIT;
	struct other other;
	int start[2];
	char word;

	buffer_printf(&path, "%s/e/p", site->home.bundle_root);
	assert_int_equal(pipe(start), 0);
	other.process = fork();
	assert_true(other.process >= 0);
	if (other.process == 0) {
		close(start[1]);
		if (read(start[0], &word, 1) == 0)
			act(site);
		_exit(0);
	}
	close(start[0]);
	other.lock = open(path.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(flock(other.lock, LOCK_EX), 0);
	close(start[1]);
	while (!has_open(other.process, path.data)) {
		assert_int_equal(waitpid(other.process, NULL, WNOHANG), 0);
		nanosleep(&pause, NULL);
	}
	return other;
}

static void end_other(const struct other *other)
{
	assert_int_equal(waitpid(other->process, NULL, 0), other->process);
}

/* Dies between its change to the store and the files. */
static void kill_other(const struct other *other)
{
	assert_int_equal(kill(other->process, SIGKILL), 0);
	end_other(other);
	close(other->lock);
}

static void remove_environment(struct site *site)
{
	buffer_auto removed = BUFFER_INIT;
	struct failure why;

	admin_environment_remove(&site->vault, "e", &removed, &why);
}

static void remove_project(struct site *site)
{
	buffer_auto removed = BUFFER_INIT;
	struct failure why;

	admin_project_remove(&site->vault, "p", true, &removed, &why);
}

static void move_environment(struct site *site)
{
	buffer_auto moved = BUFFER_INIT;
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct failure why;

	buffer_printf(&moved, "%s/moved", site->home.bundle_root);
	const struct environment_change change = {.directory = moved.data};

	admin_environment_set(&site->vault, "e", &change, &deployment, &why);
}

static void deploy(struct site *site)
{
	deployment_auto deployment = DEPLOYMENT_INIT;

	deploy_project(&site->vault, &site->project, NULL, &deployment);
}

static void deploy_plain_key(struct site *site)
{
	const struct environment_change plain = {.private_mode = "plain"};
	deployment_auto deployment = DEPLOYMENT_INIT;

	add_environment(site, "e", &plain);
	generate_key(site, "k", &deployment);
	assert_true(bundle_has(site, "e/p/private"));
}

/* An environment is more than its name: what one of the same name left is not its bundle. */
static void an_environment_does_not_inherit_bundles(void **state)
{
	struct site *site = *state;
	const struct environment_change none = {.private_mode = "none"};

	deploy_plain_key(site);

	struct other other = begin_other(site, remove_environment);

	kill_other(&other);
	assert_true(bundle_has(site, "e/p/private"));
	add_environment(site, "e", &none);
	assert_true(bundle_has(site, "e/p/public/jwks.json"));
	assert_false(bundle_has(site, "e/p/private"));
}

static void a_deployment_leaves_no_directory_of_a_removed_project(void **state)
{
	struct site *site = *state;
	buffer_auto path = BUFFER_INIT;
	struct failure why;

	deploy_plain_key(site);

	struct other other = begin_other(site, deploy);

	/* What a removal does, by hand: this process has the bundle's lock. */
	buffer_printf(&path, "%s/e/p", site->home.bundle_root);
	assert_works(file_remove_tree(AT_FDCWD, path.data, &why), why);
	remove_project(site);
	close(other.lock);
	end_other(&other);
	assert_false(bundle_has(site, "e/p"));
}

static void finish_removals(struct site *site)
{
	buffer_auto removed = BUFFER_INIT;
	struct failure why;
	size_t count;

	assert_works(removal_finish(&site->vault, NULL, &removed, &why), why);
	assert_works(removal_due(&site->vault, &count, &why), why);
	assert_int_equal(count, 0);
}

static void removals_are_finished_after_a_kill(void **state)
{
	static void (*const changes[])(struct site *) = {
		remove_environment, move_environment, remove_project};
	struct site *site = *state;
	struct failure why;
	size_t count;

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		deploy_plain_key(site);

		struct other other = begin_other(site, changes[i]);

		kill_other(&other);
		assert_true(bundle_has(site, "e/p/private"));
		assert_works(removal_due(&site->vault, &count, &why), why);
		assert_true(count > 0);
		finish_removals(site);
		assert_false(bundle_has(site, "e/p"));
		remove_environment(site);
		remove_project(site);
		assert_false(bundle_has(site, "e"));
		assert_works(admin_project_add(&site->vault, "p", NULL, &why), why);
		assert_works(admin_project_find(&site->vault, "p", &site->project, &why), why);
	}
}

static void what_can_not_be_removed_is_tried_again(void **state)
{
	struct site *site = *state;
	buffer_auto path = BUFFER_INIT;
	buffer_auto away = BUFFER_INIT;
	buffer_auto removed = BUFFER_INIT;
	struct failure why;

	deploy_plain_key(site);
	buffer_printf(&path, "%s/e/p", site->home.bundle_root);
	buffer_printf(&away, "%s/e/elsewhere", site->home.bundle_root);
	assert_int_equal(rename(path.data, away.data), 0);
	write_text(site, "e/p", "in the way");
	assert_fails(admin_environment_remove(&site->vault, "e", &removed, &why), why,
		FAILURE_INTERNAL, "Environment 'e', project 'p': ");
	assert_int_equal(unlink(path.data), 0);
	assert_int_equal(rename(away.data, path.data), 0);
	finish_removals(site);
	assert_false(bundle_has(site, "e"));
}

/* Who comes late with a removal finds what the store has come to want there. */
static void a_late_removal_spares_the_successor(void **state)
{
	struct site *site = *state;
	const struct environment_change none = {.private_mode = "none"};

	deploy_plain_key(site);

	struct other other = begin_other(site, remove_environment);

	kill_other(&other);
	add_environment(site, "e", &none);
	finish_removals(site);
	assert_true(bundle_has(site, "e/p/public/jwks.json"));
}

/* The name of a project that is gone is no reason to keep its keys. */
static void a_late_removal_does_not_spare_the_namesake(void **state)
{
	struct site *site = *state;
	struct failure why;

	deploy_plain_key(site);

	struct other other = begin_other(site, remove_project);

	kill_other(&other);
	assert_works(admin_project_add(&site->vault, "p", NULL, &why), why);
	finish_removals(site);
	assert_false(bundle_has(site, "e/p"));
	assert_true(bundle_has(site, "e"));
}

int main(void)
{
#define on_site(test) cmocka_unit_test_setup_teardown(test, site_setup, site_teardown)
	const struct CMUnitTest tests[] = {
		on_site(names_are_taken_once),
		on_site(what_is_not_there_is_named),
		on_site(environments_are_checked),
		on_site(an_environment_that_moves_leaves_nothing_behind),
		on_site(a_project_goes_with_its_bundles_and_never_returns),
		on_site(tokens_open_until_they_end),
		on_site(keys_come_back_as_they_were_made),
		on_site(times_that_are_taken_are_passed_over),
		on_site(pages_are_cut_from_the_list),
		on_site(what_a_dead_writer_renamed_is_not_believed_unchanged),
		on_site(a_bundle_from_the_future_is_written_again),
		on_site(links_do_not_hide_that_directories_overlap),
		on_site(an_environment_does_not_inherit_bundles),
		on_site(removals_are_finished_after_a_kill),
		on_site(what_can_not_be_removed_is_tried_again),
		on_site(a_late_removal_spares_the_successor),
		on_site(a_late_removal_does_not_spare_the_namesake),
		on_site(a_deployment_leaves_no_directory_of_a_removed_project),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("mint", tests, NULL, NULL);
}
