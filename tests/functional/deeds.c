/*
 * Preloaded into a responder by test_sandbox.py: does what a stolen responder would do, and plays a
 * kernel that lacks something.
 *
 *   DEED         a name of the table below; done once, when the responder waits for work
 *   DEED_PATH    what it is done to
 *   DEED_WHEN    a file: not before it exists
 *   DEED_REPORT  a file for what came of it: the number of the error, 0 for none
 *   WITHOUT      words: landlock, filter, privileges; what the kernel is not to offer
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

static int report = -1;

__attribute__((constructor)) static void open_report(void)
{
	const char *path = getenv("DEED_REPORT");

	if (path != NULL)
		report = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int close_again(int descriptor)
{
	return descriptor < 0 ? -1 : close(descriptor);
}

static long call(long number, long a, long b, long c, long d, long e)
{
	long (*next)(long, ...);

	*(void **)&next = dlsym(RTLD_NEXT, "syscall");
	return next(number, a, b, c, d, e, 0L);
}

static int do_execve(const char *path)
{
	return execve(path, (char *[]){(char *)path, NULL}, environ);
}

static int do_execveat(const char *path)
{
	return (int)call(SYS_execveat, AT_FDCWD, (long)path, 0, 0, 0);
}

static int do_ptrace(const char *path)
{
	(void)path;
	return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int do_process_vm_readv(const char *path)
{
	char to;
	struct iovec local = {&to, 1}, remote = {(void *)path, 1};

	return (int)process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
}

static int do_unshare(const char *path)
{
	(void)path;
	return unshare(CLONE_NEWUSER);
}

static int do_clone_newuser(const char *path)
{
	long child = call(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);

	(void)path;
	if (child == 0)
		_exit(0);
	return child < 0 ? -1 : 0;
}

static int do_mount(const char *path)
{
	return mount("none", path, "tmpfs", 0, NULL);
}

static int do_chroot(const char *path)
{
	return chroot(path);
}

static int do_setuid(const char *path)
{
	(void)path;
	return setuid(geteuid());
}

static int do_listen(const char *path)
{
	(void)path;
	return listen(-1, 1);
}

static int do_dumpable(const char *path)
{
	(void)path;
	return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static int do_core(const char *path)
{
	const struct rlimit none = {0, 0};

	(void)path;
	return setrlimit(RLIMIT_CORE, &none);
}

static int do_packet_socket(const char *path)
{
	(void)path;
	return close_again(socket(AF_PACKET, SOCK_DGRAM, 0));
}

static int do_code(const char *path)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)path;
	return mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static int do_map_code(const char *path)
{
	(void)path;
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		       0) == MAP_FAILED
		       ? -1
		       : 0;
}

static int do_read(const char *path)
{
	return close_again(open(path, O_RDONLY));
}

static int do_list(const char *path)
{
	return close_again(open(path, O_RDONLY | O_DIRECTORY));
}

static int do_write(const char *path)
{
	return close_again(open(path, O_WRONLY));
}

static int do_create(const char *path)
{
	return close_again(open(path, O_WRONLY | O_CREAT, 0600));
}

static int do_truncate(const char *path)
{
	return truncate(path, 0);
}

static int do_bind(const char *path)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int descriptor = socket(AF_INET, SOCK_STREAM, 0);

	(void)path;
	return bind(descriptor, (struct sockaddr *)&address, sizeof address);
}

static int do_abstract(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = strlen(path);

	memcpy(address.sun_path + 1, path, length);
	return connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length));
}

static int do_signal(const char *path)
{
	return kill((pid_t)strtol(path, NULL, 10), 0);
}

static const struct {
	const char *name;
	int (*act)(const char *path);
	long number; /* a system call, where there is nothing else to know of it */
} deeds[] = {
	{"execve", do_execve, 0},
	{"execveat", do_execveat, 0},
	{"ptrace", do_ptrace, 0},
	{"process_vm_readv", do_process_vm_readv, 0},
	{"unshare", do_unshare, 0},
	{"clone_newuser", do_clone_newuser, 0},
	{"mount", do_mount, 0},
	{"chroot", do_chroot, 0},
	{"setuid", do_setuid, 0},
	{"listen", do_listen, 0},
	{"dumpable", do_dumpable, 0},
	{"core", do_core, 0},
	{"bpf", NULL, SYS_bpf},
	{"keyctl", NULL, SYS_keyctl},
	{"kexec_load", NULL, SYS_kexec_load},
	{"init_module", NULL, SYS_init_module},
	{"perf_event_open", NULL, SYS_perf_event_open},
	{"userfaultfd", NULL, SYS_userfaultfd},
	{"pidfd_getfd", NULL, SYS_pidfd_getfd},
	{"clone3", NULL, SYS_clone3},
	{"io_uring_setup", NULL, SYS_io_uring_setup},
	{"packet_socket", do_packet_socket, 0},
	{"code", do_code, 0},
	{"map_code", do_map_code, 0},
	{"read", do_read, 0},
	{"list", do_list, 0},
	{"write", do_write, 0},
	{"create", do_create, 0},
	{"truncate", do_truncate, 0},
	{"remove", unlink, 0},
	{"bind", do_bind, 0},
	{"abstract", do_abstract, 0},
	{"signal", do_signal, 0},
};

static void act(const char *name, const char *path)
{
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
		if (strcmp(deeds[i].name, name) != 0)
			continue;
		errno = 0;
		long result = deeds[i].act != NULL ? deeds[i].act(path)
						   : call(deeds[i].number, -1, 0, 0, 0, 0);
		dprintf(report, "%d\n", result < 0 ? errno : 0);
	}
}

/* The responder is up and waits. */
int poll(struct pollfd *waiting, nfds_t count, int timeout)
{
	static bool done;
	const char *name = getenv("DEED");
	const char *when = getenv("DEED_WHEN");
	int (*next)(struct pollfd *, nfds_t, int);

	if (!done && name != NULL && (when == NULL || access(when, F_OK) == 0)) {
		done = true;
		act(name, getenv("DEED_PATH"));
	}
	*(void **)&next = dlsym(RTLD_NEXT, "poll");
	return next(waiting, count, timeout);
}

static bool is_without(const char *word)
{
	const char *without = getenv("WITHOUT");

	return without != NULL && strstr(without, word) != NULL;
}

long syscall(long number, ...)
{
	long argument[5];
	va_list list;

	va_start(list, number);
	for (size_t i = 0; i < 5; i++)
		argument[i] = va_arg(list, long);
	va_end(list);
	if (number == SYS_landlock_create_ruleset && is_without("landlock")) {
		errno = ENOSYS;
		return -1;
	}
	return call(number, argument[0], argument[1], argument[2], argument[3], argument[4]);
}

int prctl(int option, ...)
{
	unsigned long argument[4];
	int (*next)(int, ...);
	va_list list;

	va_start(list, option);
	for (size_t i = 0; i < 4; i++)
		argument[i] = va_arg(list, unsigned long);
	va_end(list);
	if ((option == PR_SET_SECCOMP && is_without("filter")) ||
		(option == PR_SET_NO_NEW_PRIVS && is_without("privileges"))) {
		errno = EINVAL;
		return -1;
	}
	*(void **)&next = dlsym(RTLD_NEXT, "prctl");
	return next(option, argument[0], argument[1], argument[2], argument[3]);
}
