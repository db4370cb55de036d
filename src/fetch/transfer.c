#include "fetch/transfer.h"

#include "base/clock.h"
#include "fetch/receive.h"

#include <netdb.h>
#include <strings.h>

static const struct {
	CURLoption option;
	long value;
} numbers[] = {
	{CURLOPT_NOSIGNAL, 1},
	{CURLOPT_FOLLOWLOCATION, 0},
	{CURLOPT_NETRC, CURL_NETRC_IGNORED},
	{CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
	{CURLOPT_HTTP09_ALLOWED, 0},
	{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
	{CURLOPT_SSL_VERIFYPEER, 1},
	{CURLOPT_SSL_VERIFYHOST, 2},
};

/* An empty proxy is none, whatever the environment says. */
static const struct {
	CURLoption option;
	const char *value;
} strings[] = {
	{CURLOPT_PROXY, ""},
	{CURLOPT_NOPROXY, "*"},
	{CURLOPT_PROTOCOLS_STR, "http,https"},
	{CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION},
};

static bool set_constants(const struct libcurl *curl, CURL *handle)
{
	bool set = true;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		set = set &&
		      curl->easy_setopt(handle, numbers[i].option, numbers[i].value) == CURLE_OK;
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		set = set &&
		      curl->easy_setopt(handle, strings[i].option, strings[i].value) == CURLE_OK;
	return set;
}

static const char accepted[] =
	"Accept: application/jwk-set+json, application/jwk+json, application/json;q=0.9, */*;q=0.1";

/* What a request needs and libcurl only borrows. */
struct session {
	const struct libcurl *curl;
	CURL *handle;
	CURLM *multi;
	struct curl_slist *pins;
	struct curl_slist *fields;
};

#define session_auto __attribute__((cleanup(session_free))) struct session

static void session_free(struct session *session)
{
	const struct libcurl *curl = session->curl;

	if (session->multi != NULL)
		curl->multi_remove_handle(session->multi, session->handle);
	if (session->handle != NULL)
		curl->easy_cleanup(session->handle);
	if (session->multi != NULL)
		curl->multi_cleanup(session->multi);
	curl->slist_free_all(session->pins);
	curl->slist_free_all(session->fields);
}

/* Says that every host has these addresses: libcurl resolves none. */
static bool append_pins(const struct transfer_terms *terms, struct buffer *pins)
{
	buffer_printf(pins, "*:%u:", terms->url->port);
	for (size_t i = 0; i < terms->addresses->count; i++) {
		const struct sockaddr_storage *address = &terms->addresses->list[i];
		char text[NI_MAXHOST];

		if (getnameinfo((const struct sockaddr *)address, sizeof *address, text,
			    sizeof text, NULL, 0, NI_NUMERICHOST) != 0)
			return false;
		buffer_printf(pins, address->ss_family == AF_INET6 ? "%s[%s]" : "%s%s",
			i == 0 ? "" : ",", text);
	}
	return true;
}

static bool session_open(struct session *session, const struct transfer_terms *terms)
{
	buffer_auto pins = BUFFER_INIT;

	if (!append_pins(terms, &pins))
		return false;
	session->pins = session->curl->slist_append(NULL, pins.data);
	session->fields = session->curl->slist_append(NULL, accepted);
	session->handle = session->curl->easy_init();
	session->multi = session->curl->multi_init();
	return session->pins != NULL && session->fields != NULL && session->handle != NULL &&
	       session->multi != NULL;
}

/* libcurl shares the time to connect out among the addresses. */
static bool set_terms(const struct session *session, const struct transfer_terms *terms)
{
	__typeof__(curl_easy_setopt) *set = session->curl->easy_setopt;
	CURL *handle = session->handle;
	long left = (long)(terms->connected_by - clock_monotonic_ms());

	return set(handle, CURLOPT_CURLU, terms->url->parts) == CURLE_OK &&
	       set(handle, CURLOPT_CAINFO, terms->ca_path) == CURLE_OK &&
	       set(handle, CURLOPT_CAPATH, NULL) == CURLE_OK &&
	       set(handle, CURLOPT_RESOLVE, session->pins) == CURLE_OK &&
	       set(handle, CURLOPT_HTTPHEADER, session->fields) == CURLE_OK &&
	       set(handle, CURLOPT_CONNECTTIMEOUT_MS, left > 0 ? left : 1L) == CURLE_OK;
}

static CURLcode run(const struct session *session, struct reception *reception)
{
	const CURLMsg *message;
	int running = 1;
	int waiting;

	while (session->curl->multi_perform(session->multi, &running) == CURLM_OK && running > 0) {
		int64_t left = reception->deadline - clock_monotonic_ms();

		if (left <= 0) {
			reception->halt = HALT_TIME;
			return CURLE_OPERATION_TIMEDOUT;
		}
		session->curl->multi_poll(session->multi, NULL, 0, (int)left, NULL);
	}
	message = session->curl->multi_info_read(session->multi, &waiting);
	return message == NULL ? CURLE_FAILED_INIT : message->data.result;
}

static bool check_halt(const struct reception *reception, struct failure *why)
{
	const struct transfer_terms *terms = reception->terms;

	switch (reception->halt) {
	case HALT_ADDRESS:
		return fail(why, FAILURE_INVALID, "Its address is none that was checked.");
	case HALT_HEADER_SIZE:
		return fail(why, FAILURE_INVALID,
			"The header of the answer is larger than %d bytes.", TRANSFER_MAX_HEADER);
	case HALT_BODY_SIZE:
		return fail(why, FAILURE_INVALID,
			"The answer is larger than the %zu bytes that are allowed.",
			terms->size_limit);
	case HALT_TIME:
		if (reception->connected)
			return fail(why, FAILURE_INVALID,
				"The answer did not come to its end within the read timeout.");
		return fail(why, FAILURE_INVALID,
			"There was no connection within the connect timeout.");
	default:
		return true;
	}
}

static bool check_status(const struct reception *reception, struct failure *why)
{
	long status = receive_status(reception);

	if (status == RECEIVE_STATUS)
		return true;
	if (status / 100 == 3)
		return fail(why, FAILURE_INVALID,
			"The answer is a redirect (status %ld), and those are not followed: give "
			"the URL that it leads to.",
			status);
	return fail(why, FAILURE_INVALID, "The answer has status %ld; only 200 counts.", status);
}

static bool check_encoding(const struct session *session, struct failure *why)
{
	struct curl_header *encoding;

	if (session->curl->easy_header(session->handle, "Content-Encoding", 0, CURLH_HEADER, -1,
		    &encoding) != CURLHE_OK ||
		strcasecmp(encoding->value, "identity") == 0)
		return true;
	return fail(why, FAILURE_INVALID,
		"The answer is encoded (Content-Encoding), although no encoding was asked for.");
}

static const struct {
	CURLcode code;
	enum failure_kind kind;
	const char *text;
} reasons[] = {
	{CURLE_COULDNT_CONNECT, FAILURE_INVALID, "The host accepts no connection on this port."},
	{CURLE_OPERATION_TIMEDOUT, FAILURE_INVALID,
		"There was no connection within the connect timeout."},
	{CURLE_SSL_CONNECT_ERROR, FAILURE_INVALID,
		"No TLS connection could be made; TLS 1.2 or later is needed."},
	{CURLE_PEER_FAILED_VERIFICATION, FAILURE_INVALID,
		"The certificate is not valid: it has expired, is for another host, or comes from "
		"an authority that is not trusted here. The operator can name the certificates of "
		"more authorities with `jwkmintctl settings set url-ca FILE`."},
	{CURLE_SSL_CACERT_BADFILE, FAILURE_INTERNAL,
		"The trusted certificates can not be read: /proc has to be there, and the Debian package "
		"ca-certificates installed."},
	{CURLE_OUT_OF_MEMORY, FAILURE_INTERNAL, "Memory ran out."},
	{CURLE_GOT_NOTHING, FAILURE_INVALID, "The host closed the connection without an answer."},
	{CURLE_PARTIAL_FILE, FAILURE_INVALID, "The answer ends too early."},
	{CURLE_RECV_ERROR, FAILURE_INVALID, "The connection broke before the answer was complete."},
	{CURLE_WEIRD_SERVER_REPLY, FAILURE_INVALID, "The answer is no HTTP."},
	{CURLE_UNSUPPORTED_PROTOCOL, FAILURE_INVALID, "The answer is no HTTP."},
};

static bool check_result(const struct libcurl *curl, CURLcode code, struct failure *why)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		if (reasons[i].code == code)
			return fail(why, reasons[i].kind, "%s", reasons[i].text);
	}
	return code == CURLE_OK || fail(why, FAILURE_INVALID, "%s.", curl->easy_strerror(code));
}

bool transfer(const struct transfer_terms *terms, struct buffer *body, struct failure *why)
{
	session_auto session = {.curl = terms->curl};
	struct reception reception = {
		.terms = terms, .body = body, .deadline = terms->connected_by};

	if (!session_open(&session, terms))
		return fail(why, FAILURE_INTERNAL, "libcurl can not begin a transfer.");
	reception.handle = session.handle;
	if (!set_constants(terms->curl, session.handle) ||
		!receive_with(session.handle, &reception) || !set_terms(&session, terms) ||
		terms->curl->multi_add_handle(session.multi, session.handle) != CURLM_OK)
		return fail(why, FAILURE_INTERNAL,
			"libcurl does not know an option that is needed: version 7.88 does.");

	CURLcode code = run(&session, &reception);

	return check_halt(&reception, why) &&
	       (reception.halt == HALT_STATUS || check_result(terms->curl, code, why)) &&
	       check_status(&reception, why) && check_encoding(&session, why);
}
