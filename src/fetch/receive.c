#include "fetch/receive.h"

#include "base/clock.h"

long receive_status(const struct reception *reception)
{
	long status = 0;

	reception->terms->curl->easy_getinfo(reception->handle, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct reception *reception = context;

	(void)purpose;
	if (!addresses_contain(reception->terms->addresses, &address->addr)) {
		reception->halt = HALT_ADDRESS;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* The connection stands: from now on the read timeout counts. */
static int begin_request(void *context, char *to, char *from, int to_port, int from_port)
{
	struct reception *reception = context;
	int64_t read_by = clock_monotonic_ms() + reception->terms->read_timeout;

	(void)to;
	(void)from;
	(void)to_port;
	(void)from_port;
	reception->connected = true;
	reception->deadline =
		read_by < reception->terms->ended_by ? read_by : reception->terms->ended_by;
	return CURL_PREREQFUNC_OK;
}

static size_t halt(struct reception *reception, enum halt reason)
{
	reception->halt = reason;
	return 0; /* fewer bytes than were given end the transfer */
}

static size_t take_header(char *bytes, size_t one, size_t length, void *context)
{
	struct reception *reception = context;

	(void)bytes;
	(void)one;
	reception->header_size += length;
	return reception->header_size <= TRANSFER_MAX_HEADER ? length
							     : halt(reception, HALT_HEADER_SIZE);
}

static size_t take_body(char *bytes, size_t one, size_t length, void *context)
{
	struct reception *reception = context;

	(void)one;
	if (receive_status(reception) != RECEIVE_STATUS)
		return halt(reception, HALT_STATUS);
	if (length > reception->terms->size_limit - reception->body_size)
		return halt(reception, HALT_BODY_SIZE);
	reception->body_size += length;
	buffer_append(reception->body, bytes, length);
	return length;
}

bool receive_with(CURL *handle, struct reception *reception)
{
	__typeof__(curl_easy_setopt) *set = reception->terms->curl->easy_setopt;

	return set(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
	       set(handle, CURLOPT_OPENSOCKETDATA, reception) == CURLE_OK &&
	       set(handle, CURLOPT_PREREQFUNCTION, begin_request) == CURLE_OK &&
	       set(handle, CURLOPT_PREREQDATA, reception) == CURLE_OK &&
	       set(handle, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK &&
	       set(handle, CURLOPT_HEADERDATA, reception) == CURLE_OK &&
	       set(handle, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
	       set(handle, CURLOPT_WRITEDATA, reception) == CURLE_OK;
}
