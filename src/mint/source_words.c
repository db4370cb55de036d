#include "mint/sources.h"

#define TRY_UPDATE " Try update operation if want to change its value."

const struct source_words source_words[SOURCE_KINDS] = {
	[SOURCE_KEY] = {"Key", "keys", "Key name can not be empty!", TRY_UPDATE},
	[SOURCE_CERTIFICATE] = {"Certificate", "certificates",
		"certificateName value can not be empty!", ""},
	[SOURCE_KEYSTORE] = {"Keystore", "keystores", "Keystore name can not be empty!",
		TRY_UPDATE},
};
