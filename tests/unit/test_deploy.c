/* Deployment below the store: manifests, the replacement of files, the states of a key. */

#include "unit.h"

#include "base/file.h"
#include "deploy/deployment.h"
#include "deploy/publish.h"
#include "deploy/snapshot.h"
#include "deploy/staging.h"
#include "deploy/state.h"
#include "scratch.h"
#include "site.h"
#include "store/gate.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *scratch_path(void **state)
{
	return ((const struct scratch *)*state)->directory;
}

/* A directory of a bundle, open; the caller closes it and removes the scratch directory. */
static int open_directory(const char *path)
{
	int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_true(directory >= 0);
	return directory;
}

static void put(struct bundle *bundle, const char *path, mode_t mode, const char *text)
{
	buffer_auto content = BUFFER_INIT;

	buffer_append_string(&content, text);
	bundle_put(bundle, NULL, path, mode, &content);
}

static void set_manifest(struct bundle *bundle, const char *text)
{
	buffer_clear(&bundle->manifest);
	buffer_append_string(&bundle->manifest, text);
}

static void publish_one(int directory, const struct bundle *bundle, const struct manifest *previous)
{
	struct publication publication = {
		.directory = directory, .bundle = bundle, .previous = previous};

	publish(&publication, 1);
	if (publication.failed)
		fail_test("%s", publication.why.text);
}

static void assert_content(int directory, const char *path, const char *text)
{
	buffer_auto content = BUFFER_INIT;
	struct failure why;

	assert_works(file_read(directory, path, 1000, &content, NULL, &why), why);
	assert_buffer_string(content, text);
}

static bool exists(int directory, const char *path)
{
	return faccessat(directory, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static mode_t mode_of(int directory, const char *path)
{
	struct stat status;

	assert_int_equal(fstatat(directory, path, &status, AT_SYMLINK_NOFOLLOW), 0);
	return status.st_mode & 07777;
}

static void files_appear_with_their_modes(void **state)
{
	struct bundle bundle = BUNDLE_INIT;
	int directory = open_directory(scratch_path(state));
	mode_t mask = umask(0077);

	bundle.private_directory_mode = 0750;
	put(&bundle, "private/a.jwe", 0640, "sealed");
	put(&bundle, "public/jwks.json", 0644, "set");
	put(&bundle, "public/pem/ECDH-ES+A128KW/a.pem", 0644, "pem");
	set_manifest(&bundle, "manifest");
	publish_one(directory, &bundle, NULL);
	umask(mask);
	assert_content(directory, "private/a.jwe", "sealed");
	assert_content(directory, "public/pem/ECDH-ES+A128KW/a.pem", "pem");
	assert_content(directory, MANIFEST_NAME, "manifest");
	assert_int_equal(mode_of(directory, "private"), 0750);
	assert_int_equal(mode_of(directory, "private/a.jwe"), 0640);
	assert_int_equal(mode_of(directory, "public"), 0755);
	assert_int_equal(mode_of(directory, "public/pem/ECDH-ES+A128KW"), 0755);
	assert_int_equal(mode_of(directory, "public/jwks.json"), 0644);
	assert_int_equal(mode_of(directory, MANIFEST_NAME), 0640);
	assert_false(staging_is_left(directory));
	bundle_free(&bundle);
	close(directory);
}

/* The manifest that a bundle would have, as far as replacing files needs it. */
static void remember(struct manifest *manifest, const struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++)
		assert_true(manifest_add(manifest, bundle->files[i].path, bundle->files[i].size,
			bundle->files[i].sha256));
}

static void only_what_changed_is_touched(void **state)
{
	struct bundle first = BUNDLE_INIT;
	struct bundle second = BUNDLE_INIT;
	manifest_auto manifest = MANIFEST_INIT;
	buffer_auto same = BUFFER_INIT;
	int directory = open_directory(scratch_path(state));
	struct stat before, after;

	first.private_directory_mode = second.private_directory_mode = 0700;
	put(&first, "private/gone.jwk", 0600, "secret");
	put(&first, "public/changed", 0644, "old");
	put(&first, "public/same", 0644, "same");
	set_manifest(&first, "1");
	publish_one(directory, &first, NULL);
	remember(&manifest, &first);
	assert_int_equal(fstatat(directory, "public/same", &before, 0), 0);

	buffer_append_string(&same, "same");
	bundle_put(&second, &manifest, "public/same", 0644, &same);
	assert_true(second.files[0].keep);
	put(&second, "public/changed", 0644, "new");
	set_manifest(&second, "2");
	publish_one(directory, &second, &manifest);
	assert_int_equal(fstatat(directory, "public/same", &after, 0), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
	assert_content(directory, "public/changed", "new");
	assert_content(directory, MANIFEST_NAME, "2");
	assert_false(exists(directory, "private/gone.jwk"));
	bundle_free(&first);
	bundle_free(&second);
	close(directory);
}

static void what_a_dead_writer_left_is_swept(void **state)
{
	struct bundle bundle = BUNDLE_INIT;
	manifest_auto manifest = MANIFEST_INIT;
	buffer_auto text = BUFFER_INIT;
	int directory = open_directory(scratch_path(state));
	struct failure why;

	buffer_append_string(&text, "left");
	assert_int_equal(mkdirat(directory, "private", 0700), 0);
	assert_int_equal(mkdirat(directory, "public", 0755), 0);
	assert_int_equal(mkdirat(directory, "public/pem", 0755), 0);
	assert_int_equal(mkdirat(directory, "public/pem/RS256", 0755), 0);
	assert_int_equal(mkdirat(directory, STAGING_NAME, 0700), 0);
	assert_works(file_create(directory, STAGING_NAME "/0", 0600, &text, &why), why);
	assert_works(file_create(directory, "private/stray.jwk", 0600, &text, &why), why);
	assert_works(file_create(directory, "public/pem/RS256/stray.pem", 0600, &text, &why), why);
	assert_true(staging_is_left(directory));

	put(&bundle, "public/jwks.json", 0644, "set");
	set_manifest(&bundle, "manifest");
	publish_one(directory, &bundle, &manifest);
	assert_false(exists(directory, "private"));
	assert_false(exists(directory, "public/pem"));
	assert_content(directory, "public/jwks.json", "set");
	assert_false(staging_is_left(directory));
	bundle_free(&bundle);
	close(directory);
}

/* The directory for temporary files is made once, and is empty while nobody writes. */
static void the_staging_directory_is_used_again(void **state)
{
	struct bundle bundle = BUNDLE_INIT;
	int directory = open_directory(scratch_path(state));
	struct stat first, second;

	put(&bundle, "public/jwks.json", 0644, "set");
	set_manifest(&bundle, "manifest");
	publish_one(directory, &bundle, NULL);
	assert_int_equal(fstatat(directory, STAGING_SPARE, &first, AT_SYMLINK_NOFOLLOW), 0);
	assert_int_equal(first.st_mode & 07777, 0700);
	publish_one(directory, &bundle, NULL);
	assert_int_equal(fstatat(directory, STAGING_SPARE, &second, AT_SYMLINK_NOFOLLOW), 0);
	assert_int_equal(first.st_ino, second.st_ino);
	assert_int_equal(unlinkat(directory, STAGING_SPARE, AT_REMOVEDIR), 0);
	bundle_free(&bundle);
	close(directory);
}

/* Some file systems lose the name that a directory got before they lose what was put there. */
static void what_lies_in_the_spare_directory_is_of_a_dead_writer(void **state)
{
	struct bundle bundle = BUNDLE_INIT;
	manifest_auto manifest = MANIFEST_INIT;
	buffer_auto text = BUFFER_INIT;
	int directory = open_directory(scratch_path(state));
	struct failure why;

	buffer_append_string(&text, "left");
	assert_int_equal(mkdirat(directory, "private", 0700), 0);
	assert_int_equal(mkdirat(directory, STAGING_SPARE, 0700), 0);
	assert_works(file_create(directory, STAGING_SPARE "/0", 0600, &text, &why), why);
	assert_works(file_create(directory, STAGING_SPARE "/7", 0600, &text, &why), why);
	assert_works(file_create(directory, "private/stray.jwk", 0600, &text, &why), why);
	put(&bundle, "public/jwks.json", 0644, "set");
	set_manifest(&bundle, "manifest");
	publish_one(directory, &bundle, &manifest);
	assert_content(directory, MANIFEST_NAME, "manifest");
	assert_false(exists(directory, "private"));
	assert_int_equal(unlinkat(directory, STAGING_SPARE, AT_REMOVEDIR), 0);
	bundle_free(&bundle);
	close(directory);
}

static void private_files_follow_no_link(void **state)
{
	struct bundle bundle = BUNDLE_INIT;
	int directory = open_directory(scratch_path(state));
	struct publication publication = {.directory = directory, .bundle = &bundle};

	bundle.private_directory_mode = 0700;
	put(&bundle, "private/a.jwk", 0600, "secret");
	set_manifest(&bundle, "manifest");
	assert_int_equal(mkdirat(directory, "elsewhere", 0700), 0);
	assert_int_equal(symlinkat("elsewhere", directory, "private"), 0);
	publish(&publication, 1);
	assert_true(publication.failed);
	assert_non_null(strstr(publication.why.text, "private: a link is where a directory"));
	assert_false(exists(directory, "elsewhere/a.jwk"));
	bundle_free(&bundle);
	close(directory);
}

static void one_that_fails_leaves_the_others_alone(void **state)
{
	struct bundle bundle = BUNDLE_INIT;
	int directory = open_directory(scratch_path(state));

	assert_int_equal(mkdirat(directory, "a", 0711), 0);
	assert_int_equal(mkdirat(directory, "b", 0711), 0);
	put(&bundle, "public/jwks.json", 0644, "set");
	set_manifest(&bundle, "manifest");

	int a = openat(directory, "a", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int b = openat(directory, "b", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int in_the_way = openat(a, "public", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct publication publications[] = {
		{.directory = a, .bundle = &bundle}, {.directory = b, .bundle = &bundle}};

	publish(publications, 2);
	assert_true(publications[0].failed);
	assert_non_null(strstr(publications[0].why.text, "public: a file is in the way"));
	assert_false(exists(a, MANIFEST_NAME));
	assert_true(staging_is_left(a));
	assert_false(publications[1].failed);
	assert_content(b, MANIFEST_NAME, "manifest");

	assert_int_equal(unlinkat(a, "public", 0), 0);
	publish_one(a, &bundle, NULL);
	assert_content(a, "public/jwks.json", "set");
	bundle_free(&bundle);
	close(in_the_way);
	close(a);
	close(b);
	close(directory);
}

#define HASH "\"0000000000000000000000000000000000000000000000000000000000000000\""
#define HEAD                                                                                          \
	"\"store\":\"s\",\"project\":{\"id\":\"p\"},\"environment\":{\"id\":\"e\",\"generation\":1}," \
	"\"generation\":7,\"private\":\"none\",\"recipient\":null,\"nextChange\":null,"               \
	"\"writtenAt\":\"2026-01-01T00:00:00Z\","

static void write_manifest(int directory, const char *text)
{
	buffer_auto content = BUFFER_INIT;
	struct failure why;

	buffer_append_string(&content, text);
	unlinkat(directory, MANIFEST_NAME, 0);
	assert_works(file_create(directory, MANIFEST_NAME, 0600, &content, &why), why);
}

static void manifests_of_others_are_not_followed(void **state)
{
	static const char *const wrong[] = {
		"",
		"{",
		"[]",
		"{\"format\":2," HEAD "\"files\":[]}",
		"{\"format\":1," HEAD "\"files\":{}}",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"../../etc/passwd\",\"size\":1,\"sha256\":" HASH "}]}",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"public/../../x\",\"size\":1,\"sha256\":" HASH "}]}",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"/etc/passwd\",\"size\":1,\"sha256\":" HASH "}]}",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"public/a\",\"size\":1,\"sha256\":\"00\"}]}",
		"{\"format\":1," HEAD "\"files\":[{\"path\":7,\"size\":1,\"sha256\":" HASH "}]}",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"public/a\",\"size\":-1,\"sha256\":" HASH "}]}",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"public/a\",\"size\":1,\"sha256\":" HASH
		"},{\"path\":\"public/a\",\"size\":2,\"sha256\":" HASH "}]}",
		"{\"format\":1," HEAD "\"files\":[",
		"{\"format\":1," HEAD "\"files\":[]",
		"{\"format\":1," HEAD "\"files\":[],",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"public/\\u0061\",\"size\":1,\"sha256\":" HASH "}]}",
		"{\"format\":1," HEAD "\"files\":[{\"path\":\"public/a",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"public/a\",\"size\":1000000000000000000000,\"sha256\":" HASH
		"}]}",
		"{\"format\":1," HEAD
		"\"files\":[{\"path\":\"public/a\",\"size\":1,\"sha256\":\"00",
		"{\"format\":1,\"store\":\"s\",\"project\":{\"id\":\"p\"},\"environment\":{\"id\":\"e\","
		"\"generation\":1},\"generation\":7,\"private\":\"none\",\"recipient\":{},"
		"\"nextChange\":null,\"writtenAt\":\"2026-01-01T00:00:00Z\",\"files\":[]}",
	};
	int directory = open_directory(scratch_path(state));
	struct failure why;
	bool found;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		manifest_auto manifest = MANIFEST_INIT;

		write_manifest(directory, wrong[i]);
		assert_works(manifest_read(directory, &manifest, &found, &why), why);
		if (found)
			fail_test("followed: %s", wrong[i]);
		assert_int_equal(manifest.count, 0);
	}

	manifest_auto good = MANIFEST_INIT;

	write_manifest(directory, "{\"format\":1," HEAD
				  "\"files\":[{\"path\":\"public/b\",\"size\":1,\"sha256\":" HASH
				  "},{\"path\":\"public/a\",\"size\":2,\"sha256\":" HASH "}]}");
	assert_works(manifest_read(directory, &good, &found, &why), why);
	assert_true(found);
	assert_int_equal(good.generation, 7);
	assert_int_equal(good.next_change, MANIFEST_NEVER);
	assert_int_equal(manifest_find(&good, "public/a")->size, 2);
	assert_null(manifest_find(&good, "public/c"));
	assert_int_equal(manifest_verify(directory, &good), 2);
	assert_null(manifest_find(&good, "public/a"));
	manifest_free(&good);
	write_manifest(directory, "{\"format\":1," HEAD "\"files\":[],\"keys\":[}");
	assert_works(manifest_read(directory, &good, &found, &why), why);
	assert_true(found);
	assert_int_equal(manifest_verify(directory, &good), 1);
	close(directory);
}

#define MANY 1000

static void path_of(int number, char path[32])
{
	snprintf(path, 32, "public/pem/%d.pem", number);
}

/* Longer than what is read at once, both the list of files and what follows it. */
static void put_long_manifest(struct buffer *text)
{
	char path[32];

	buffer_append_string(text, "{\"format\":1," HEAD "\"files\":[");
	for (int i = 0; i < MANY; i++) {
		path_of(i, path);
		buffer_printf(text, "%s{\"path\":\"%s\",\"size\":%d,\"sha256\":%s}",
			i == 0 ? "" : ",", path, i, HASH);
	}
	buffer_append_string(text, "],\"keys\":[");
	for (int i = 0; i < MANY; i++)
		buffer_printf(text, "%s{\"name\":\"%0100d\"}", i == 0 ? "" : ",", i);
	buffer_append_string(text, "]}\n");
}

static void long_manifests_are_read(void **state)
{
	manifest_auto manifest = MANIFEST_INIT;
	manifest_auto cut = MANIFEST_INIT;
	buffer_auto text = BUFFER_INIT;
	int directory = open_directory(scratch_path(state));
	struct failure why;
	char path[32];
	bool found;

	put_long_manifest(&text);
	write_manifest(directory, text.data);
	assert_works(manifest_read(directory, &manifest, &found, &why), why);
	assert_true(found);
	assert_int_equal(manifest.count, MANY);
	for (int i = 0; i < MANY; i++) {
		path_of(i, path);
		assert_ptr_equal(manifest_find(&manifest, path), &manifest.files[i]);
		assert_int_equal(manifest.files[i].size, i);
		assert_memory_equal(manifest.files[i].sha256, &HASH[1], MANIFEST_HASH);
	}
	buffer_truncate(&text, text.length - strlen("}\n"));
	write_manifest(directory, text.data);
	assert_works(manifest_read(directory, &cut, &found, &why), why);
	assert_false(found);
	close(directory);
}

static void files_are_found_in_their_order_and_out_of_it(void **state)
{
	static const struct {
		size_t from;
		const char *path;
		int found; /* the file's number; -1: none */
		size_t next;
	} cases[] = {
		{0, "public/a", 0, 1}, {1, "public/b", 1, 2}, {1, "public/d", 3, 4},
		{0, "public/f", 5, 6}, {5, "public/a", 0, 1}, {6, "public/a", 0, 1},
		{2, "public/x", -1, 2}, {6, "public/x", -1, 6},
		{0, "public/c", -1, 3}, /* damaged */
	};
	static const char *const paths[] = {
		"public/a", "public/b", "public/c", "public/d", "public/e", "public/f"};
	manifest_auto manifest = MANIFEST_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_true(manifest_add(&manifest, paths[i], 1, &HASH[1]));
	assert_false(manifest_add(&manifest, "public/b", 1, &HASH[1]));
	manifest.files[2].damaged = true;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t next = cases[i].from;
		const struct manifest_file *file =
			manifest_find_next(&manifest, cases[i].path, &next);

		assert_ptr_equal(file, cases[i].found < 0 ? NULL : &manifest.files[cases[i].found]);
		assert_int_equal(next, cases[i].next);
	}
}

static void states_follow_the_times(void **state)
{
	struct key_record key = {.not_before = 100, .expires = 200};

	(void)state;
	assert_int_equal(key_state(&key, 99), KEY_FUTURE);
	assert_int_equal(key_state_changes(&key, 99), 100);
	assert_int_equal(key_state(&key, 100), KEY_ACTIVE);
	assert_int_equal(key_state_changes(&key, 100), 200);
	assert_int_equal(key_state(&key, 199), KEY_ACTIVE);
	assert_int_equal(key_state(&key, 200), KEY_EXPIRED);
	assert_int_equal(key_state_changes(&key, 200), INT64_MAX);
}

static void deployments_are_told(void **state)
{
	struct outcome outcomes[] = {
		{.environment = "prod", .success = true, .message = "Deployed successfully"},
		{.environment = "test", .success = false, .message = "Why \"not\""},
	};
	struct deployment deployment = {.outcomes = outcomes, .count = 2, .failed = 1};
	struct json_writer writer;
	buffer_auto out = BUFFER_INIT;

	(void)state;
	json_writer_init(&writer, &out);
	deployment_write(&writer, NULL, &deployment);
	assert_string_equal(out.data,
		"{\"success\":false,\"message\":"
		"\"Deployment failed for 1 of 2 environments\",\"environmentResults\":["
		"{\"environmentName\":\"prod\",\"success\":true,\"message\":"
		"\"Deployed successfully\"},{\"environmentName\":\"test\",\"success\":false,"
		"\"message\":\"Why \\\"not\\\"\"}]}");
	deployment = (struct deployment)DEPLOYMENT_INIT;
	buffer_clear(&out);
	json_writer_init(&writer, &out);
	deployment_write(&writer, NULL, &deployment);
	assert_string_equal(out.data,
		"{\"success\":true,\"message\":"
		"\"Deployment completed successfully\",\"environmentResults\":[]}");
}

/* Somebody has changed something and stands in the sync: a power failure may still take it back. */
static void a_snapshot_shows_only_what_is_on_the_disk(void **state)
{
	struct site *site = *state;
	snapshot_auto snapshot = SNAPSHOT_INIT;
	buffer_auto path = BUFFER_INIT;
	struct gate_state gate_state;
	struct failure why;

	buffer_printf(&path, "%s/gate", site->scratch->database);

	file_auto gate = open(path.data, O_RDWR | O_CLOEXEC);

	assert_int_equal(flock(gate, LOCK_EX), 0);
	assert_int_equal(pread(gate, &gate_state, sizeof gate_state, 0), sizeof gate_state);
	gate_state.written++;
	assert_int_equal(pwrite(gate, &gate_state, sizeof gate_state, 0), sizeof gate_state);
	store_set_patience(site->vault.store, 50);
	assert_fails(snapshot_take(&site->vault, &site->project, NULL, NULL, &snapshot, &why), why,
		FAILURE_BUSY, "the disk has not confirmed");
	assert_int_equal(flock(gate, LOCK_UN), 0);
	assert_works(snapshot_take(&site->vault, &site->project, NULL, NULL, &snapshot, &why), why);
	assert_int_equal(pread(gate, &gate_state, sizeof gate_state, 0), sizeof gate_state);
	assert_int_equal(gate_state.synced, gate_state.written);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			files_appear_with_their_modes, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			only_what_changed_is_touched, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_a_dead_writer_left_is_swept, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			private_files_follow_no_link, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			one_that_fails_leaves_the_others_alone, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			manifests_of_others_are_not_followed, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_snapshot_shows_only_what_is_on_the_disk, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(
			the_staging_directory_is_used_again, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_lies_in_the_spare_directory_is_of_a_dead_writer, scratch_setup,
			scratch_teardown),
		cmocka_unit_test_setup_teardown(
			long_manifests_are_read, scratch_setup, scratch_teardown),
		cmocka_unit_test(files_are_found_in_their_order_and_out_of_it),
		cmocka_unit_test(deployments_are_told),
		cmocka_unit_test(states_follow_the_times),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("deploy", tests, NULL, NULL);
}
