/* A recipient's JWK as an operator brings it, and the JWE that is made for it. */
#include "fuzz.h"

#include "base/base64url.h"
#include "base/json.h"
#include "jwk/jwe.h"

#include <string.h>

#define JWE_PARTS 5

static void check_header(const struct buffer *header, const char *kid)
{
	json_auto tree = NULL;
	struct json_object *value;
	struct failure why;

	fuzz_works(json_parse(header->data, header->length, &tree, &why), why);
	fuzz_require(json_object_object_get_ex(tree, "kid", &value), "no kid");
	fuzz_require(strcmp(json_object_get_string(value), kid) == 0, "another kid");
}

static void check_jwe(const struct buffer *jwe, const struct buffer *plain, const char *kid)
{
	const char *part = jwe->data;

	for (size_t i = 0; i < JWE_PARTS; i++) {
		buffer_auto bytes = BUFFER_INIT;
		size_t length = strcspn(part, ".");

		fuzz_require(base64url_decode(&bytes, part, length), "part %zu is no base64url", i);
		fuzz_require(part[length] == (i + 1 < JWE_PARTS ? '.' : '\0'), "part %zu", i);
		if (i == 0)
			check_header(&bytes, kid);
		if (i == 3)
			fuzz_require(bytes.length == plain->length, "another length");
		part += length + 1;
	}
	fuzz_require(strlen(jwe->data) == jwe->length, "a NUL");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char kid[] = "a\"kid\\";
	const struct jwe_header header = {.kid = kid, .content_type = "jwk+json"};
	jwk_auto recipient;
	buffer_auto plain = BUFFER_INIT;
	buffer_auto jwe = BUFFER_INIT;
	struct failure why;

	jwk_init(&recipient);
	if (!jwk_parse((const char *)data, size, &recipient, &why))
		return 0;
	if (!jwe_check_recipient(&recipient, &why)) {
		fuzz_require(why.kind == FAILURE_INVALID, "no mistake of ours: %s", why.text);
		return 0;
	}
	fuzz_require(!jwk_is_private(&recipient), "a recipient with a private half");
	buffer_append(&plain, data, size);
	fuzz_works(jwe_encrypt(&recipient, &header, &plain, &jwe, &why), why);
	check_jwe(&jwe, &plain, kid);
	return 0;
}
