/*
 * One run of the tool: what was asked for, the vault it works on and what it prints.
 *
 * What a verb prints is collected and written by main() when the vault is closed again: a reader
 * that is slow or gone never holds up the store.
 */
#ifndef JWKMINT_CTL_CALL_H
#define JWKMINT_CTL_CALL_H

#include "base/buffer.h"
#include "base/failure.h"
#include "ctl/options.h"
#include "store/vault.h"

#include <stddef.h>

struct call {
	struct options options; /* owned; its words are the verb's own, without noun and verb */
	bool json;
	bool misused;       /* the failure is one of usage: exit 2 */
	struct buffer out;  /* owned; for stdout */
	bool bytes;         /* which takes it as it is: it is no text */
	struct vault vault; /* owned; open when `has_vault`, which the table of commands decides */
	struct audit_actor actor; /* who runs the tool; call_become_owner finds out */
	bool has_vault;
};

void call_init(struct call *call);
void call_free(struct call *call);

/* The n-th word, from 0; NULL when there are fewer. */
const char *call_word(const struct call *call, size_t n);
const char *call_option(const struct call *call, const char *name);

/* Finds the home that is asked for. */
bool call_find_home(const struct call *call, struct home *home, struct failure *why);

/*
 * Takes note of who runs the tool, for the audit log, and becomes the owner of the home when that
 * is root.
 */
bool call_become_owner(struct call *call, const struct home *home, struct failure *why);

/*
 * Finds the home, becomes its owner when run as root, and opens the vault. Nothing in the home is
 * touched before, and nothing is possible afterwards that its owner may not do.
 */
bool call_open_vault(struct call *call, struct failure *why);
void call_close_vault(struct call *call);

/*
 * Notes in the audit log what is no change of the store. It is done whether that works or not:
 * stderr says when it does not.
 */
void call_note(struct call *call, const struct audit_event *event);

/* Fills `why` and makes it a failure of usage (exit 2). */
bool misused(struct call *call, struct failure *why, const char *format, ...)
	__attribute__((format(printf, 3, 4), cold));

/* Writes "jwkmintctl: ", the sentence in printable form and a newline to stderr. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
