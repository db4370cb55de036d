/*
 * Sealed blobs. The first byte of an input says where a good blob is damaged; the rest is what is
 * sealed, and is tried as a blob itself.
 */
#include "fuzz.h"

#include "store/seal.h"

#include <string.h>

static void open_as_blob(
	const struct keyring *keyring, const struct buffer *associated, const struct buffer *blob)
{
	buffer_auto plain = BUFFER_INIT;
	struct failure why;

	fuzz_require(!seal_open(keyring, RECORD_MATERIAL, associated, blob, &plain, &why),
		"a blob that nobody sealed was opened");
	fuzz_require(
		why.kind == FAILURE_INTERNAL && plain.length == 0, "a trace of a refused blob");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sealing_key key = {.id = {1, 2, 3, 4}, .key = {5, 6, 7, 8}};
	const struct keyring keyring = {.keys = &key, .count = 1};
	struct fuzz_input input = {(const char *)data, size};
	size_t place = fuzz_byte(&input);
	buffer_auto associated = BUFFER_INIT;
	buffer_auto plain = BUFFER_INIT;
	buffer_auto blob = BUFFER_INIT;
	buffer_auto again = BUFFER_INIT;
	struct failure why;

	buffer_append_string(&associated, "a row");
	buffer_append(&plain, input.at, input.left);
	open_as_blob(&keyring, &associated, &plain);

	seal(&keyring, RECORD_MATERIAL, &associated, &plain, &blob);
	fuzz_works(seal_open(&keyring, RECORD_MATERIAL, &associated, &blob, &again, &why), why);
	fuzz_require(buffer_equal(&plain, &again), "other bytes come back");
	buffer_clear(&again);
	fuzz_require(!seal_open(&keyring, RECORD_SECRET, &associated, &blob, &again, &why),
		"it opens as another kind of record");

	blob.data[place % blob.length] = (char)(blob.data[place % blob.length] ^ 1);
	open_as_blob(&keyring, &associated, &blob);
	blob.data[place % blob.length] = (char)(blob.data[place % blob.length] ^ 1);
	buffer_truncate(&blob, place % blob.length);
	open_as_blob(&keyring, &associated, &blob);
	return 0;
}
