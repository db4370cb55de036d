/*
 * What an operator does that is no change of the store, and belongs into the audit log
 * nevertheless.
 */
#ifndef JWKMINT_MINT_OPERATOR_NOTE_H
#define JWKMINT_MINT_OPERATOR_NOTE_H

#include "store/audit.h"
#include "store/vault.h"

/* Appends the record, in a transaction of its own, and waits for the disk. Fails as store_write. */
bool operator_note(struct vault *vault, const struct audit_event *event, struct failure *why);

#endif
