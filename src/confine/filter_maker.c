/*
 * Runs when jwkmint is built: writes the filter of system calls, for src/confine/filter.c to hold.
 *
 * libseccomp knows the numbers of each architecture and lays the comparisons out as a tree. Doing
 * this at build time leaves one system call to a process that starts, and no library to load, which
 * counts where each request is a process.
 *
 * The filter is a list of what is refused, and not of what is allowed. Which calls a process makes
 * is decided by the C library, and by libraries that come and go with updates, differently on each
 * architecture; a list of what is allowed would kill a responder after an update of glibc. What
 * makes a stolen process useful is a short list, and it does not change: other programs, other
 * processes, other users, the kernel, and devices. The weakness of such a list is what is not known
 * yet, so a call that is younger than the libseccomp of the build is answered with ENOSYS, which
 * every C library understands.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* The highest number that is looked at for a name; 32-bit emulations have numbers far above. */
#define HIGHEST_NUMBER 4096

/* What an ordinary program never does: the process is killed. Not every architecture has each. */
static const char *const fatal_calls[] = {
	/* other programs */
	"execve",
	"execveat",
	"uselib",
#ifndef JWKMINT_SANITIZERS
	/* other processes; the leak check of sanitizers looks at its own in this way */
	"ptrace",
#endif
	"process_vm_readv",
	"process_vm_writev",
	"process_madvise",
	"pidfd_getfd",
	"kcmp",
	"move_pages",
	"migrate_pages",
	"perf_event_open",
	"lookup_dcookie",
	/* other users */
	"setuid",
	"setuid32",
	"setgid",
	"setgid32",
	"setreuid",
	"setreuid32",
	"setregid",
	"setregid32",
	"setresuid",
	"setresuid32",
	"setresgid",
	"setresgid32",
	"setgroups",
	"setgroups32",
	"setfsuid",
	"setfsuid32",
	"setfsgid",
	"setfsgid32",
	"capset",
	/* other views of the system */
	"chroot",
	"pivot_root",
	"mount",
	"umount",
	"umount2",
	"move_mount",
	"open_tree",
	"fsopen",
	"fsconfig",
	"fsmount",
	"fspick",
	"mount_setattr",
	"unshare",
	"setns",
	"open_by_handle_at",
	"fanotify_init",
	"fanotify_mark",
	"quotactl",
	"quotactl_fd",
	"mknod",
	"mknodat",
	/* the kernel */
	"kexec_load",
	"kexec_file_load",
	"create_module",
	"init_module",
	"finit_module",
	"delete_module",
	"query_module",
	"get_kernel_syms",
	"bpf",
	"userfaultfd",
	"keyctl",
	"add_key",
	"request_key",
	"syslog",
	"acct",
	"nfsservctl",
	"sysfs",
	"_sysctl",
	"personality",
	"modify_ldt",
	"vm86",
	"vm86old",
	"iopl",
	"ioperm",
	"pciconfig_read",
	"pciconfig_write",
	"pciconfig_iobase",
	"reboot",
	"swapon",
	"swapoff",
	"vhangup",
	"sethostname",
	"setdomainname",
	"settimeofday",
	"clock_settime",
	"clock_settime64",
	"clock_adjtime",
	"clock_adjtime64",
	"adjtimex",
	"stime",
	/* a door of its own: the socket of requests is open before */
	"listen",
};

/* What a library may try, and has another way for. */
static const struct {
	const char *name;
	int error;
} refused_calls[] = {
	{"clone3", ENOSYS}, /* its flags can not be seen from here; clone is used instead */
	{"io_uring_setup", ENOSYS},
	{"io_uring_enter", ENOSYS},
	{"io_uring_register", ENOSYS},
};

/* Calls that depend on an argument. The position is the argument's, from 0. */
static const struct {
	const char *name;
	uint32_t action;
	struct scmp_arg_cmp arguments[2];
	unsigned count;
} conditions[] = {
/* core dumps, and debuggers of the same user */
#ifndef JWKMINT_SANITIZERS
	{"prctl", SCMP_ACT_KILL_PROCESS,
		{{0, SCMP_CMP_EQ, PR_SET_DUMPABLE, 0}, {1, SCMP_CMP_NE, 0, 0}}, 2},
#endif
	{"setrlimit", SCMP_ACT_KILL_PROCESS, {{0, SCMP_CMP_EQ, RLIMIT_CORE, 0}}, 1},
	{"prlimit64", SCMP_ACT_KILL_PROCESS,
		{{1, SCMP_CMP_EQ, RLIMIT_CORE, 0}, {2, SCMP_CMP_NE, 0, 0}}, 2},
	/* memory that is written and then run; the loader maps libraries from files */
	{"mmap", SCMP_ACT_ERRNO(EACCES),
		{{2, SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_WRITE | PROT_EXEC}}, 1},
	{"mmap2", SCMP_ACT_ERRNO(EACCES),
		{{2, SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_WRITE | PROT_EXEC}}, 1},
	{"mprotect", SCMP_ACT_ERRNO(EACCES), {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC}}, 1},
	{"pkey_mprotect", SCMP_ACT_ERRNO(EACCES), {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC}},
		1},
};

/* Views of the system that clone would begin, as unshare does. */
static const unsigned namespaces[] = {CLONE_NEWCGROUP, CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS,
	CLONE_NEWPID, CLONE_NEWUSER, CLONE_NEWUTS};

/* Sockets: on the machine, to the internet, and for the list of addresses that getaddrinfo reads.
 */
static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

static void stop(const char *what, int error)
{
	fprintf(stderr, "filter_maker: %s: %s\n", what, strerror(-error));
	exit(EXIT_FAILURE);
}

/*
 * Calls that the architecture has not get a number that libseccomp leaves out by itself. What only
 * a newer libseccomp knows by name is left out here.
 */
static void add(scmp_filter_ctx filter, const char *name, uint32_t action,
	const struct scmp_arg_cmp *arguments, unsigned count)
{
	int number = seccomp_syscall_resolve_name(name);

	if (number == __NR_SCMP_ERROR)
		return;

	int error = seccomp_rule_add_array(filter, action, number, count, arguments);

	if (error < 0)
		stop(name, error);
}

static void add_namespaces(scmp_filter_ctx filter)
{
	/* s390x takes the stack first. */
	unsigned position = seccomp_arch_native() == SCMP_ARCH_S390X ? 1 : 0;

	for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
		const struct scmp_arg_cmp flag = {
			position, SCMP_CMP_MASKED_EQ, namespaces[i], namespaces[i]};

		add(filter, "clone", SCMP_ACT_KILL_PROCESS, &flag, 1);
	}
}

static bool is_wanted(int family)
{
	bool wanted = false;

	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		wanted = wanted || families[i] == family;
	return wanted;
}

static void add_families(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp beyond = {0, SCMP_CMP_GE, AF_MAX, 0};

	for (unsigned family = 0; family < AF_MAX; family++) {
		const struct scmp_arg_cmp same = {0, SCMP_CMP_EQ, family, 0};

		if (!is_wanted((int)family))
			add(filter, "socket", SCMP_ACT_ERRNO(EAFNOSUPPORT), &same, 1);
	}
	add(filter, "socket", SCMP_ACT_ERRNO(EAFNOSUPPORT), &beyond, 1);
}

static scmp_filter_ctx make_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (filter == NULL)
		stop("seccomp_init", -ENOMEM);
	/* The calls of another architecture that this processor also speaks. */
	seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	for (size_t i = 0; i < sizeof fatal_calls / sizeof *fatal_calls; i++)
		add(filter, fatal_calls[i], SCMP_ACT_KILL_PROCESS, NULL, 0);
	for (size_t i = 0; i < sizeof refused_calls / sizeof *refused_calls; i++)
		add(filter, refused_calls[i].name, SCMP_ACT_ERRNO((unsigned)refused_calls[i].error),
			NULL, 0);
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
		add(filter, conditions[i].name, conditions[i].action, conditions[i].arguments,
			conditions[i].count);
	add_namespaces(filter);
	add_families(filter);
	return filter;
}

static unsigned newest_number(void)
{
	unsigned newest = 0;

	for (int number = 0; number < HIGHEST_NUMBER; number++) {
		char *name = seccomp_syscall_resolve_num_arch(seccomp_arch_native(), number);

		if (name != NULL)
			newest = (unsigned)number;
		free(name);
	}
	return newest;
}

static void print(const struct sock_filter *instructions, size_t count)
{
	for (size_t i = 0; i < count; i++)
		printf("{0x%02x, %u, %u, 0x%08x},\n", instructions[i].code, instructions[i].jt,
			instructions[i].jf, instructions[i].k);
}

/* In front of all: numbers that nobody knew yet. Those of x32, far above, are left to the rest. */
static void print_newer(unsigned newest)
{
	const struct sock_filter instructions[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, newest, 0, 2),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, HIGHEST_NUMBER, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	};

	print(instructions, sizeof instructions / sizeof *instructions);
}

static void print_filter(scmp_filter_ctx filter)
{
	struct sock_filter instructions[BPF_MAXINSNS];
	FILE *file = tmpfile();

	if (file == NULL)
		stop("tmpfile", -errno);

	int error = seccomp_export_bpf(filter, fileno(file));

	if (error < 0)
		stop("seccomp_export_bpf", error);
	rewind(file);

	size_t count = fread(instructions, sizeof *instructions, BPF_MAXINSNS, file);

	fclose(file);
	if (count == 0)
		stop("seccomp_export_bpf", -EIO);
	print(instructions, count);
}

int main(void)
{
	scmp_filter_ctx filter = make_filter();

	print_newer(newest_number());
	print_filter(filter);
	seccomp_release(filter);
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
