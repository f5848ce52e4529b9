/* SPDX-License-Identifier: MIT */
/*
 * Limits system calls by a filter of seccomp(2): a search for the number of the
 * call among ranges of numbers that are treated alike, whose depth is the
 * logarithm of their count. The kernel runs it for each number once, and
 * remembers the result. libseccomp makes such filters, too, but needs 1 to 2 ms
 * at each start to do so.
 */
#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/linux/sandbox-private.h"

/* As seccomp(2) names processors; 0: not known here. */
#if defined(__x86_64__) && defined(__LP64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define THIS_ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__) && __BYTE_ORDER == __LITTLE_ENDIAN
#define THIS_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define THIS_ARCH AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && __BYTE_ORDER == __LITTLE_ENDIAN
#define THIS_ARCH AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define THIS_ARCH AUDIT_ARCH_S390X
#else
#define THIS_ARCH 0
#endif

/* The numbers of system calls are below this one. */
#define NUMBERS 512

/* What becomes of a call. Those from NO_CODE on look at an argument. */
enum verdict {
	ALLOW,
	UNKNOWN,      /* ENOSYS */
	DENY_PATH,    /* EACCES */
	DENY_OTHER,   /* EPERM */
	BREACH,       /* the end of the process */
	NO_CODE,      /* no memory for code: mmap(2), mprotect(2) */
	ONLY_THREADS, /* clone(2) */
};

struct program {
	struct sock_filter at[1024];
	unsigned short len;
	/* Neighbours that are treated alike are a range; where each begins. */
	unsigned begins[NUMBERS + 1];
	enum verdict verdicts[NUMBERS + 1];
	size_t ranges;
};

static void add(struct program *p, unsigned code, uint32_t k)
{
	assert(p->len < sizeof(p->at) / sizeof(p->at[0]));
	p->at[p->len++] = (struct sock_filter)BPF_STMT((uint16_t)code, k);
}

static void load(struct program *p, size_t offset)
{
	add(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

static void end(struct program *p, uint32_t action)
{
	add(p, BPF_RET | BPF_K, action);
}

/* Denies a call one of whose arguments has one of these bits, or none of them.
 */
static void judge_argument(
    struct program *p, int argument, uint32_t bits, bool is_denied)
{
	const uint32_t deny = SECCOMP_RET_ERRNO | EPERM;
	size_t low = __BYTE_ORDER == __LITTLE_ENDIAN ? 0 : 4;

	load(p, offsetof(struct seccomp_data, args) +
		    (size_t)argument * sizeof(uint64_t) + low);
	add(p, BPF_JMP | BPF_JSET | BPF_K, bits);
	p->at[p->len - 1].jf = 1;
	end(p, is_denied ? deny : SECCOMP_RET_ALLOW);
	end(p, is_denied ? SECCOMP_RET_ALLOW : deny);
}

static void pronounce(struct program *p, enum verdict verdict)
{
	switch (verdict) {
	case ALLOW:
		end(p, SECCOMP_RET_ALLOW);
		break;
	case UNKNOWN:
		end(p, SECCOMP_RET_ERRNO | ENOSYS);
		break;
	case DENY_PATH:
		end(p, SECCOMP_RET_ERRNO | EACCES);
		break;
	case DENY_OTHER:
		end(p, SECCOMP_RET_ERRNO | EPERM);
		break;
	case BREACH:
		end(p, SECCOMP_RET_TRAP);
		break;
	case NO_CODE:
		judge_argument(p, 2, PROT_EXEC, true);
		break;
	case ONLY_THREADS:
		judge_argument(p, 0, CLONE_THREAD, false);
		break;
	}
}

/* Searches the ranges from first to before last. */
static void search(struct program *p, size_t first, size_t last)
{
	if (last - first == 1) {
		pronounce(p, p->verdicts[first]);
		return;
	}
	size_t middle = first + (last - first) / 2;
	unsigned short jump = p->len;
	add(p, BPF_JMP | BPF_JGE | BPF_K, p->begins[middle]);
	search(p, first, middle);
	unsigned distance = p->len - jump - 1U;
	assert(distance < 256);
	p->at[jump].jt = (uint8_t)distance;
	search(p, middle, last);
}

static enum verdict judge(
    const struct sandbox_call *call, unsigned needs, bool has_paths)
{
	const unsigned sockets = SANDBOX_DIALS | SANDBOX_BINDS |
	                         SANDBOX_LOOKS_UP | SANDBOX_PROGRAMS |
	                         SANDBOX_DATAGRAMS;

	switch (call->group) {
	case CALLS_ALWAYS:
		return ALLOW;
	case CALLS_LIMITED:
		if (call->number == SYS_clone)
			return (needs & SANDBOX_PROGRAMS) ? ALLOW
			                                  : ONLY_THREADS;
		/* The C library loads modules to look names up. */
		return (needs & (SANDBOX_PROGRAMS | SANDBOX_LOOKS_UP))
		           ? ALLOW
		           : NO_CODE;
	case CALLS_PATHS:
		return has_paths ? ALLOW : DENY_PATH;
	case CALLS_SOCKETS:
		return (needs & sockets) ? ALLOW : DENY_OTHER;
	case CALLS_PROGRAMS:
		if (needs & SANDBOX_PROGRAMS)
			return ALLOW;
		/* Where clone3(2) is unknown, the C library calls clone(2). */
		return call->number == SYS_clone3 ? UNKNOWN : BREACH;
	case CALLS_FORBIDDEN:
		return BREACH;
	case CALLS_UNKNOWN:
		break;
	}
	return UNKNOWN;
}

/* Where landlock judges files, their calls may be made. */
static bool may_name_files(const struct sandbox_rules *rules, bool is_judged)
{
	return is_judged || rules->place_count > 0 ||
	       (rules->needs &
		   (SANDBOX_LOOKS_UP | SANDBOX_TRUSTS | SANDBOX_FILES |
		       SANDBOX_READS | SANDBOX_PROGRAMS | SANDBOX_PROCESSES));
}

static void find_ranges(
    struct program *p, const struct sandbox_rules *rules, bool has_paths)
{
	enum verdict all[NUMBERS + 1];

	for (size_t i = 0; i <= NUMBERS; i++)
		all[i] = UNKNOWN;
	for (size_t i = 0; i < sandbox_call_count; i++) {
		const struct sandbox_call *call = &sandbox_calls[i];
		if (call->number >= 0 && call->number < NUMBERS)
			all[call->number] =
			    judge(call, rules->needs, has_paths);
	}
	for (unsigned i = 0; i <= NUMBERS; i++) {
		if (i > 0 && all[i] == all[i - 1])
			continue;
		p->begins[p->ranges] = i;
		p->verdicts[p->ranges++] = all[i];
	}
}

int sandbox_limit_calls(
    const struct sandbox_rules *rules, bool is_judged, struct error *err)
{
	static struct program p;

	if (!THIS_ARCH)
		return 0;
	p.len = 0;
	p.ranges = 0;
	find_ranges(&p, rules, may_name_files(rules, is_judged));
	load(&p, offsetof(struct seccomp_data, arch));
	add(&p, BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH);
	p.at[p.len - 1].jt = 1;
	end(&p, SECCOMP_RET_TRAP);
	load(&p, offsetof(struct seccomp_data, nr));
	search(&p, 0, p.ranges);
	const struct sock_fprog filter = { p.len, p.at };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0)
		return 1;
	if (errno == ENOSYS || errno == EINVAL)
		return 0;
	return error_sys(
	    err, FAULT_INTERNAL, "cannot limit system calls (seccomp)");
}
