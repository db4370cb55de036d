/* A keyring that was edited, copied or cut. */
#include "fuzz.h"

#include "store/keyring.h"

#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[4096 + 16];
	struct keyring keyring = {.keys = NULL};
	struct failure why;

	if (*path == '\0')
		snprintf(path, sizeof path, "%s/keyring", fuzz_directory());
	fuzz_write(path, data, size);
	if (!keyring_load(path, &keyring, &why)) {
		fuzz_require(strstr(why.text, path) != NULL, "which file? %s", why.text);
		keyring_free(&keyring);
		return 0;
	}
	fuzz_require(
		keyring.count > 0 && keyring.count <= KEYRING_MAX_KEYS, "%zu keys", keyring.count);
	/* An id that two keys have would make it chance which of them opens a seal. */
	for (size_t i = 0; i < keyring.count; i++)
		fuzz_require(keyring_find(&keyring, keyring.keys[i].id) == &keyring.keys[i],
			"two keys with one id");
	keyring_free(&keyring);
	return 0;
}
