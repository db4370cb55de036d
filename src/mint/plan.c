#include "mint/plan.h"

#include "base/clock.h"
#include "base/name.h"
#include "base/utf8.h"
#include "store/key_record.h"

#include <string.h>

#define SHOWN_BYTES 128

/* The sentence for a value that is not in its list. */
static bool not_supported(
	struct failure *why, const char *member, const char *value, const char *valid)
{
	return fail(why, FAILURE_INVALID, "JWK %s (%.*s) is not supported! Valid values: %s",
		member, utf8_fit(value, SHOWN_BYTES), value, valid);
}

static bool size_not_supported(struct failure *why, int64_t size, const char *valid)
{
	return fail(why, FAILURE_INVALID, "JWK keySize (%lld) is not supported! Valid values: %s",
		(long long)size, valid);
}

static bool choose_type(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	return jwk_type_find(request->type, &plan->type) ||
	       not_supported(why, "type", request->type, "RSA, EC, OCT, OKP");
}

/* What only keys of some types have must not be asked of others, instead of being ignored. */
static bool check_parameters(
	const struct generate_request *request, enum jwk_type type, struct failure *why)
{
	const struct {
		const char *name;
		bool is_given;
		unsigned types;
	} parameters[] = {
		{"keySize", request->size != NULL, 1U << JWK_RSA | 1U << JWK_OCT},
		{"curveType", request->curve != NULL, 1U << JWK_EC | 1U << JWK_OKP},
		{"passwordSaltLength", request->password_salt_length != NULL, 1U << JWK_OCT},
		{"passwordIterationCount", request->password_iterations != NULL, 1U << JWK_OCT},
	};

	for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
		if (parameters[i].is_given && (parameters[i].types & 1U << type) == 0)
			return fail(why, FAILURE_INVALID,
				"%s is not allowed in %s! No %s key has it.", parameters[i].name,
				jwk_type_names[type].object, jwk_type_names[type].name);
	}
	return true;
}

static bool choose_algorithm(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;

	plan->algorithm = NULL;
	if (request->algorithm == NULL)
		return true;
	plan->algorithm = algorithm_find(request->algorithm);
	if (plan->algorithm != NULL && (plan->algorithm->types & 1U << plan->type) != 0)
		return true;
	algorithm_list(&list, plan->type, JWK_NO_USE);
	return not_supported(why, "algorithm", request->algorithm, list.data);
}

static bool choose_use(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	const struct algorithm *algorithm = plan->algorithm;
	buffer_auto list = BUFFER_INIT;

	if (request->use == NULL) {
		plan->use = algorithm != NULL ? algorithm->use : JWK_NO_USE;
		return true;
	}
	if (strcmp(request->use, "SIGNATURE") == 0)
		plan->use = JWK_SIGNATURE;
	else if (strcmp(request->use, "ENCRYPTION") == 0)
		plan->use = JWK_ENCRYPTION;
	else
		return not_supported(why, "keyUseType", request->use, "SIGNATURE, ENCRYPTION");
	if (algorithm == NULL || algorithm->use == plan->use)
		return true;
	algorithm_list(&list, plan->type, plan->use);
	return fail(why, FAILURE_INVALID,
		"JWK algorithm (%s) is not supported for keyUseType %s! Valid values: %s",
		request->algorithm, request->use, list.data);
}

/* Whether the curve may be used for what is asked; no use asked for is no obstacle. */
static bool curve_fits(const struct curve *curve, const struct plan *plan)
{
	return (plan->use == JWK_NO_USE || (curve->uses & 1U << plan->use) != 0) &&
	       (plan->algorithm == NULL || algorithm_fits(plan->algorithm, plan->type, curve, 0));
}

/* Appends the management API's names of the curves of the type; only those that fit, if asked. */
static void list_curves(const struct plan *plan, bool fitting, struct buffer *list)
{
	for (size_t i = 0; i < curve_count; i++) {
		const struct curve *curve = &curves[i];

		if (curve->type == plan->type && (!fitting || curve_fits(curve, plan)))
			buffer_printf(
				list, "%s%s", list->length == 0 ? "" : ", ", curve->request_name);
	}
}

static bool choose_curve(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;

	plan->curve = NULL;
	if (request->curve == NULL) {
		for (size_t i = 0; i < curve_count && plan->curve == NULL; i++) {
			if (curves[i].type == plan->type && curve_fits(&curves[i], plan))
				plan->curve = &curves[i];
		}
		return plan->curve != NULL ||
		       fail(why, FAILURE_INVALID,
			       "JWK keyUseType (%s) is not supported for type %s!", request->use,
			       request->type);
	}
	plan->curve = curve_find(plan->type, request->curve);
	if (plan->curve == NULL) {
		list_curves(plan, false, &list);
		return not_supported(why, "curveType", request->curve, list.data);
	}
	if (curve_fits(plan->curve, plan))
		return true;
	list_curves(plan, true, &list);
	return fail(why, FAILURE_INVALID,
		"JWK curveType (%s) is not supported for %s %s! Valid values: %s", request->curve,
		plan->algorithm != NULL ? "algorithm" : "keyUseType",
		plan->algorithm != NULL ? plan->algorithm->name : request->use, list.data);
}

static bool choose_rsa_size(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	int64_t size = request->size == NULL ? 2048 : *request->size;

	plan->bits = (unsigned)size;
	return size == 2048 || size == 3072 || size == 4096 ||
	       size_not_supported(why, size, "2048, 3072, 4096");
}

static bool choose_oct_size(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	static const unsigned sizes[] = {128, 192, 256, 384, 512};
	const struct algorithm *algorithm = plan->algorithm;
	unsigned needed = algorithm == NULL ? 0 : algorithm->bits;
	buffer_auto list = BUFFER_INIT;
	bool known = false;

	if (request->size == NULL) {
		plan->bits = needed != 0 ? needed : 256;
		return true;
	}
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		bool fits = algorithm == NULL || algorithm_fits(algorithm, JWK_OCT, NULL, sizes[i]);

		known = known || *request->size == (int64_t)sizes[i];
		if (fits && *request->size == (int64_t)sizes[i]) {
			plan->bits = sizes[i];
			return true;
		}
		if (fits)
			buffer_printf(&list, "%s%u", list.length == 0 ? "" : ", ", sizes[i]);
	}
	if (!known)
		return size_not_supported(why, *request->size, "128, 192, 256, 384, 512");
	return fail(why, FAILURE_INVALID,
		"JWK keySize (%lld) is not supported for algorithm %s! Valid values: %s",
		(long long)*request->size, algorithm->name, list.data);
}

static bool choose_size(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	switch (plan->type) {
	case JWK_RSA:
		return choose_rsa_size(request, plan, why);
	case JWK_OCT:
		return choose_oct_size(request, plan, why);
	default:
		return choose_curve(request, plan, why);
	}
}

/* SIGNATURE is the default wherever the curve allows it. */
static void choose_default_use(struct plan *plan)
{
	bool signs = plan->curve == NULL || (plan->curve->uses & 1U << JWK_SIGNATURE) != 0;

	if (plan->use == JWK_NO_USE)
		plan->use = signs ? JWK_SIGNATURE : JWK_ENCRYPTION;
}

static bool choose_kid_type(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	bool symmetric = plan->type == JWK_OCT;

	plan->kid_type = symmetric ? KID_RANDOM : KID_SHA256;
	if (request->kid_type == NULL)
		return true;
	if (!kid_type_find(request->kid_type, &plan->kid_type))
		return not_supported(why, "keyIdType", request->kid_type, kid_type_list);
	if (symmetric && (plan->kid_type == KID_SHA256 || plan->kid_type == KID_SHA1))
		return fail(why, FAILURE_INVALID,
			"JWK keyIdType (%s) is not supported for type OCT, a hash would leak the "
			"key! Valid values: TIMESTAMP, ISO_DATE, NONE, or leave it out for a "
			"random kid.",
			request->kid_type);
	return true;
}

static bool check_kid(const char *kid, struct failure *why)
{
	size_t characters;

	if (kid == NULL)
		return true;
	if (kid[0] == '\0')
		return fail(why, FAILURE_INVALID,
			"JWK kid can not be empty! Leave it out to have one made.");
	if (!utf8_count(kid, strlen(kid), &characters) || utf8_has_control(kid, strlen(kid)))
		return fail(why, FAILURE_INVALID,
			"JWK kid must not contain control characters! 1 to %d printable characters "
			"are allowed.",
			KEY_KID_MAX_CHARACTERS);
	if (characters > KEY_KID_MAX_CHARACTERS)
		return fail(why, FAILURE_INVALID,
			"JWK kid (%.*s...) has %zu characters! 1 to %d printable characters are "
			"allowed.",
			utf8_fit(kid, 64), kid, characters, KEY_KID_MAX_CHARACTERS);
	return true;
}

static bool read_time(const char *member, const char *text, int64_t *seconds, struct failure *why)
{
	return clock_parse(text, seconds) ||
	       not_supported(why, member, text,
		       "an ISO 8601 date and time with offset, like 2027-01-31T00:00:00Z");
}

static bool choose_times(
	const struct generate_request *request, int64_t now, struct plan *plan, struct failure *why)
{
	const char *expiration = request->expiration;
	char begin[CLOCK_TEXT_SIZE];

	plan->not_before = now;
	if (request->not_before != NULL &&
		!read_time("notBeforeTime", request->not_before, &plan->not_before, why))
		return false;
	plan->expires = clock_year_after(plan->not_before);
	if (expiration == NULL)
		return plan->expires <= CLOCK_LATEST ||
		       fail(why, FAILURE_INVALID,
			       "JWK notBeforeTime (%.*s) is not supported without an "
			       "expirationTime! One year later is beyond the year 9999.",
			       UTF8_SHOWN(request->not_before));
	if (!read_time("expirationTime", expiration, &plan->expires, why))
		return false;
	if (plan->expires > plan->not_before)
		return true;
	clock_format(plan->not_before, begin);
	return fail(why, FAILURE_INVALID,
		"JWK expirationTime (%.*s) is not supported! It must be after notBeforeTime (%s).",
		UTF8_SHOWN(expiration), begin);
}

static bool choose_number(const char *member, const int64_t *asked, int64_t standard, int64_t least,
	int64_t most, int64_t *number, struct failure *why)
{
	*number = asked == NULL ? standard : *asked;
	return (*number >= least && *number <= most) ||
	       fail(why, FAILURE_INVALID,
		       "JWK %s (%lld) is not supported! Valid values: %lld to %lld", member,
		       (long long)*number, (long long)least, (long long)most);
}

static bool choose_password_parameters(
	const struct generate_request *request, struct plan *plan, struct failure *why)
{
	if (plan->type != JWK_OCT) {
		plan->password_salt_length = 0;
		plan->password_iterations = 0;
		return true;
	}
	return choose_number("passwordSaltLength", request->password_salt_length, PLAN_SALT_LENGTH,
		       8, 1024, &plan->password_salt_length, why) &&
	       choose_number("passwordIterationCount", request->password_iterations,
		       PLAN_ITERATIONS, 1000, 100000000, &plan->password_iterations, why);
}

static bool check_required(const struct generate_request *request, struct failure *why)
{
	if (request->name == NULL || request->name[0] == '\0')
		return fail(why, FAILURE_INVALID, "JWK name can not be empty!");
	if (request->type == NULL || request->type[0] == '\0')
		return fail(why, FAILURE_INVALID, "JWK type can not be empty!");
	return true;
}

bool plan_make(
	const struct generate_request *request, int64_t now, struct plan *plan, struct failure *why)
{
	if (!check_required(request, why) || !name_check(request->name, "JWK name", why))
		return false;
	if (request->description != NULL &&
		!description_check(request->description, "JWK description", why))
		return false;
	*plan = (struct plan){.bits = 0};
	if (!choose_type(request, plan, why) || !check_parameters(request, plan->type, why) ||
		!check_kid(request->kid, why) || !choose_algorithm(request, plan, why) ||
		!choose_use(request, plan, why) || !choose_size(request, plan, why))
		return false;
	choose_default_use(plan);
	return choose_kid_type(request, plan, why) && choose_times(request, now, plan, why) &&
	       choose_password_parameters(request, plan, why);
}
