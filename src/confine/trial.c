#include "confine/trial.h"

#include "base/file.h"
#include "confine/confine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define RESPONDER    "jwkmint.fcgi"
#define STATUS_LIMIT 65536

static bool dumps_no_core(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0 &&
	       prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
}

/* Of what the filter forbids, something that does not kill and leaves nothing in the kernel's log.
 */
static bool makes_no_code(void)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page != MAP_FAILED && mprotect(page, size, PROT_READ | PROT_EXEC) < 0 &&
	       errno == EACCES;
}

static bool opens_no_root(void)
{
	file_auto root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return root < 0 && errno == EACCES;
}

static unsigned confined(const char *home)
{
	struct confinement confinement;

	confinement_begin(&confinement, home);
	return (dumps_no_core() ? HOLDS_NO_CORE : 0U) |
	       (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? HOLDS_NO_PRIVILEGES : 0U) |
	       (makes_no_code() ? HOLDS_FILTER : 0U) | (opens_no_root() ? HOLDS_LANDLOCK : 0U);
}

bool trial_run(const char *home, unsigned *holds, struct failure *why)
{
	pid_t child = fork();
	int status;

	if (child < 0)
		return fail(why, FAILURE_INTERNAL, "Can not make a process: %s.", strerror(errno));
	if (child == 0)
		_exit((int)confined(home));
	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return fail(why, FAILURE_INTERNAL, "Can not wait for a process: %s.",
				strerror(errno));
	}
	*holds = WIFEXITED(status) ? (unsigned)WEXITSTATUS(status) : 0;
	return true;
}

/* The number in a line of /proc/PID/status that begins with `name`; -1 when there is none. */
static intmax_t number_of(const char *text, const char *name)
{
	const char *line = strstr(text, name);

	return line == NULL ? -1 : strtoimax(line + strlen(name), NULL, 10);
}

static bool has_line(pid_t pid, const char *file, const char *line)
{
	buffer_auto text = BUFFER_INIT;
	struct failure ignored;
	char path[64];

	snprintf(path, sizeof path, "/proc/%jd/%s", (intmax_t)pid, file);
	return file_read(AT_FDCWD, path, STATUS_LIMIT, &text, NULL, &ignored) &&
	       strstr(text.data, line) != NULL;
}

static bool look_at(pid_t pid, struct responder *responder)
{
	buffer_auto text = BUFFER_INIT;
	struct failure ignored;
	char path[64];

	snprintf(path, sizeof path, "/proc/%jd/status", (intmax_t)pid);
	if (!file_read(AT_FDCWD, path, STATUS_LIMIT, &text, NULL, &ignored) ||
		strncmp(text.data, "Name:\t" RESPONDER "\n", strlen("Name:\t" RESPONDER "\n")) !=
			0 ||
		number_of(text.data, "\nUid:") != (intmax_t)geteuid())
		return false;
	responder->pid = pid;
	responder->holds =
		(number_of(text.data, "\nNoNewPrivs:") == 1 ? HOLDS_NO_PRIVILEGES : 0U) |
		(number_of(text.data, "\nSeccomp:") == 2 ? HOLDS_FILTER : 0U) |
		(has_line(pid, "limits", "\nMax core file size        0                    0 ")
				? HOLDS_NO_CORE
				: 0U);
	return true;
}

size_t responders_seen(struct responder *responders, size_t size)
{
	DIR *processes = opendir("/proc");
	size_t count = 0;

	if (processes == NULL)
		return 0;
	for (const struct dirent *entry; count < size && (entry = readdir(processes)) != NULL;) {
		intmax_t pid = strtoimax(entry->d_name, NULL, 10);

		if (pid > 0 && look_at((pid_t)pid, &responders[count]))
			count++;
	}
	closedir(processes);
	return count;
}
