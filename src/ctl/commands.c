#include "ctl/commands.h"

#include "base/utf8.h"
#include "ctl/verbs.h"

#include <string.h>

const struct option_form common_options[] = {
	{"home", "DIR", 0, "the home, an absolute path"},
	{"json", NULL, 0, "print JSON for scripts"},
	{"help", NULL, 0, "show how this is used"},
	{"version", NULL, 0, "show the version"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form no_options[] = {{NULL, NULL, 0, NULL}};

static const struct option_form init_options[] = {
	{"owner", "USER", 0, "who the home belongs to, when root makes it"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form project_add_options[] = {
	{"description", "TEXT", 0, "what it is for"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form project_remove_options[] = {
	{"force", NULL, 0, "remove it with all its keys"},
	{NULL, NULL, 0, NULL},
};

/* What environment add and set share. */
#define ENVIRONMENT_OPTIONS                                                                        \
	{"description", "TEXT", 0, "what it is for"},                                              \
		{"type", "TYPE", 0, "PRODUCTION, SANDBOX or TEST"},                                \
		{"access-url", "URL", 0, "where its gateway is reached"},                          \
		{"directory", "DIR", 0, "where its bundles go, below the bundle root"},            \
		{"private", "MODE", 0, "how private keys travel: sealed, plain or none"},          \
		{"recipient", "FILE", 0, "seal to this public JWK; - is stdin"},                   \
		{"recipient-out", "FILE", 0, "make such a key; its private JWK goes here"},        \
	{                                                                                          \
		"project", "NAME", OPTION_REPEATS, "serve only these projects"                     \
	}

static const struct option_form environment_add_options[] = {
	ENVIRONMENT_OPTIONS,
	{NULL, NULL, 0, NULL},
};

static const struct option_form environment_set_options[] = {
	ENVIRONMENT_OPTIONS,
	{"all-projects", NULL, 0, "serve every project"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form user_options[] = {
	{"role", "ROLE", OPTION_REPEATS, "what the user may do"},
	{"no-roles", NULL, 0, "take every role away"},
	{"project", "NAME", OPTION_REPEATS, "where the user may do it"},
	{"no-projects", NULL, 0, "take every project away"},
	{"password-stdin", NULL, 0, "read a password from stdin"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form token_issue_options[] = {
	{"name", "TEXT", 0, "what the token is for"},
	{"expires", "WHEN", 0, "a span, a time or never; else 90d"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form jwk_generate_options[] = {
	{"type", "TYPE", OPTION_REQUIRED, "RSA, EC, OCT or OKP"},
	{"size", "BITS", 0, "of an RSA modulus or an OCT key"},
	{"curve", "CURVE", 0, "as P-256 (EC) or Ed25519 (OKP)"},
	{"use", "USE", 0, "sig or enc"},
	{"algorithm", "ALG", 0, "JOSE name, as RS256 or ECDH-ES+A256KW"},
	{"kid", "KID", 0, "the key ID; else one is made"},
	{"kid-type", "KIND", 0, "SHA256, SHA1, TIMESTAMP, ISO_DATE or NONE"},
	{"not-before", "TIME", 0, "ISO 8601 with offset; else now"},
	{"expires", "TIME", 0, "ISO 8601 with offset; else one year later"},
	{"description", "TEXT", 0, "what it is for"},
	{"password-salt-length", "BYTES", 0, "OCT, for PBES2 algorithms"},
	{"password-iterations", "COUNT", 0, "OCT, for PBES2 algorithms"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form jwk_import_options[] = {
	{"kid", "KID", 0, "which key of a JWK Set"},
	{"alias", "ALIAS", 0, "which key of a keystore"},
	{"password-stdin", NULL, 0, "read a keystore's password from stdin"},
	{"use", "USE", 0, "sig or enc"},
	{"algorithm", "ALG", 0, "JOSE name, as RS256 or ECDH-ES+A256KW"},
	{"description", "TEXT", 0, "what it is for"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form jwk_export_options[] = {
	{"format", "FORMAT", 0, "jwk, which is the default, or pem"},
	{"private", NULL, 0, "with the private half; asks first"},
	{"yes", NULL, 0, "do not ask"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form jwk_set_options[] = {
	{"name", "NAME", 0, "the new name"},
	{"description", "TEXT", 0, "what it is for"},
	{NULL, NULL, 0, NULL},
};

#define IN_ENVIRONMENTS                                                                            \
	{"environment", "NAME", OPTION_REQUIRED | OPTION_REPEATS, "where it is used"},             \
	{                                                                                          \
		"description", "TEXT", 0, "what it is for"                                         \
	}

static const struct option_form key_add_options[] = {
	IN_ENVIRONMENTS,
	{"public", "FILE", OPTION_REPEATS, "the public half, PEM or DER; - is stdin"},
	{"private", "FILE", OPTION_REPEATS, "the private half, PEM or DER; - is stdin"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form certificate_add_options[] = {
	IN_ENVIRONMENTS,
	{"alias", "ALIAS", OPTION_REQUIRED, "its name in these environments"},
	{"file", "FILE", OPTION_REQUIRED, "PEM or DER, with its chain; - is stdin"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form keystore_add_options[] = {
	IN_ENVIRONMENTS,
	{"file", "FILE", OPTION_REQUIRED, "PKCS#12; - is stdin"},
	{"password-stdin", NULL, 0, "read its password from stdin; else it has none"},
	{NULL, NULL, 0, NULL},
};

/* What audit list and export share. */
#define AUDIT_OPTIONS                                                                              \
	{"since", "WHEN", 0, "a time, a date, or how long ago: 24h"},                              \
		{"until", "WHEN", 0, "the same; only what was before"},                            \
		{"user", "NAME", 0, "what this user did; jwkmintctl: the tool"},                   \
		{"project", "NAME", 0, "what was done in this project"},                           \
	{                                                                                          \
		"action", "NAME", 0, "what it is, as jwk.generate"                                 \
	}

static const struct option_form audit_list_options[] = {
	AUDIT_OPTIONS,
	{"limit", "NUMBER", 0, "so many records; else 100"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form audit_export_options[] = {
	AUDIT_OPTIONS,
	{NULL, NULL, 0, NULL},
};

static const struct option_form audit_verify_options[] = {
	{"expect", "RECORD:HASH", 0, "what was the newest once has to be in it"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form deploy_options[] = {
	{"project", "NAME", 0, "only this project's bundles"},
	{"environment", "NAME", 0, "only this environment's bundles"},
	{"check", NULL, 0, "only compare; exit 1 when a bundle is behind"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form pool_fill_options[] = {
	{"idle", NULL, 0, "only in time that nobody else wants"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form rekey_options[] = {
	{"forget-old", NULL, 0, "remove the old sealing keys, which nothing uses"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form restore_options[] = {
	{"force", NULL, 0, "move the store that is there aside"},
	{NULL, NULL, 0, NULL},
};

static const struct option_form status_options[] = {
	{"expiring", "SPAN", 0, "which keys run out soon: within 30d, or this"},
	{NULL, NULL, 0, NULL},
};

const struct command commands[] = {
	{"init", NULL, run_init, "", "make a home: keyring and empty store", init_options, false},
	{"project", "add", run_project_add, "NAME", "add a project", project_add_options, true},
	{"project", "list", run_project_list, "", "show the projects", no_options, true},
	{"project", "remove", run_project_remove, "NAME", "remove a project and its bundles",
		project_remove_options, true},
	{"environment", "add", run_environment_add, "NAME", "add a place that bundles go to",
		environment_add_options, false},
	{"environment", "list", run_environment_list, "", "show the environments", no_options,
		true},
	{"environment", "set", run_environment_set, "NAME", "change an environment",
		environment_set_options, false},
	{"environment", "remove", run_environment_remove, "NAME",
		"remove an environment and its bundles", no_options, true},
	{"user", "add", run_user_add, "NAME", "add a user", user_options, false},
	{"user", "list", run_user_list, "", "show the users", no_options, true},
	{"user", "set", run_user_set, "NAME", "change roles, projects or password", user_options,
		false},
	{"user", "remove", run_user_remove, "NAME", "remove a user and its tokens", no_options,
		true},
	{"token", "issue", run_token_issue, "USER", "make a token and print it, once",
		token_issue_options, false},
	{"token", "list", run_token_list, "[USER]", "show the tokens by id", no_options, true},
	{"token", "revoke", run_token_revoke, "ID", "make a token invalid", no_options, true},
	{"jwk", "generate", run_jwk_generate, "PROJECT NAME", "make a key and deploy it",
		jwk_generate_options, false},
	{"jwk", "import", run_jwk_import, "PROJECT NAME FILE",
		"take in a key from a file and deploy it", jwk_import_options, false},
	{"jwk", "export", run_jwk_export, "PROJECT NAME", "print a key, its public half by default",
		jwk_export_options, false},
	{"jwk", "list", run_jwk_list, "PROJECT", "show the JWKs of a project", no_options, true},
	{"jwk", "remove", run_jwk_remove, "PROJECT NAME", "delete a key and undeploy it",
		no_options, true},
	{"jwk", "set", run_jwk_set, "PROJECT NAME", "rename or describe a key", jwk_set_options,
		false},
	{"jwk", "show", run_jwk_show, "PROJECT NAME", "show a key, its public half only",
		no_options, true},
	{"key", "add", run_key_add, "PROJECT NAME", "take in a key to make JWKs from",
		key_add_options, false},
	{"key", "list", run_key_list, "PROJECT", "show the keys that JWKs are made from",
		no_options, true},
	{"key", "show", run_key_show, "PROJECT NAME", "show a key, its public halves only",
		no_options, true},
	{"key", "remove", run_key_remove, "PROJECT NAME", "remove a key that no JWK refers to",
		no_options, true},
	{"certificate", "add", run_certificate_add, "PROJECT NAME",
		"take in a certificate to make JWKs from", certificate_add_options, false},
	{"certificate", "list", run_certificate_list, "PROJECT",
		"show the certificates of a project", no_options, true},
	{"certificate", "show", run_certificate_show, "PROJECT NAME", "show a certificate",
		no_options, true},
	{"certificate", "export", run_certificate_export, "PROJECT NAME",
		"print a ZIP archive of its DER files", no_options, true},
	{"certificate", "remove", run_certificate_remove, "PROJECT NAME",
		"remove a certificate that no JWK refers to", no_options, true},
	{"keystore", "add", run_keystore_add, "PROJECT NAME",
		"take in a PKCS#12 file to make JWKs from", keystore_add_options, false},
	{"keystore", "list", run_keystore_list, "PROJECT", "show the keystores of a project",
		no_options, true},
	{"keystore", "show", run_keystore_show, "PROJECT NAME", "show a keystore, no keys",
		no_options, true},
	{"keystore", "remove", run_keystore_remove, "PROJECT NAME",
		"remove a keystore that no JWK refers to", no_options, true},
	{"pool", "fill", run_pool_fill, "", "make the RSA keys that the pool lacks",
		pool_fill_options, true},
	{"settings", "get", run_settings_get, "NAME", "show the values of a setting", no_options,
		true},
	{"settings", "list", run_settings_list, "", "show the settings", no_options, true},
	{"settings", "set", run_settings_set, "NAME [VALUE]...",
		"give a setting these values; none: its default", no_options, true},
	{"audit", "list", run_audit_list, "", "show who did what, the newest first",
		audit_list_options, false},
	{"audit", "export", run_audit_export, "", "print all of it as JSON lines",
		audit_export_options, false},
	{"audit", "verify", run_audit_verify, "", "prove that no record was changed",
		audit_verify_options, false},
	{"deploy", NULL, run_deploy, "", "bring bundles up to date", deploy_options, true},
	{"status", NULL, run_status, "", "show store, keys and bundles", status_options, false},
	{"backup", NULL, run_backup, "DIR", "copy the store, in use or not", no_options, true},
	{"restore", NULL, run_restore, "DIR", "put a backup in the store's place", restore_options,
		false},
	{"keyring", "export", run_keyring_export, "FILE", "copy the sealing keys; - is stdout",
		no_options, false},
	{"rekey", NULL, run_rekey, "", "seal everything with a new sealing key", rekey_options,
		true},
	{"verify", NULL, run_verify, "", "prove that all is there and opens", no_options, true},
};

const size_t command_count = sizeof commands / sizeof *commands;

bool command_has_noun(const char *noun, bool *alone)
{
	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(commands[i].noun, noun) != 0)
			continue;
		*alone = commands[i].verb == NULL;
		return true;
	}
	return false;
}

const struct command *command_find(const char *noun, const char *verb)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];

		if (strcmp(command->noun, noun) != 0)
			continue;
		if (command->verb == verb ||
			(command->verb != NULL && verb != NULL && strcmp(command->verb, verb) == 0))
			return command;
	}
	return NULL;
}

/* Whether the first of these arguments stands for any number of words. */
static bool repeats(const char *argument)
{
	size_t length = strcspn(argument, " ");

	return length > 3 && memcmp(argument + length - 3, "...", 3) == 0;
}

bool command_check_words(
	const struct command *command, const char *const *words, size_t count, struct failure *why)
{
	const char *argument = command->arguments;

	for (size_t i = 0; i < count; i++) {
		if (*argument == '\0')
			return fail(why, FAILURE_INVALID,
				"'%.*s' is one word too many here. Quote names that hold spaces.",
				UTF8_SHOWN(words[i]));
		if (repeats(argument))
			return true;
		argument += strcspn(argument, " ");
		argument += strspn(argument, " ");
	}
	if (*argument != '\0' && *argument != '[')
		return fail(why, FAILURE_INVALID, "%.*s is missing.", (int)strcspn(argument, " "),
			argument);
	return true;
}
