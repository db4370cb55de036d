/*
 * A certificate as files: a ZIP with one for each environment.
 */
#ifndef JWKMINT_MINT_SOURCE_EXPORT_H
#define JWKMINT_MINT_SOURCE_EXPORT_H

#include "mint/sources.h"

/*
 * Appends the archive: NAME-ENVIRONMENT.cer is the DER of the certificate itself, without the chain
 * that came with it. Names as name_append_file writes them.
 */
bool source_export(const struct source_record *source, struct buffer *out, struct failure *why);

#endif
