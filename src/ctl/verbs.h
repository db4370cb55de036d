/*
 * The verbs, a file for each noun. Each does what its line in the table of commands says, appends
 * what it has to tell to `call->out`, and fails with a sentence for stderr.
 */
#ifndef JWKMINT_CTL_VERBS_H
#define JWKMINT_CTL_VERBS_H

#include "ctl/call.h"

bool run_init(struct call *call, struct failure *why);

bool run_project_add(struct call *call, struct failure *why);
bool run_project_list(struct call *call, struct failure *why);
bool run_project_remove(struct call *call, struct failure *why);

bool run_environment_add(struct call *call, struct failure *why);
bool run_environment_list(struct call *call, struct failure *why);
bool run_environment_set(struct call *call, struct failure *why);
bool run_environment_remove(struct call *call, struct failure *why);

bool run_user_add(struct call *call, struct failure *why);
bool run_user_list(struct call *call, struct failure *why);
bool run_user_set(struct call *call, struct failure *why);
bool run_user_remove(struct call *call, struct failure *why);

bool run_token_issue(struct call *call, struct failure *why);
bool run_token_list(struct call *call, struct failure *why);
bool run_token_revoke(struct call *call, struct failure *why);

bool run_jwk_generate(struct call *call, struct failure *why);
bool run_jwk_export(struct call *call, struct failure *why);
bool run_jwk_import(struct call *call, struct failure *why);
bool run_jwk_list(struct call *call, struct failure *why);
bool run_jwk_remove(struct call *call, struct failure *why);
bool run_jwk_set(struct call *call, struct failure *why);
bool run_jwk_show(struct call *call, struct failure *why);

bool run_key_add(struct call *call, struct failure *why);
bool run_key_list(struct call *call, struct failure *why);
bool run_key_show(struct call *call, struct failure *why);
bool run_key_remove(struct call *call, struct failure *why);

bool run_certificate_add(struct call *call, struct failure *why);
bool run_certificate_list(struct call *call, struct failure *why);
bool run_certificate_show(struct call *call, struct failure *why);
bool run_certificate_export(struct call *call, struct failure *why);
bool run_certificate_remove(struct call *call, struct failure *why);

bool run_keystore_add(struct call *call, struct failure *why);
bool run_keystore_list(struct call *call, struct failure *why);
bool run_keystore_show(struct call *call, struct failure *why);
bool run_keystore_remove(struct call *call, struct failure *why);

bool run_pool_fill(struct call *call, struct failure *why);

bool run_settings_set(struct call *call, struct failure *why);
bool run_settings_get(struct call *call, struct failure *why);
bool run_settings_list(struct call *call, struct failure *why);

bool run_audit_export(struct call *call, struct failure *why);
bool run_audit_list(struct call *call, struct failure *why);
bool run_audit_verify(struct call *call, struct failure *why);

bool run_backup(struct call *call, struct failure *why);
bool run_rekey(struct call *call, struct failure *why);
bool run_restore(struct call *call, struct failure *why);
bool run_keyring_export(struct call *call, struct failure *why);
bool run_deploy(struct call *call, struct failure *why);
bool run_status(struct call *call, struct failure *why);
bool run_verify(struct call *call, struct failure *why);

#endif
