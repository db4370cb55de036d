/* Where a request comes from: what the web server says, and what trusted proxies say. */

#include "unit.h"

#include "http/client.h"

#include <stdio.h>

/* What the web server sets; NULL: not set. */
struct variables {
	const char *peer, *forwarded;
};

static const char *variable(void *context, const char *name)
{
	const struct variables *variables = context;

	if (strcmp(name, "REMOTE_ADDR") == 0)
		return variables->peer;
	return strcmp(name, "HTTP_X_FORWARDED_FOR") == 0 ? variables->forwarded : NULL;
}

/* `trusted` with commas between its values. */
static void assert_client(
	const char *trusted, const char *peer, const char *forwarded, const char *expected)
{
	struct variables variables = {peer, forwarded};
	const struct request_source source = {variable, NULL, &variables};
	buffer_auto values = BUFFER_INIT;
	char client[CLIENT_SIZE];

	if (*trusted != '\0')
		buffer_append(&values, trusted, strlen(trusted) + 1);
	for (size_t i = 0; i < values.length; i++)
		values.data[i] = values.data[i] == ',' ? '\0' : values.data[i];
	client_find(&source, &values, client);
	if (strcmp(client, expected) != 0)
		fail_test("%s|%s|%s: %s instead of %s", trusted, peer == NULL ? "(none)" : peer,
			forwarded == NULL ? "(none)" : forwarded, client, expected);
}

static void without_proxies_the_peer_is_the_client(void **state)
{
	(void)state;
	assert_client("", "192.0.2.1", NULL, "192.0.2.1");
	assert_client("", "192.0.2.1", "198.51.100.7", "192.0.2.1");
	assert_client("10.0.0.0/8", "192.0.2.1", "198.51.100.7", "192.0.2.1");
	assert_client("", "::ffff:192.0.2.1", NULL, "192.0.2.1");
	assert_client("", NULL, NULL, "unknown");
	assert_client("0.0.0.0/0,::/0", "", "198.51.100.7", "unknown");
	assert_client("0.0.0.0/0,::/0", "unix:", "198.51.100.7", "unknown");
	assert_client("", "192.0.2.0/24", NULL, "unknown");
}

static void one_client_has_a_net_of_ipv6(void **state)
{
	(void)state;
	assert_client("", "2001:db8:1:2:3:4:5:6", NULL, "2001:db8:1:2::");
	assert_client("", "2001:db8:1:2:ffff::", NULL, "2001:db8:1:2::");
	assert_client("", "2001:db8:1:3::1", NULL, "2001:db8:1:3::");
	assert_client("", "fe80::1%eth0", NULL, "fe80::");
	assert_client("::1", "::1", "2001:db8:1:2:3::", "2001:db8:1:2::");
}

static void trusted_proxies_say_whom_they_talk_to(void **state)
{
	const char *proxies = "10.0.0.0/8,192.0.2.1,2001:db8::/32";

	(void)state;
	assert_client(proxies, "10.1.2.3", NULL, "10.1.2.3");
	assert_client(proxies, "10.1.2.3", "", "10.1.2.3");
	assert_client(proxies, "10.1.2.3", "198.51.100.7", "198.51.100.7");
	assert_client(proxies, "10.1.2.3", " 198.51.100.7\t", "198.51.100.7");
	assert_client(proxies, "2001:db8::9", "198.51.100.7", "198.51.100.7");
	/* What stands before the last one that is not trusted, anybody may have written. */
	assert_client(proxies, "10.1.2.3", "203.0.113.1, 198.51.100.7", "198.51.100.7");
	assert_client(proxies, "10.1.2.3", "203.0.113.1,198.51.100.7,192.0.2.1", "198.51.100.7");
	assert_client(proxies, "10.1.2.3", "x, 198.51.100.7, 10.9.9.9, 192.0.2.1", "198.51.100.7");
	assert_client(proxies, "10.1.2.3", "10.0.0.7", "10.0.0.7");
	assert_client(proxies, "10.1.2.3", "10.0.0.7, 10.0.0.8", "10.0.0.7");
}

static void what_is_no_address_ends_the_list(void **state)
{
	static const char *const malformed[] = {"unknown", "", "198.51.100.7:80", "[2001:db8::1]",
		"198.51.100.0/24", "198.51.100.300", "198.51.100.7 198.51.100.8", "_hidden",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:0000:1111:2222:3333:4444"};

	(void)state;
	for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
		char list[256];

		snprintf(list, sizeof list, "203.0.113.1,%s", malformed[i]);
		assert_client("10.0.0.0/8", "10.1.2.3", list, "10.1.2.3");
		snprintf(list, sizeof list, "203.0.113.1,%s,10.0.0.7", malformed[i]);
		assert_client("10.0.0.0/8", "10.1.2.3", list, "10.0.0.7");
	}
	assert_client("10.0.0.0/8", "10.1.2.3", ",", "10.1.2.3");
	assert_client("10.0.0.0/8", "10.1.2.3", ",,,10.0.0.7", "10.0.0.7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_proxies_the_peer_is_the_client),
		cmocka_unit_test(one_client_has_a_net_of_ipv6),
		cmocka_unit_test(trusted_proxies_say_whom_they_talk_to),
		cmocka_unit_test(what_is_no_address_ends_the_list),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
