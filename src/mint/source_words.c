#include "mint/sources.h"

#define TRY_UPDATE " Try update operation if want to change its value."

const struct source_words source_words[SOURCE_KINDS] = {
	[SOURCE_KEY] = {"Key", "keys", "Key name can not be empty!", TRY_UPDATE, AUDIT_KEY_CREATE,
		AUDIT_KEY_UPDATE, AUDIT_KEY_DELETE, AUDIT_KEY_READ},
	[SOURCE_CERTIFICATE] = {"Certificate", "certificates",
		"certificateName value can not be empty!", "", AUDIT_CERTIFICATE_CREATE,
		AUDIT_CERTIFICATE_UPDATE, AUDIT_CERTIFICATE_DELETE, 0},
	[SOURCE_KEYSTORE] = {"Keystore", "keystores", "Keystore name can not be empty!", TRY_UPDATE,
		AUDIT_KEYSTORE_CREATE, AUDIT_KEYSTORE_UPDATE, AUDIT_KEYSTORE_DELETE,
		AUDIT_KEYSTORE_READ},
};
