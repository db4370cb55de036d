/* Addresses and nets. */

#include "unit.h"

#include "base/network.h"

static struct network read_network(const char *text)
{
	struct network network;

	if (!network_parse(text, &network))
		fail_test("%s is not understood", text);
	return network;
}

static void nets_hold_what_lies_in_them(void **state)
{
	static const struct {
		const char *net, *inner;
		bool holds;
	} cases[] = {
		{"192.0.2.7", "192.0.2.7", true},
		{"192.0.2.7", "192.0.2.6", false},
		{"192.0.2.7", "192.0.2.0/24", false},
		{"192.0.2.0/24", "192.0.2.7", true},
		{"192.0.2.0/24", "192.0.2.128/25", true},
		{"192.0.2.0/24", "192.0.3.0", false},
		{"192.0.2.0/24", "192.0.1.255", false},
		{"10.32.0.0/11", "10.63.255.255", true},
		{"10.32.0.0/11", "10.64.0.0", false},
		{"10.32.0.0/11", "10.31.255.255", false},
		{"0.0.0.0/0", "255.255.255.255", true},
		{"0.0.0.0/0", "2001:db8::1", false},
		{"::/0", "192.0.2.7", false},
		{"::/0", "2001:db8::1", true},
		{"2001:db8::/33", "2001:db8:7fff:ffff::1", true},
		{"2001:db8::/33", "2001:db8:8000::", false},
		{"2001:DB8::1", "2001:db8:0:0:0:0:0:1", true},
		{"192.0.2.7", "::ffff:192.0.2.7", true},
		{"::ffff:192.0.2.7", "192.0.2.7", true},
		{"::ffff:192.0.2.0/120", "192.0.2.7", true},
		{"::ffff:192.0.2.0/120", "192.0.3.7", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct network net = read_network(cases[i].net);
		struct network inner = read_network(cases[i].inner);

		if (network_contains(&net, &inner) != cases[i].holds)
			fail_test("%s in %s", cases[i].inner, cases[i].net);
	}
}

static void what_is_no_net_is_refused(void **state)
{
	static const char *const texts[] = {"", "/", "/8", "10", "10.1", "10.0.0.0/", "10.0.0.0/33",
		"10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/8 ",
		" 10.0.0.0", "10.0.0.256", "010.0.0.1", "0x7f.0.0.1", "10.0.0.1/8", "127.0.0.1:80",
		"::1/129", "::1/0", "[::1]", "fe80::1%eth0", ":::", "1::2::3", "example.org",
		"2001:db8::1/32", "10.0.0.0/4294967304",
		"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"};
	struct network network;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (network_parse(texts[i], &network))
			fail_test("'%s' is understood", texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nets_hold_what_lies_in_them),
		cmocka_unit_test(what_is_no_net_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("network", tests, NULL, NULL);
}
