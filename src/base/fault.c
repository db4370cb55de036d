#include "base/fault.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ORDER_SIZE 128

/* The one piece of global state besides a program's context: points are passed on every floor. */
static struct {
	char order_path[PATH_MAX + 16];
	char passed_path[PATH_MAX + 16];
	char order[ORDER_SIZE]; /* as it was last read */
	unsigned passed;        /* its point, since then */
} faults;

void fault_watch(const char *home)
{
	snprintf(faults.order_path, sizeof faults.order_path, "%s/fault", home);
	snprintf(faults.passed_path, sizeof faults.passed_path, "%s/fault.passed", home);
}

static void note_passed(const char *name, bool can_fail)
{
	int file = open(faults.passed_path, O_WRONLY | O_APPEND | O_CLOEXEC);

	if (file < 0)
		return;
	dprintf(file, "%s%s\n", name, can_fail ? " fail" : "");
	close(file);
}

/* An order that was not there at the last point begins to count anew. */
static void read_order(void)
{
	char order[ORDER_SIZE] = "";
	int file = open(faults.order_path, O_RDONLY | O_CLOEXEC);

	if (file >= 0) {
		ssize_t got = read(file, order, sizeof order - 1);

		order[got < 0 ? 0 : got] = '\0';
		order[strcspn(order, "\n")] = '\0';
		close(file);
	}
	if (strcmp(order, faults.order) != 0) {
		strcpy(faults.order, order);
		faults.passed = 0;
	}
}

/* The action when it is this point's turn, else NULL. */
static const char *action_at(const char *name)
{
	size_t length = strlen(name);
	char *rest;

	read_order();
	if (strncmp(faults.order, name, length) != 0 || faults.order[length] != ':')
		return NULL;
	return ++faults.passed == strtoul(faults.order + length + 1, &rest, 10) && *rest == '='
		       ? rest + 1
		       : NULL;
}

bool fault_point(const char *name, struct failure *why)
{
	note_passed(name, why != NULL);

	const char *action = action_at(name);

	/* Who removes the order is who obeys it. */
	if (action == NULL || unlink(faults.order_path) < 0)
		return true;
	if (strcmp(action, "kill") == 0)
		raise(SIGKILL);
	return why == NULL || strcmp(action, "fail") != 0 ||
	       fail(why, FAILURE_INTERNAL, "This step was made to fail, at the fault point %s.",
		       name);
}
