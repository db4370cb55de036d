/*
 * The audit log: who did what, a record for every change and for every look at a private half.
 *
 * A record is appended in the transaction of the change that it tells of: there is none without the
 * other. Each is bound to the one before it by a hash (audit_record.h), and the newest to the
 * keyring (audit_head.h), so that who can write the database's file, but does not have the keyring,
 * can change, remove, insert or exchange none without being found out; only an older state of the
 * whole log can be put back, which is found by what was kept elsewhere (audit_verify's `expected`).
 * Nothing deletes records.
 */
#ifndef JWKMINT_STORE_AUDIT_H
#define JWKMINT_STORE_AUDIT_H

#include "base/name.h"
#include "store/store.h"
#include "store/token.h"

#define AUDIT_ADDRESS_SIZE 64
#define AUDIT_REQUEST_SIZE 129

/* On whose behalf a process works. An empty text: there is none. */
struct audit_actor {
	char user[NAME_SIZE];
	char token[TOKEN_ID_SIZE];
	char address[AUDIT_ADDRESS_SIZE]; /* of the client */
	char request[AUDIT_REQUEST_SIZE]; /* id of the request, or of the run of a command */
};

enum audit_action {
	AUDIT_BEGIN,   /* of the log, in a store that had none */
	AUDIT_DAMAGED, /* what was found of the log is not what was left; it goes on from there */
	AUDIT_BACKUP,
	AUDIT_CERTIFICATE_CREATE,
	AUDIT_CERTIFICATE_DELETE,
	AUDIT_CERTIFICATE_UPDATE,
	AUDIT_DEPLOY,
	AUDIT_ENVIRONMENT_ADD,
	AUDIT_ENVIRONMENT_REMOVE,
	AUDIT_ENVIRONMENT_SET,
	AUDIT_JWK_DELETE,
	AUDIT_JWK_GENERATE,
	AUDIT_JWK_IMPORT,
	AUDIT_JWK_READ, /* of its private half, as are the next two reads */
	AUDIT_JWK_UPDATE,
	AUDIT_KEY_CREATE,
	AUDIT_KEY_DELETE,
	AUDIT_KEY_READ,
	AUDIT_KEY_UPDATE,
	AUDIT_KEYRING_EXPORT,
	AUDIT_KEYSTORE_CREATE,
	AUDIT_KEYSTORE_DELETE,
	AUDIT_KEYSTORE_READ,
	AUDIT_KEYSTORE_UPDATE,
	AUDIT_LOGIN,
	AUDIT_PROJECT_ADD,
	AUDIT_PROJECT_REMOVE,
	AUDIT_REKEY_BEGIN,
	AUDIT_REKEY_END,
	AUDIT_REKEY_FORGET,
	AUDIT_REQUEST, /* that was refused */
	AUDIT_RESTORE,
	AUDIT_SETTINGS_SET,
	AUDIT_TOKEN_ISSUE,
	AUDIT_TOKEN_REVOKE,
	AUDIT_USER_ADD,
	AUDIT_USER_REMOVE,
	AUDIT_USER_SET,
};
#define AUDIT_ACTIONS (AUDIT_USER_SET + 1)

/* "jwk.generate": what is stored. */
extern const char *const audit_action_names[AUDIT_ACTIONS];

/* Whether there is an action of this name. */
bool audit_is_action(const char *name);

/* What happened. All borrowed; NULL: none. Nothing secret. */
struct audit_event {
	enum audit_action action;
	bool is_refused;     /* else it is done */
	const char *project; /* name */
	const char *key;     /* name of the JWK, Key, Certificate or Keystore */
	const char *kid;
	const char *object; /* what else it was done to, or with: a user, an environment, a file */
};

/*
 * For works that write: appends what the actor of the transaction's vault did. Where a work runs
 * again and its former run turns out to have been committed, its records are there already, and
 * nothing is appended. FAILURE_BUSY while sealing keys are changed.
 */
bool audit_note(
	struct transaction *transaction, const struct audit_event *event, struct failure *why);

struct audit_head;

/* Whether the vault's keyring, as it is now, proves the head. */
bool audit_is_proven(struct vault *vault, const struct audit_head *head);

#endif
