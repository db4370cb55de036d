/* JSON, base64 and base64url: the forms that everything else arrives in. */
#include "fuzz.h"

#include "base/base64.h"
#include "base/base64url.h"
#include "base/json.h"

#include <string.h>

/* What we take is JSON for json-c, too, and stays so when json-c writes it. */
static void check_json(const char *text, size_t length)
{
	json_auto tree = NULL;
	json_auto again = NULL;
	struct failure why;

	if (!json_parse(text, length, &tree, &why)) {
		fuzz_require(
			why.kind == FAILURE_INVALID, "JSON is no mistake of ours: %s", why.text);
		return;
	}

	size_t written_length;
	const char *written = json_object_to_json_string_length(
		tree, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &written_length);

	fuzz_works(json_parse(written, written_length, &again, &why), why);
	fuzz_require(json_object_equal(tree, again), "another tree from %s", written);
}

static void check_base64url(const char *text, size_t length)
{
	buffer_auto bytes = BUFFER_INIT;
	buffer_auto written = BUFFER_INIT;

	buffer_append_string(&bytes, "kept");
	if (!base64url_decode(&bytes, text, length)) {
		fuzz_require(strcmp(bytes.data, "kept") == 0, "a refused text left bytes behind");
		return;
	}
	base64url_encode(&written, bytes.data + 4, bytes.length - 4);
	fuzz_require(written.length == length && memcmp(written.data, text, length) == 0,
		"two base64url texts for the same bytes");
}

static void check_base64(const char *text, size_t length)
{
	buffer_auto bytes = BUFFER_INIT;
	buffer_auto again = BUFFER_INIT;
	buffer_auto written = BUFFER_INIT;

	if (!base64_decode(&bytes, text, length)) {
		fuzz_require(bytes.length == 0, "a refused text left bytes behind");
		return;
	}
	base64_encode(&written, bytes.data, bytes.length);
	fuzz_require(
		base64_decode(&again, written.data, written.length) && buffer_equal(&bytes, &again),
		"base64 that does not come back");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;

	check_json(text, size);
	check_base64url(text, size);
	check_base64(text, size);
	return 0;
}
