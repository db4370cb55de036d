/*
 * What libcurl calls while it transfers: limits of address, size, status and time are kept here.
 */
#ifndef JWKMINT_FETCH_RECEIVE_H
#define JWKMINT_FETCH_RECEIVE_H

#include "fetch/transfer.h"

#define RECEIVE_STATUS 200 /* the only one that brings a document */

/* Why a transfer was ended from here. */
enum halt { HALT_NONE, HALT_ADDRESS, HALT_HEADER_SIZE, HALT_BODY_SIZE, HALT_STATUS, HALT_TIME };

struct reception {
	const struct transfer_terms *terms; /* borrowed, as are the next two */
	CURL *handle;
	struct buffer *body;
	size_t header_size;
	size_t body_size;
	int64_t deadline; /* clock_monotonic_ms; first to connect, then to have read all */
	bool connected;
	enum halt halt;
};

/* Makes the handle call the reception, which must outlive it. */
bool receive_with(CURL *handle, struct reception *reception);

/* The status of the answer so far; 0: there is none. */
long receive_status(const struct reception *reception);

#endif
