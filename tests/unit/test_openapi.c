/* The OpenAPI document and the table of routes say the same. */

#include "unit.h"

#include "api/openapi.h"
#include "api/routes.h"
#include "base/json.h"
#include "store/user.h"

#include <json-c/json.h>

/* The methods that a path of the document may have, as its members are called. */
static const struct {
	const char *member;
	enum method method;
} verbs[] = {
	{"get", METHOD_GET},
	{"post", METHOD_POST},
	{"put", METHOD_PUT},
	{"delete", METHOD_DELETE},
};

#define VERBS (sizeof verbs / sizeof *verbs)

/* Any member of a path that would make an operation. */
static const char *const other_verbs[] = {"head", "options", "patch", "trace"};

static struct json_object *document;

static int read_document(void **state)
{
	struct failure why;

	(void)state;
	if (json_parse((const char *)openapi_json_text, openapi_json_length, &document, &why))
		return 0;
	print_error("openapi.json: %s\n", why.text);
	return -1;
}

static int free_document(void **state)
{
	(void)state;
	json_free(document);
	return 0;
}

static struct json_object *member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;

	json_object_object_get_ex(object, name, &value);
	return value;
}

typedef bool (*path_visitor)(const char *path, struct json_object *item, void *context);

/* Visits the paths of the document until one visit says true. */
static void for_each_path(path_visitor visit, void *context)
{
	struct json_object *paths = member(document, "paths");
	struct json_object_iterator at = json_object_iter_begin(paths);
	struct json_object_iterator end = json_object_iter_end(paths);

	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		if (visit(json_object_iter_peek_name(&at), json_object_iter_peek_value(&at),
			    context))
			return;
	}
}

/* "/projects/{projectName}/keys/" and "projects/{project}/keys" become "projects/{}/keys". */
static void normalise(const char *path, struct buffer *out)
{
	for (path += *path == '/'; *path != '\0'; path++) {
		if (*path == '/' && path[1] == '\0')
			break;
		buffer_append_byte(out, (unsigned char)*path);
		if (*path == '{')
			path += strcspn(path, "}") - 1;
	}
}

struct search {
	const struct route *route;
	struct json_object *operation; /* NULL: not found */
};

static bool take_operation(const char *path, struct json_object *item, void *context)
{
	struct search *search = context;
	buffer_auto wanted = BUFFER_INIT;
	buffer_auto found = BUFFER_INIT;

	normalise(search->route->pattern, &wanted);
	normalise(path, &found);
	if (strcmp(found.data, wanted.data) != 0)
		return false;
	for (size_t i = 0; i < VERBS; i++) {
		if (verbs[i].method == search->route->method)
			search->operation = member(item, verbs[i].member);
	}
	return true;
}

static struct json_object *operation_of(const struct route *route)
{
	struct search search = {.route = route};

	for_each_path(take_operation, &search);
	return search.operation;
}

typedef void (*visitor)(const struct route *route, struct json_object *operation);

static void for_each_route(visitor visit)
{
	for (size_t i = 0; i < route_count; i++) {
		struct json_object *operation = operation_of(&routes[i]);

		if (operation == NULL)
			fail_test("the document has no %s", routes[i].pattern);
		visit(&routes[i], operation);
	}
}

static void look(const struct route *route, struct json_object *operation)
{
	(void)route;
	(void)operation;
}

static void every_route_is_documented(void **state)
{
	(void)state;
	for_each_route(look);
}

static bool count_operations(const char *path, struct json_object *item, void *context)
{
	size_t *operations = context;

	for (size_t i = 0; i < VERBS; i++)
		*operations += member(item, verbs[i].member) != NULL;
	for (size_t i = 0; i < sizeof other_verbs / sizeof *other_verbs; i++) {
		if (member(item, other_verbs[i]) != NULL)
			fail_test("%s has %s", path, other_verbs[i]);
	}
	return false;
}

/* With the test before this one: the two sets are equal. */
static void nothing_else_is_documented(void **state)
{
	size_t operations = 0;

	(void)state;
	for_each_path(count_operations, &operations);
	assert_int_equal(operations, route_count);
}

static bool remember(const char *path, struct json_object *item, void *context)
{
	buffer_auto plain = BUFFER_INIT;

	(void)item;
	normalise(path, &plain);
	if (member(context, plain.data) != NULL)
		fail_test("%s comes twice", path);
	json_object_object_add(context, plain.data, json_object_new_boolean(true));
	return false;
}

/* Two paths that differ only in the names of their parameters would be one route. */
static void no_path_comes_twice(void **state)
{
	json_auto seen = json_object_new_object();

	(void)state;
	for_each_path(remember, seen);
}

/* Whether one of the ways to get in is a token. */
static bool asks_for_token(struct json_object *security)
{
	for (size_t i = 0; i < json_object_array_length(security); i++) {
		if (member(json_object_array_get_idx(security, i), "bearer") != NULL)
			return true;
	}
	return false;
}

/* An operation without a list of its own has the document's, which is a token. */
static void check_security(const struct route *route, struct json_object *operation)
{
	struct json_object *security = member(operation, "security");
	bool wants_token = (route->flags & ROUTE_TOKEN) != 0;

	if ((security == NULL || asks_for_token(security)) != wants_token)
		fail_test(
			"%s: %s", route->pattern, wants_token ? "needs a token" : "needs no token");
}

static void tokens_are_documented(void **state)
{
	struct json_object *security = member(document, "security");
	struct json_object *only;

	(void)state;
	assert_int_equal(json_object_array_length(security), 1);
	only = json_object_array_get_idx(security, 0);
	assert_int_equal(json_object_object_length(only), 1);
	assert_non_null(member(only, "bearer"));
	for_each_route(check_security);
}

static unsigned role_of(const char *name)
{
	for (size_t i = 0; i < sizeof user_roles / sizeof *user_roles; i++) {
		if (strcmp(user_roles[i].name, name) == 0)
			return user_roles[i].role;
	}
	fail_test("there is no role %s", name);
	return 0;
}

static void check_roles(const struct route *route, struct json_object *operation)
{
	struct json_object *names = member(operation, "x-roles");
	size_t length = names == NULL ? 0 : json_object_array_length(names);
	unsigned expected = route->roles | ((route->flags & ROUTE_ADMIN) != 0 ? ROLE_ADMIN : 0);
	unsigned roles = 0;

	for (size_t i = 0; i < length; i++)
		roles |= role_of(json_object_get_string(json_object_array_get_idx(names, i)));
	if (roles != expected)
		fail_test("%s: x-roles of %s are others than the route's", route->pattern,
			json_object_get_string(member(operation, "operationId")));
}

static void roles_are_documented(void **state)
{
	(void)state;
	for_each_route(check_roles);
}

static const struct {
	unsigned flag;
	const char *media_type;
} bodies[] = {
	{ROUTE_JSON, "application/json"},
	{ROUTE_FORM, "application/x-www-form-urlencoded"},
	{ROUTE_MULTIPART, "multipart/form-data"},
};

#define BODIES     (sizeof bodies / sizeof *bodies)
#define ROUTE_BODY (ROUTE_JSON | ROUTE_FORM | ROUTE_MULTIPART)

static void check_body(const struct route *route, struct json_object *operation)
{
	struct json_object *content = member(member(operation, "requestBody"), "content");
	size_t expected = 0;

	for (size_t i = 0; i < BODIES; i++) {
		if ((route->flags & bodies[i].flag) == 0)
			continue;
		expected++;
		if (member(content, bodies[i].media_type) == NULL)
			fail_test("%s: no body of %s", route->pattern, bodies[i].media_type);
	}
	if (content != NULL && (size_t)json_object_object_length(content) != expected)
		fail_test("%s: a body of a type that the route does not take", route->pattern);
}

static void bodies_are_documented(void **state)
{
	(void)state;
	for_each_route(check_body);
}

/* The answers that follow from a row of the table alone. */
/* The answers that follow from a row of the table alone: any of these flags makes it. */
static const struct {
	unsigned flags;
	const char *status;
} consequences[] = {
	{ROUTE_TOKEN, "401"},
	{ROUTE_TOKEN, "429"},
	{ROUTE_TOKEN, "500"},
	{ROUTE_TOKEN, "503"},
	{ROUTE_PROJECT, "404"},
	{ROUTE_BODY, "400"},
	{ROUTE_BODY, "413"},
	{ROUTE_BODY, "415"},
};

static void require_answer(
	const struct route *route, struct json_object *operation, const char *status)
{
	if (member(member(operation, "responses"), status) == NULL)
		fail_test("%s: no answer %s", route->pattern, status);
}

static void check_answers(const struct route *route, struct json_object *operation)
{
	require_answer(route, operation, "405");
	for (size_t i = 0; i < sizeof consequences / sizeof *consequences; i++) {
		if ((consequences[i].flags & route->flags) != 0)
			require_answer(route, operation, consequences[i].status);
	}
	if (route->roles != 0)
		require_answer(route, operation, "403");
}

static void answers_are_documented(void **state)
{
	(void)state;
	for_each_route(check_answers);
}

static void the_version_is_ours(void **state)
{
	struct json_object *version = member(member(document, "info"), "version");

	(void)state;
	assert_string_equal(json_object_get_string(version), PACKAGE_VERSION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_is_documented),
		cmocka_unit_test(nothing_else_is_documented),
		cmocka_unit_test(no_path_comes_twice),
		cmocka_unit_test(tokens_are_documented),
		cmocka_unit_test(roles_are_documented),
		cmocka_unit_test(bodies_are_documented),
		cmocka_unit_test(answers_are_documented),
		cmocka_unit_test(the_version_is_ours),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("openapi", tests, read_document, free_document);
}
