#include "unit.h"

#include "base/file.h"
#include "scratch.h"
#include "store/hkdf.h"
#include "store/keyring_change.h"
#include "store/seal.h"
#include "store/vault.h"

#include <fcntl.h>
#include <nettle/base16.h>
#include <nettle/gcm.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void hkdf_vector_of_rfc_5869(void **state)
{
	/* Appendix A.3: no salt, no info. */
	static const uint8_t expected[42] = {0x8d, 0xa4, 0xe7, 0x75, 0xa5, 0x63, 0xc1, 0x8f, 0x71,
		0x5f, 0x80, 0x2a, 0x06, 0x3c, 0x5a, 0x31, 0xb8, 0xa1, 0x1f, 0x5c, 0x5e, 0xe1, 0x87,
		0x9e, 0xc3, 0x45, 0x4e, 0x5f, 0x3c, 0x73, 0x8d, 0x2d, 0x9d, 0x20, 0x13, 0x95, 0xfa,
		0xa4, 0xb6, 0x1a, 0x96, 0xc8};
	uint8_t key[22];
	uint8_t derived[sizeof expected];

	(void)state;
	memset(key, 0x0b, sizeof key);
	hkdf_sha256(key, sizeof key, NULL, 0, derived, sizeof derived);
	assert_memory_equal(derived, expected, sizeof expected);
}

static void read_hex(const char *text, uint8_t *bytes, size_t size)
{
	struct base16_decode_ctx decoder;

	base16_decode_init(&decoder);
	assert_true(base16_decode_update(&decoder, &size, bytes, strlen(text), text));
	assert_true(base16_decode_final(&decoder));
}

/* The calls that seal.c makes, with test case 16 of the GCM specification (AES-256). */
static void gcm_vector_as_nettle_is_called(void **state)
{
	uint8_t key[32], nonce[12], plain[60], associated[20], expected[60], tag[16];
	uint8_t out[60], digest[16];
	struct gcm_aes256_ctx gcm;

	(void)state;
	read_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", key,
		sizeof key);
	read_hex("cafebabefacedbaddecaf888", nonce, sizeof nonce);
	read_hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
		 "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
		plain, sizeof plain);
	read_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2", associated, sizeof associated);
	read_hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
		 "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
		expected, sizeof expected);
	read_hex("76fc6ece0f4e1768cddf8853bb2d551b", tag, sizeof tag);
	gcm_aes256_set_key(&gcm, key);
	gcm_aes256_set_iv(&gcm, sizeof nonce, nonce);
	gcm_aes256_update(&gcm, sizeof associated, associated);
	gcm_aes256_encrypt(&gcm, sizeof plain, out, plain);
	gcm_aes256_digest(&gcm, sizeof digest, digest);
	assert_memory_equal(out, expected, sizeof expected);
	assert_memory_equal(digest, tag, sizeof tag);
}

/* A keyring of the scratch directory; `name` is its file there. */
static void make_keyring(const struct scratch *scratch, const char *name, struct keyring *keyring)
{
	buffer_auto path = BUFFER_INIT;
	struct failure why;

	buffer_printf(&path, "%s/%s", scratch->directory, name);
	assert_works(keyring_create(path.data, &why), why);
	assert_works(keyring_load(path.data, keyring, &why), why);
}

static void seals_open_only_as_they_were(void **state)
{
	struct keyring keyring;
	buffer_auto associated = BUFFER_INIT;
	buffer_auto plain = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto opened = BUFFER_INIT;
	struct failure why;

	make_keyring(*state, "keyring", &keyring);
	buffer_append_string(&associated, "row 17");
	buffer_append_string(&plain, "the private half of something");
	seal(&keyring, RECORD_MATERIAL, &associated, &plain, &sealed);
	assert_int_equal(sealed.length, plain.length + 1 + 4 + 12 + 16);
	assert_null(memmem(sealed.data, sealed.length, "private", 7));
	buffer_append_string(&opened, "kept:");
	assert_works(
		seal_open(&keyring, RECORD_MATERIAL, &associated, &sealed, &opened, &why), why);
	assert_buffer_string(opened, "kept:the private half of something");
	for (size_t bit = 0; bit < 8 * sealed.length; bit++) {
		sealed.data[bit / 8] ^= (char)(1 << bit % 8);
		buffer_clear(&opened);
		if (seal_open(&keyring, RECORD_MATERIAL, &associated, &sealed, &opened, &why))
			fail_test("opened with bit %zu flipped", bit);
		assert_int_equal(why.kind, FAILURE_INTERNAL);
		assert_int_equal(opened.length, 0);
		sealed.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	assert_fails(seal_open(&keyring, RECORD_META, &associated, &sealed, &opened, &why), why,
		FAILURE_INTERNAL, "moved");
	buffer_append_byte(&associated, '!');
	assert_fails(seal_open(&keyring, RECORD_MATERIAL, &associated, &sealed, &opened, &why), why,
		FAILURE_INTERNAL, "moved");
	keyring_free(&keyring);
}

static void cut_seals_do_not_open(void **state)
{
	struct keyring keyring;
	buffer_auto associated = BUFFER_INIT;
	buffer_auto plain = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto opened = BUFFER_INIT;
	struct failure why;

	make_keyring(*state, "keyring", &keyring);
	buffer_append_string(&plain, "0123456789");
	seal(&keyring, RECORD_MATERIAL, &associated, &plain, &sealed);
	while (sealed.length > 0) {
		buffer_truncate(&sealed, sealed.length - 1);
		if (seal_open(&keyring, RECORD_MATERIAL, &associated, &sealed, &opened, &why))
			fail_test("opened at %zu bytes", sealed.length);
	}
	keyring_free(&keyring);
}

static void an_empty_secret_is_sealed_and_seals_differ(void **state)
{
	struct keyring keyring;
	buffer_auto nothing = BUFFER_INIT;
	buffer_auto first = BUFFER_INIT;
	buffer_auto second = BUFFER_INIT;
	buffer_auto opened = BUFFER_INIT;
	struct failure why;

	make_keyring(*state, "keyring", &keyring);
	seal(&keyring, RECORD_MATERIAL, &nothing, &nothing, &first);
	seal(&keyring, RECORD_MATERIAL, &nothing, &nothing, &second);
	assert_false(buffer_equal(&first, &second));
	assert_works(seal_open(&keyring, RECORD_MATERIAL, &nothing, &first, &opened, &why), why);
	assert_int_equal(opened.length, 0);
	keyring_free(&keyring);
}

static void an_unknown_sealing_key_is_named(void **state)
{
	struct keyring mine, other;
	buffer_auto nothing = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto opened = BUFFER_INIT;
	struct failure why;
	char id[9];

	make_keyring(*state, "mine", &mine);
	make_keyring(*state, "other", &other);
	seal(&mine, RECORD_MATERIAL, &nothing, &nothing, &sealed);
	snprintf(id, sizeof id, "%02x%02x%02x%02x", mine.keys[0].id[0], mine.keys[0].id[1],
		mine.keys[0].id[2], mine.keys[0].id[3]);
	assert_fails(seal_open(&other, RECORD_MATERIAL, &nothing, &sealed, &opened, &why), why,
		FAILURE_INTERNAL, id);
	assert_fails(seal_open(&other, RECORD_MATERIAL, &nothing, &sealed, &opened, &why), why,
		FAILURE_INTERNAL, "Copy the keyring");
	keyring_free(&mine);
	keyring_free(&other);
}

static void write_keyring(const struct scratch *scratch, const char *text, size_t length)
{
	file_auto file = open(scratch->keyring, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(file >= 0);
	assert_true(file_write_all(file, text, length));
}

#define KEY_A "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static void keyrings_with_several_keys_open_old_seals(void **state)
{
	static const char old_text[] = "0a0b0c0d " KEY_A " 2027-01-31T00:00:00Z\n";
	static const char new_text[] = "# rotated\n\n"
				       "12345678 ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8 "
				       "2027-06-30T00:00:00Z # newest\n"
				       "0a0b0c0d " KEY_A " 2027-01-31T00:00:00Z\n";
	const struct scratch *scratch = *state;
	struct keyring keyring;
	buffer_auto plain = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto opened = BUFFER_INIT;
	struct failure why;

	buffer_append_string(&plain, "old");
	write_keyring(scratch, old_text, strlen(old_text));
	assert_works(keyring_load(scratch->keyring, &keyring, &why), why);
	assert_int_equal(keyring.count, 1);
	for (int i = 0; i < KEYRING_KEY_SIZE; i++)
		assert_int_equal(keyring.keys[0].key[i], i);
	seal(&keyring, RECORD_MATERIAL, &plain, &plain, &sealed);
	keyring_free(&keyring);
	write_keyring(scratch, new_text, strlen(new_text));
	assert_works(keyring_load(scratch->keyring, &keyring, &why), why);
	assert_int_equal(keyring.count, 2);
	assert_int_equal(keyring.keys[0].id[0], 0x12);
	assert_works(seal_open(&keyring, RECORD_MATERIAL, &plain, &sealed, &opened, &why), why);
	assert_buffer_string(opened, "old");
	buffer_clear(&sealed);
	seal(&keyring, RECORD_MATERIAL, &plain, &plain, &sealed);
	assert_memory_equal(sealed.data + 1, "\x12\x34\x56\x78", 4);
	keyring_free(&keyring);
}

static void keyrings_are_created_for_their_owner_and_once(void **state)
{
	const struct scratch *scratch = *state;
	struct failure why;
	struct stat status;

	umask(0);
	assert_works(keyring_create(scratch->keyring, &why), why);
	umask(022);
	assert_int_equal(stat(scratch->keyring, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_fails(
		keyring_create(scratch->keyring, &why), why, FAILURE_CONFLICT, scratch->keyring);
}

static void malformed_keyrings_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *part;
	} wrong[] = {
		{"", "damaged"},
		{"\n", "holds no key"},
		{"# nothing\n", "holds no key"},
		{"0a0b0c0d " KEY_A " 2027-01-31T00:00:00Z", "whole line"},
		{"0a0b0c0d " KEY_A " 2027-01-31T00:00:00Z\n0a0b0c0e " KEY_A " 2027-0",
			"whole line"},
		{"0a0b0c0d " KEY_A " 2027-01-31\n", "line 1"},
		{"0a0b0c0d " KEY_A "\n", "line 1"},
		{"0a0b0c0d\n", "line 1"},
		{"# good\n0a0b0c " KEY_A " 2027-01-31T00:00:00Z\n", "line 2"},
		{"0a0b0c0g " KEY_A " 2027-01-31T00:00:00Z\n", "line 1"},
		{"0A0B0C0D " KEY_A " 2027-01-31T00:00:00Z\n", "line 1"},
		{"0a0b0c0d AAEC 2027-01-31T00:00:00Z\n", "line 1"},
		{"0a0b0c0d " KEY_A "AA 2027-01-31T00:00:00Z\n", "line 1"},
		{"0a0b0c0d " KEY_A "= 2027-01-31T00:00:00Z\n", "line 1"},
		{"0a0b0c0d  " KEY_A " 2027-01-31T00:00:00Z\n", "line 1"},
		{" 0a0b0c0d " KEY_A " 2027-01-31T00:00:00Z\n", "line 1"},
		{"0a0b0c0d " KEY_A " 2027-01-31T00:00:00Z more\n", "line 1"},
		{"0a0b0c0d " KEY_A " 2027-01-31T00:00:00Z\n0a0b0c0d " KEY_A
		 " 2027-01-31T00:00:00Z\n",
			"line 2 has the id"},
		{"\x7F"
		 "ELF\x02\x01\x01 garbage\n",
			"line 1"},
	};
	const struct scratch *scratch = *state;
	struct keyring keyring;
	struct failure why;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		write_keyring(scratch, wrong[i].text, strlen(wrong[i].text));
		assert_fails(keyring_load(scratch->keyring, &keyring, &why), why, FAILURE_INTERNAL,
			wrong[i].part);
		assert_null(keyring.keys);
		if (strstr(why.text, scratch->keyring) == NULL || strstr(why.text, "AAEC") != NULL)
			fail_test("\"%s\"", why.text);
	}
	write_keyring(scratch, "0a0b\0c0d\n", 9);
	assert_fails(
		keyring_load(scratch->keyring, &keyring, &why), why, FAILURE_INTERNAL, "damaged");
}

static void a_keyring_holds_at_most_64_keys(void **state)
{
	const struct scratch *scratch = *state;
	struct keyring keyring;
	buffer_auto text = BUFFER_INIT;
	struct failure why;

	for (unsigned i = 0; i < 64; i++)
		buffer_printf(&text, "%08x " KEY_A " 2027-01-31T00:00:00Z\n", i);
	write_keyring(scratch, text.data, text.length);
	assert_works(keyring_load(scratch->keyring, &keyring, &why), why);
	assert_int_equal(keyring.count, 64);
	keyring_free(&keyring);
	buffer_printf(&text, "%08x " KEY_A " 2027-01-31T00:00:00Z\n", 64U);
	write_keyring(scratch, text.data, text.length);
	assert_fails(
		keyring_load(scratch->keyring, &keyring, &why), why, FAILURE_INTERNAL, "line 65");
}

static void exposed_or_missing_keyrings_are_refused(void **state)
{
	const struct scratch *scratch = *state;
	struct keyring keyring;
	struct failure why;

	assert_fails(
		keyring_load(scratch->keyring, &keyring, &why), why, FAILURE_INTERNAL, "missing");
	assert_works(keyring_create(scratch->keyring, &why), why);
	assert_int_equal(chmod(scratch->keyring, 0644), 0);
	assert_fails(
		keyring_load(scratch->keyring, &keyring, &why), why, FAILURE_INTERNAL, "chmod 600");
	assert_int_equal(chmod(scratch->keyring, 0620), 0);
	assert_fails(
		keyring_load(scratch->keyring, &keyring, &why), why, FAILURE_INTERNAL, "mode 0620");
	assert_int_equal(unlink(scratch->keyring), 0);
	assert_int_equal(mkdir(scratch->keyring, 0700), 0);
	assert_fails(keyring_load(scratch->keyring, &keyring, &why), why, FAILURE_INTERNAL,
		"not a regular file");
}

/* The vault of the scratch directory. */
static void make_vault(const struct scratch *scratch, struct vault *vault)
{
	struct home home = scratch_home(scratch);
	struct failure why;

	assert_works(vault_create(&home, &why), why);
	assert_works(vault_open(&home, vault, &why), why);
}

static void a_vault_opens_with_its_own_keyring_only(void **state)
{
	const struct scratch *scratch = *state;
	struct home home = scratch_home(scratch);
	struct vault vault, again;
	buffer_auto aside = BUFFER_INIT;
	struct failure why;

	make_vault(scratch, &vault);
	assert_works(vault_open(&home, &again, &why), why);
	assert_true(id_equal(&vault.store_id, &again.store_id));
	assert_true(id_equal(&vault.incarnation, &again.incarnation));
	vault_close(&again);
	vault_close(&vault);
	buffer_printf(&aside, "%s/aside", scratch->directory);
	assert_int_equal(rename(scratch->keyring, aside.data), 0);
	assert_fails(vault_open(&home, &vault, &why), why, FAILURE_INTERNAL, "is missing");
	vault_close(&vault);
	assert_fails(vault_create(&home, &why), why, FAILURE_CONFLICT, "keyring");
	assert_int_equal(access(scratch->keyring, F_OK), -1);
	assert_works(keyring_create(scratch->keyring, &why), why);
	assert_fails(vault_open(&home, &vault, &why), why, FAILURE_INTERNAL, "another store");
	vault_close(&vault);
	assert_fails(vault_create(&home, &why), why, FAILURE_CONFLICT, "already");
	assert_int_equal(rename(aside.data, scratch->keyring), 0);
	assert_works(vault_open(&home, &vault, &why), why);
	vault_close(&vault);
}

static void a_vault_is_made_with_the_right_modes(void **state)
{
	const struct scratch *scratch = *state;
	struct home home = scratch_home(scratch);
	struct stat status;
	struct failure why;

	assert_int_equal(rmdir(scratch->directory), 0);
	umask(0);
	assert_works(vault_create(&home, &why), why);
	umask(022);
	assert_int_equal(stat(home.directory, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0711);
	assert_int_equal(stat(home.bundle_root, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0711);
	assert_int_equal(stat(home.database, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(stat(home.keyring, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
}

static void an_unfinished_vault_is_taken_back(void **state)
{
	const struct scratch *scratch = *state;
	struct home home = scratch_home(scratch);
	struct failure why;

	assert_int_equal(rmdir(scratch->directory), 0);
	snprintf(home.bundle_root, sizeof home.bundle_root, "%s/no/such/place", scratch->directory);
	assert_fails(vault_create(&home, &why), why, FAILURE_INTERNAL, "no/such/place");
	assert_int_equal(access(scratch->directory, F_OK), -1);
	assert_int_equal(mkdir(scratch->directory, 0700), 0);
	assert_fails(vault_create(&home, &why), why, FAILURE_INTERNAL, "no/such/place");
	assert_int_equal(access(scratch->directory, F_OK), 0);
	assert_int_equal(access(scratch->database, F_OK), -1);
	assert_int_equal(access(scratch->keyring, F_OK), -1);
}

static void a_keyring_without_its_store_is_kept(void **state)
{
	const struct scratch *scratch = *state;
	struct home home = scratch_home(scratch);
	buffer_auto before = BUFFER_INIT;
	buffer_auto after = BUFFER_INIT;
	struct vault vault;
	struct failure why;

	assert_works(keyring_create(scratch->keyring, &why), why);
	assert_works(file_read(AT_FDCWD, scratch->keyring, 4096, &before, NULL, &why), why);
	assert_fails(vault_create(&home, &why), why, FAILURE_CONFLICT, "keyring already");
	assert_fails(vault_open(&home, &vault, &why), why, FAILURE_INTERNAL, "jwkmintctl init");
	vault_close(&vault);
	assert_works(file_read(AT_FDCWD, scratch->keyring, 4096, &after, NULL, &why), why);
	assert_true(buffer_equal(&before, &after));
	snprintf(home.directory, sizeof home.directory, "%s/none", scratch->directory);
	assert_fails(vault_open(&home, &vault, &why), why, FAILURE_INTERNAL, "jwkmintctl init");
	vault_close(&vault);
}

/* Only root can give files away. */
static void foreign_files_are_refused(void **state)
{
	const struct scratch *scratch = *state;
	struct home home = scratch_home(scratch);
	struct vault vault;
	struct failure why;

	if (geteuid() != 0)
		skip();
	assert_works(vault_create(&home, &why), why);
	assert_int_equal(chown(home.keyring, 65534, 65534), 0);
	assert_fails(vault_open(&home, &vault, &why), why, FAILURE_INTERNAL, "uid 65534");
	vault_close(&vault);
	assert_int_equal(chown(home.keyring, 0, 0), 0);
	assert_int_equal(chown(home.database, 65534, 65534), 0);
	assert_fails(vault_open(&home, &vault, &why), why, FAILURE_INTERNAL, "uid 65534");
	vault_close(&vault);
	assert_int_equal(chown(home.database, 0, 0), 0);
	assert_int_equal(chown(home.directory, 65534, 65534), 0);
	assert_fails(vault_open(&home, &vault, &why), why, FAILURE_INTERNAL, "chown -R");
	vault_close(&vault);
	assert_int_equal(chown(home.directory, 0, 0), 0);
}

static struct key_record make_key_record(void)
{
	struct key_record key = {.version = 1,
		.name = "signing",
		.kid = "k1",
		.type = "RSA",
		.use = "sig",
		.algorithm = "RS256",
		.not_before = 1800000000,
		.expires = 1831536000,
		.created = 1800000000,
		.public_part = BUFFER_INIT};

	id_make(&key.project);
	id_make(&key.id);
	buffer_append_string(&key.public_part, "modulus");
	return key;
}

typedef void (*key_change)(struct key_record *key);

static void change_project(struct key_record *key)
{
	key->project.bytes[0] ^= 1;
}

static void change_id(struct key_record *key)
{
	key->id.bytes[ID_SIZE - 1] ^= 1;
}

static void change_version(struct key_record *key)
{
	key->version++;
}

static void change_name(struct key_record *key)
{
	strcpy(key->name, "signin");
	strcpy(key->kid, "gk1");
}

static void change_kid(struct key_record *key)
{
	strcpy(key->kid, "k2");
}

static void change_type(struct key_record *key)
{
	strcpy(key->type, "EC");
}

static void change_use(struct key_record *key)
{
	strcpy(key->use, "enc");
}

static void change_algorithm(struct key_record *key)
{
	strcpy(key->algorithm, "PS256");
}

static void change_not_before(struct key_record *key)
{
	key->not_before++;
}

static void change_expires(struct key_record *key)
{
	key->expires++;
}

static void change_public_part(struct key_record *key)
{
	buffer_append_byte(&key->public_part, '!');
}

static void private_halves_are_bound_to_their_row(void **state)
{
	static const key_change changes[] = {change_project, change_id, change_version, change_name,
		change_kid, change_type, change_use, change_algorithm, change_not_before,
		change_expires, change_public_part};
	struct vault vault;
	key_record_auto key = make_key_record();
	key_record_auto other = KEY_RECORD_INIT;
	buffer_auto plain = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto opened = BUFFER_INIT;
	struct failure why;

	make_vault(*state, &vault);
	buffer_append_string(&plain, "primes");
	vault_seal(&vault, &key, &plain, &sealed);
	assert_works(vault_open_seal(&vault, &key, &sealed, &opened, &why), why);
	assert_buffer_string(opened, "primes");
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		key_record_copy(&other, &key);
		changes[i](&other);
		if (vault_open_seal(&vault, &other, &sealed, &opened, &why))
			fail_test("opened after change %zu", i);
		assert_int_equal(why.kind, FAILURE_INTERNAL);
	}
	key_record_copy(&other, &key);
	strcpy(other.description, "may change");
	assert_works(vault_open_seal(&vault, &other, &sealed, &opened, &why), why);
	vault.store_id.bytes[0] ^= 1;
	assert_fails(vault_open_seal(&vault, &key, &sealed, &opened, &why), why, FAILURE_INTERNAL,
		"moved");
	vault_close(&vault);
}

#define with_scratch(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hkdf_vector_of_rfc_5869),
		cmocka_unit_test(gcm_vector_as_nettle_is_called),
		with_scratch(seals_open_only_as_they_were),
		with_scratch(cut_seals_do_not_open),
		with_scratch(an_empty_secret_is_sealed_and_seals_differ),
		with_scratch(an_unknown_sealing_key_is_named),
		with_scratch(keyrings_with_several_keys_open_old_seals),
		with_scratch(keyrings_are_created_for_their_owner_and_once),
		with_scratch(malformed_keyrings_are_refused),
		with_scratch(a_keyring_holds_at_most_64_keys),
		with_scratch(exposed_or_missing_keyrings_are_refused),
		with_scratch(a_vault_opens_with_its_own_keyring_only),
		with_scratch(a_vault_is_made_with_the_right_modes),
		with_scratch(an_unfinished_vault_is_taken_back),
		with_scratch(a_keyring_without_its_store_is_kept),
		with_scratch(foreign_files_are_refused),
		with_scratch(private_halves_are_bound_to_their_row),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
