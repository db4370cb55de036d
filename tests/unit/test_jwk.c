/* Keys: every kind is made, checked, packed, written and read again. */

#include "jwk_samples.h"

#include "jwk/members.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void every_kind_is_made_and_comes_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		const struct kind *kind = &kinds[i];
		struct failure why;
		jwk_auto key;
		jwk_init(&key);
		jwk_auto again;
		jwk_init(&again);
		jwk_auto unpacked;
		jwk_init(&unpacked);
		buffer_auto text = BUFFER_INIT;
		buffer_auto public_part = BUFFER_INIT;
		buffer_auto private_part = BUFFER_INIT;

		assert_works(
			jwk_generate(kind->type, kind->bits, kind_curve(kind), &key, &why), why);
		assert_works(jwk_check(&key, &why), why);
		assert_true(jwk_is_private(&key));
		assert_int_equal(jwk_bits(&key), kind->bits);

		write_plain(&key, true, &text);
		assert_works(jwk_parse(text.data, text.length, &again, &why), why);
		assert_same_key(&key, &again);

		jwk_pack_public(&key, &public_part);
		jwk_pack_private(&key, &private_part);
		assert_works(jwk_unpack(jwk_type_names[kind->type].name, &public_part,
				     &private_part, &unpacked, &why),
			why);
		assert_same_key(&key, &unpacked);
	}
}

static void no_two_keys_are_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		struct failure why;
		jwk_auto a;
		jwk_init(&a);
		jwk_auto b;
		jwk_init(&b);

		if (kinds[i].bits > 2048)
			continue;
		assert_works(
			jwk_generate(kinds[i].type, kinds[i].bits, kind_curve(&kinds[i]), &a, &why),
			why);
		assert_works(
			jwk_generate(kinds[i].type, kinds[i].bits, kind_curve(&kinds[i]), &b, &why),
			why);
		assert_false(buffer_equal(&a.member[0], &b.member[0]));
	}
}

static void making_refuses(void **state)
{
	struct failure why;
	jwk_auto key;

	(void)state;
	jwk_init(&key);
	assert_fails(jwk_generate(JWK_RSA, 1024, NULL, &key, &why), why, FAILURE_INVALID, "1024");
	assert_fails(jwk_generate(JWK_RSA, 16384, NULL, &key, &why), why, FAILURE_INVALID, "16384");
	assert_fails(jwk_generate(JWK_OCT, 0, NULL, &key, &why), why, FAILURE_INVALID, "of 8");
	assert_fails(jwk_generate(JWK_OCT, 129, NULL, &key, &why), why, FAILURE_INVALID, "129");
	assert_fails(jwk_generate(JWK_EC, 0, NULL, &key, &why), why, FAILURE_INVALID, "EC");
	assert_fails(jwk_generate(JWK_EC, 0, curve_find(JWK_OKP, "X25519"), &key, &why), why,
		FAILURE_INVALID, "EC");
	assert_fails(jwk_generate(JWK_OKP, 0, NULL, &key, &why), why, FAILURE_INVALID, "OKP");
}

/* Searches a key whose member begins with a zero byte; its widths must be full all the same. */
static void find_leading_zero(const struct curve *curve, size_t member)
{
	for (unsigned tries = 0; tries < 20000; tries++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);
		jwk_auto again;
		jwk_init(&again);
		buffer_auto text = BUFFER_INIT;

		assert_works(jwk_generate(curve->type, 0, curve, &key, &why), why);
		assert_int_equal(key.member[member].length, curve->size);
		if (key.member[member].data[0] != 0)
			continue;
		assert_works(jwk_check(&key, &why), why);
		write_plain(&key, true, &text);
		assert_works(jwk_parse(text.data, text.length, &again, &why), why);
		assert_same_key(&key, &again);
		return;
	}
	fail_test("no leading zero in member %zu of %s", member, curve->name);
}

static void leading_zeros_are_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < curve_count; i++)
		for (size_t member = 0; member < (curves[i].type == JWK_EC ? 3 : 2); member++)
			find_leading_zero(&curves[i], member);
}

/* P-521 has 521 bits: the first byte of d holds one of them, and both values come. */
static void p521_uses_all_its_bits(void **state)
{
	const struct curve *curve = curve_find(JWK_EC, "P-521");
	unsigned seen[2] = {0};

	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);

		assert_works(jwk_generate(JWK_EC, 0, curve, &key, &why), why);
		assert_in_range(key.member[EC_D].data[0], 0, 1);
		seen[(size_t)key.member[EC_D].data[0]]++;
	}
	assert_true(seen[0] > 0);
	assert_true(seen[1] > 0);
}

static void public_half_has_nothing_private(void **state)
{
	static const char *const private_names[] = {
		"\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\"", "\"k\""};

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		if (kinds[i].sample == NULL || kinds[i].type == JWK_OCT)
			continue;

		struct failure why;
		jwk_auto key;
		parse_sample(kinds[i].sample, &key);
		jwk_auto half;
		jwk_init(&half);
		buffer_auto text = BUFFER_INIT;
		buffer_auto part = BUFFER_INIT;

		write_plain(&key, false, &text);
		for (size_t j = 0; j < sizeof private_names / sizeof *private_names; j++)
			assert_null(strstr(text.data, private_names[j]));
		assert_works(jwk_parse(text.data, text.length, &half, &why), why);
		assert_false(jwk_is_private(&half));
		assert_int_equal(jwk_bits(&half), jwk_bits(&key));

		jwk_pack_public(&key, &part);
		assert_works(
			jwk_unpack(jwk_type_names[key.type].name, &part, NULL, &key, &why), why);
		assert_same_key(&key, &half);
	}
}

static void public_only_keys_pack(void **state)
{
	struct failure why;
	jwk_auto key;
	parse_sample(SAMPLE_P384, &key);
	buffer_auto public_part = BUFFER_INIT;
	buffer_auto private_part = BUFFER_INIT;
	buffer_auto text = BUFFER_INIT;

	(void)state;
	write_plain(&key, false, &text);
	jwk_auto half;
	parse_sample(text.data, &half);
	jwk_pack_public(&half, &public_part);
	jwk_pack_private(&half, &private_part);
	assert_works(jwk_unpack("EC", &public_part, &private_part, &key, &why), why);
	assert_same_key(&key, &half);
}

static void oct_has_no_public_part(void **state)
{
	struct failure why;
	jwk_auto key;
	parse_sample(SAMPLE_OCT, &key);
	jwk_auto again;
	jwk_init(&again);
	buffer_auto public_part = BUFFER_INIT;
	buffer_auto private_part = BUFFER_INIT;

	(void)state;
	jwk_pack_public(&key, &public_part);
	assert_int_equal(public_part.length, 0);
	jwk_pack_private(&key, &private_part);
	assert_works(jwk_unpack("OCT", &public_part, NULL, &again, &why), why);
	assert_true(jwk_is_private(&again));
	assert_int_equal(jwk_bits(&again), 0);
	assert_works(jwk_unpack("OCT", &public_part, &private_part, &again, &why), why);
	assert_same_key(&key, &again);
}

static void refuse_all_cuts(const char *type, const struct buffer *public_part,
	const struct buffer *private_part, const char *half)
{
	const struct buffer *whole = private_part == NULL ? public_part : private_part;

	for (size_t length = 0; length < whole->length; length++) {
		struct failure why;
		jwk_auto key;
		jwk_init(&key);
		buffer_auto cut = BUFFER_INIT;

		buffer_append(&cut, whole->data, length);
		assert_fails(jwk_unpack(type, private_part == NULL ? &cut : public_part,
				     private_part == NULL ? NULL : &cut, &key, &why),
			why, FAILURE_INTERNAL, half);
	}
}

/* Bytes that are cut short, lengthened, or of another type. */
static void unpacking_refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		if (kinds[i].sample == NULL)
			continue;

		struct failure why;
		jwk_auto key;
		parse_sample(kinds[i].sample, &key);
		jwk_auto again;
		jwk_init(&again);
		buffer_auto public_part = BUFFER_INIT;
		buffer_auto private_part = BUFFER_INIT;
		const char *type = jwk_type_names[kinds[i].type].name;
		const char *other = kinds[i].type == JWK_RSA ? "OKP" : "RSA";

		jwk_pack_public(&key, &public_part);
		jwk_pack_private(&key, &private_part);
		assert_fails(jwk_unpack("DSA", &public_part, &private_part, &again, &why), why,
			FAILURE_INTERNAL, "DSA");
		assert_fails(jwk_unpack(other, &public_part, &private_part, &again, &why), why,
			FAILURE_INTERNAL, other);
		refuse_all_cuts(type, &public_part, NULL, "public");
		refuse_all_cuts(type, &public_part, &private_part, "private");
		buffer_append_byte(&private_part, 0);
		assert_fails(jwk_unpack(type, &public_part, &private_part, &again, &why), why,
			FAILURE_INTERNAL, "private");
		buffer_append_byte(&public_part, 0);
		assert_fails(jwk_unpack(type, &public_part, NULL, &again, &why), why,
			FAILURE_INTERNAL, "public");
	}
}

static void unpacking_refuses_wrong_widths(void **state)
{
	struct failure why;
	jwk_auto key;
	parse_sample(SAMPLE_P256, &key);
	jwk_auto again;
	jwk_init(&again);
	buffer_auto part = BUFFER_INIT;

	(void)state;
	buffer_truncate(&key.member[EC_Y], 31);
	jwk_pack_public(&key, &part);
	assert_fails(jwk_unpack("EC", &part, NULL, &again, &why), why, FAILURE_INTERNAL, "\"y\"");
}

static void attributes_are_written(void **state)
{
	static const struct jwk_attributes attributes = {
		"a \"kid\"", JWK_SIGNATURE, "HS256", "\"x5t\":\"QQ\",\"n\":[1]"};
	jwk_auto key;
	parse_sample(SAMPLE_OCT, &key);
	buffer_auto text = BUFFER_INIT;
	struct json_writer writer;

	(void)state;
	json_writer_init(&writer, &text);
	json_put_array(&writer, NULL);
	jwk_write_private(&writer, NULL, &key, &attributes);
	json_put_end(&writer);
	assert_buffer_string(text, "[{\"kty\":\"oct\",\"kid\":\"a \\\"kid\\\"\",\"use\":\"sig\","
				   "\"alg\":\"HS256\",\"k\":\"GawgguFyGrWKav7AX4VKUg\","
				   "\"x5t\":\"QQ\",\"n\":[1]}]");
}

static void members_are_written_alone(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_X25519, &key);
	buffer_auto text = BUFFER_INIT;
	struct json_writer writer;

	(void)state;
	json_writer_init(&writer, &text);
	json_put_object(&writer, NULL);
	jwk_write_members(&writer, &key);
	json_put_end(&writer);
	assert_buffer_string(text, "{\"crv\":\"X25519\","
				   "\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo\","
				   "\"d\":\"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo\"}");
}

static void public_oct_aborts(void **state)
{
	jwk_auto key;
	parse_sample(SAMPLE_OCT, &key);
	buffer_auto text = BUFFER_INIT;
	int status;

	(void)state;

	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		write_plain(&key, false, &text);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_made_and_comes_back),
		cmocka_unit_test(no_two_keys_are_the_same),
		cmocka_unit_test(making_refuses),
		cmocka_unit_test(leading_zeros_are_kept),
		cmocka_unit_test(p521_uses_all_its_bits),
		cmocka_unit_test(public_half_has_nothing_private),
		cmocka_unit_test(public_only_keys_pack),
		cmocka_unit_test(oct_has_no_public_part),
		cmocka_unit_test(unpacking_refuses),
		cmocka_unit_test(unpacking_refuses_wrong_widths),
		cmocka_unit_test(attributes_are_written),
		cmocka_unit_test(members_are_written_alone),
		cmocka_unit_test(public_oct_aborts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("jwk", tests, NULL, NULL);
}
