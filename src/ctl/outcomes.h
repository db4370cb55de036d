/*
 * What became of bundles, for people and for scripts.
 */
#ifndef JWKMINT_CTL_OUTCOMES_H
#define JWKMINT_CTL_OUTCOMES_H

#include "deploy/deploy.h"

/* Words for the RESULT column: of a deployment, and of a look at what is deployed. */
struct outcome_words {
	const char *done;
	const char *current;
	const char *failed;
};

extern const struct outcome_words outcome_deployed; /* written current failed */
extern const struct outcome_words outcome_checked;  /* current current behind */

/* Appends a table or an array of all outcomes; with `failed_only` of those that failed. */
void outcomes_print(const struct deployment *deployment, const struct outcome_words *words,
	bool failed_only, bool json, struct buffer *out);

#endif
