/* Which addresses belong to the public Internet: both borders of every net that does not. */

#include "unit.h"

#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

static bool is_public(const char *text)
{
	struct sockaddr_in ipv4 = {.sin_family = AF_INET};
	struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &ipv4.sin_addr) == 1)
		return address_is_public((const struct sockaddr *)&ipv4);
	if (inet_pton(AF_INET6, text, &ipv6.sin6_addr) == 1)
		return address_is_public((const struct sockaddr *)&ipv6);
	fail_test("%s is no address", text);
	return false;
}

/* A net that is refused, first to last, and its neighbours; NULL: refused, too, for other reasons
 */
static const struct {
	const char *before, *first, *last, *after;
} nets[] = {
	{NULL, "0.0.0.0", "0.255.255.255", "1.0.0.0"},
	{"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
	{"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
	{"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
	{"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
	{"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
	{"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
	{"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
	{"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
	{"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
	{"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
	{"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
	{"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
	{"223.255.255.255", "224.0.0.0", "255.255.255.255", NULL},
	{NULL, "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", NULL},
	{NULL, "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"},
	{"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
		"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"},
	{"2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		"2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"},
	{"3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"},
	{"3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		"4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", NULL},
};

static void nets_of_special_purpose_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) {
		if (is_public(nets[i].first))
			fail_test("%s is taken for public", nets[i].first);
		if (is_public(nets[i].last))
			fail_test("%s is taken for public", nets[i].last);
	}
}

static void their_neighbours_are_public(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) {
		if (nets[i].before != NULL && !is_public(nets[i].before))
			fail_test("%s is refused", nets[i].before);
		if (nets[i].after != NULL && !is_public(nets[i].after))
			fail_test("%s is refused", nets[i].after);
	}
}

static void forms_that_hold_another_address_are_refused(void **state)
{
	static const char *const texts[] = {
		"::1",                                      /* loopback */
		"::8.8.8.8",                                /* compatible */
		"::ffff:8.8.8.8",                           /* mapped, of a public address, too */
		"::ffff:127.0.0.1", "::ffff:0:8.8.8.8",     /* translated */
		"64:ff9b::8.8.8.8",                         /* NAT64 */
		"64:ff9b::127.0.0.1", "64:ff9b:1::8.8.8.8", /* NAT64 of a site */
		"64:ff9b:1:ffff::1", "100::1",              /* discarded */
		"2001:0:808:808::1",                        /* Teredo */
		"2001:0:ffff:ffff::1", "2001:2::1",         /* benchmarks */
		"2001:10::1",                               /* ORCHID */
		"2002:7f00:1::1",                           /* 6to4 of the loopback */
		"2002:808:808::1",                          /* 6to4 */
		"5f00::1",                                  /* segment routing */
		"fbff:ffff::1", "fc00::",                   /* unique local */
		"fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::1", /* link-local */
		"febf:ffff::1", "fec0::1",                            /* site-local */
		"ff02::1",                                            /* multicast */
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (is_public(texts[i]))
			fail_test("%s is taken for public", texts[i]);
	}
}

static void other_families_are_refused(void **state)
{
	const struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/run/socket"};
	const struct sockaddr_storage none = {.ss_family = AF_UNSPEC};

	(void)state;
	assert_false(address_is_public((const struct sockaddr *)&local));
	assert_false(address_is_public((const struct sockaddr *)&none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nets_of_special_purpose_are_refused),
		cmocka_unit_test(their_neighbours_are_public),
		cmocka_unit_test(forms_that_hold_another_address_are_refused),
		cmocka_unit_test(other_families_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
