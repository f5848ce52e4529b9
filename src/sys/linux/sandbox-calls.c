/* SPDX-License-Identifier: MIT */
/*
 * Limits system calls by a filter of seccomp(2): a search for the number of the
 * call among ranges of numbers that are treated alike, whose depth is the
 * logarithm of their count. The kernel runs it for each number once, and
 * remembers the result. libseccomp makes such filters, too, but needs 1 to 2 ms
 * at each start to do so.
 */
#include <assert.h>
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/linux/sandbox-arch.h"
#include "sys/linux/sandbox-filter.h"

/* The numbers of system calls are below this one. */
#define NUMBERS 512

/* What becomes of a call. Those from BY_ARGUMENT on look at an argument: their
 * group is added. */
enum verdict {
	ALLOW,
	UNKNOWN,    /* ENOSYS */
	DENY_PATH,  /* EACCES */
	DENY_OTHER, /* EPERM */
	BREACH,     /* the end of the process */
	BY_ARGUMENT,
};

struct search {
	struct filter filter;
	/* Neighbours that are treated alike are a range; where each begins. */
	unsigned begins[NUMBERS + 1];
	int verdicts[NUMBERS + 1];
	size_t ranges;
	/* Conditional jumps to verdicts, and jumps to what judges arguments,
	 * whose places come later. */
	struct jump {
		unsigned short at;
		bool if_true;
		int verdict;
	} exits[NUMBERS + 1], jumps[NUMBERS];
	size_t exit_count, jump_count;
};

static uint32_t result_of(int verdict)
{
	static const uint32_t results[] = {
		[ALLOW] = SECCOMP_RET_ALLOW,
		[UNKNOWN] = FILTER_DENY(ENOSYS),
		[DENY_PATH] = FILTER_DENY(EACCES),
		[DENY_OTHER] = FILTER_DENY(EPERM),
		[BREACH] = SECCOMP_RET_TRAP,
	};

	return results[verdict];
}

static void pronounce(struct search *s, int verdict)
{
	if (verdict < BY_ARGUMENT) {
		sandbox_filter_end(&s->filter, result_of(verdict));
		return;
	}
	s->jumps[s->jump_count++] =
	    (struct jump){ .at = s->filter.len, .verdict = verdict };
	sandbox_filter_add(&s->filter, BPF_JMP | BPF_JA, 0);
}

/* Has the conditional jump lead to what comes next. */
static void lead_here(struct filter *f, unsigned at, bool if_true)
{
	unsigned distance = f->len - at - 1U;

	assert(distance < 256);
	if (if_true)
		f->at[at].jt = (uint8_t)distance;
	else
		f->at[at].jf = (uint8_t)distance;
}

static void search(struct search *s, size_t first, size_t last);

/* One of the two results of the comparison at that place: the ranges from first
 * to before last are left. */
static void branch(
    struct search *s, unsigned at, bool if_true, size_t first, size_t last)
{
	if (last - first == 1) {
		s->exits[s->exit_count++] = (struct jump){ (unsigned short)at,
			if_true, s->verdicts[first] };
		return;
	}
	lead_here(&s->filter, at, if_true);
	search(s, first, last);
}

/* Searches the ranges from first to before last, which are two at least. */
static void search(struct search *s, size_t first, size_t last)
{
	size_t middle = first + (last - first) / 2;
	unsigned short at = s->filter.len;

	sandbox_filter_add(
	    &s->filter, BPF_JMP | BPF_JGE | BPF_K, s->begins[middle]);
	branch(s, at, false, first, middle);
	branch(s, at, true, middle, last);
}

/* The search, and behind it each verdict once. */
static void search_half(struct search *s, size_t first, size_t last)
{
	s->exit_count = 0;
	if (last - first == 1)
		pronounce(s, s->verdicts[first]);
	else
		search(s, first, last);
	for (size_t i = 0; i < s->exit_count; i++) {
		int verdict = s->exits[i].verdict;
		if (verdict < 0)
			continue;
		for (size_t k = i; k < s->exit_count; k++) {
			if (s->exits[k].verdict != verdict)
				continue;
			lead_here(
			    &s->filter, s->exits[k].at, s->exits[k].if_true);
			s->exits[k].verdict = -1;
		}
		pronounce(s, verdict);
	}
}

/* In halves, since conditional jumps reach 255 instructions only. */
static void search_all(struct search *s)
{
	size_t middle = s->ranges / 2;
	unsigned short at = s->filter.len;

	sandbox_filter_add(
	    &s->filter, BPF_JMP | BPF_JGE | BPF_K, s->begins[middle]);
	search_half(s, 0, middle);
	lead_here(&s->filter, at, true);
	search_half(s, middle, s->ranges);
}

/* Behind the search, to which its last jumps lead. */
static void judge_arguments(struct search *s, unsigned needs)
{
	struct filter *f = &s->filter;

	for (int group = CALLS_CODE; group <= CALLS_OPENAT; group++) {
		unsigned short here = f->len;
		bool is_used = false;
		for (size_t i = 0; i < s->jump_count; i++) {
			unsigned short at = s->jumps[i].at;
			if (s->jumps[i].verdict != BY_ARGUMENT + group)
				continue;
			f->at[at].k = here - at - 1U;
			is_used = true;
		}
		if (is_used)
			sandbox_judge_arguments(
			    f, (enum calls_group)group, needs);
	}
}

/* What calls are judged by. */
struct measure {
	unsigned needs;
	bool has_paths;  /* files may be named */
	bool only_reads; /* they may not be written, nor made or removed */
};

static int judge(enum calls_group group, const struct measure *m)
{
	const unsigned sockets = SANDBOX_DIALS | SANDBOX_BINDS |
	                         SANDBOX_LOOKS_UP | SANDBOX_DATAGRAMS |
	                         SANDBOX_REFUSES | SANDBOX_CONNECTS;
	bool has_programs = m->needs & SANDBOX_PROGRAMS;

	switch (group) {
	case CALLS_ALWAYS:
		return ALLOW;
	case CALLS_CODE:
	case CALLS_MAP:
		/* The C library loads modules to look names up. */
		return has_programs || (m->needs & SANDBOX_LOOKS_UP)
		           ? ALLOW
		           : BY_ARGUMENT + (int)group;
	case CALLS_KILL:
	case CALLS_SIGNAL:
	case CALLS_PROCESS:
		return has_programs ? ALLOW : BY_ARGUMENT + (int)group;
	case CALLS_THREAD:
	case CALLS_ITSELF:
	case CALLS_SEND:
	case CALLS_MESSAGE:
	case CALLS_MESSAGES:
	case CALLS_OPTION:
	case CALLS_BIND:
	case CALLS_DEVICE:
	case CALLS_SOCKET:
	case CALLS_PAIR:
	case CALLS_SOCKETCALL:
	case CALLS_CONTROL:
		return BY_ARGUMENT + (int)group;
	case CALLS_OPEN:
	case CALLS_OPENAT:
		return !m->has_paths   ? DENY_PATH
		       : m->only_reads ? BY_ARGUMENT + (int)group
		                       : ALLOW;
	case CALLS_PATHS:
		return m->has_paths ? ALLOW : DENY_PATH;
	case CALLS_CHANGES:
		return m->has_paths && !m->only_reads ? ALLOW : DENY_PATH;
	case CALLS_MODES:
		return DENY_OTHER;
	case CALLS_ADDRESSES:
		return (m->needs & sockets) ? ALLOW : DENY_OTHER;
	case CALLS_LISTENING:
		return (m->needs & SANDBOX_LISTENS) ? ALLOW : DENY_OTHER;
	case CALLS_PROGRAMS:
		return has_programs ? ALLOW : BREACH;
	case CALLS_FORBIDDEN:
		return BREACH;
	case CALLS_UNKNOWN:
		break;
	}
	return UNKNOWN;
}

/* Where landlock judges files, their calls may be made. */
static struct measure measure(const struct sandbox_rules *rules, bool is_judged)
{
	const unsigned read = SANDBOX_PLACE_LISTS | SANDBOX_PLACE_READS;
	unsigned rights = 0;

	for (size_t i = 0; i < rules->place_count; i++)
		rights |= rules->places[i].rights;
	return (struct measure){
		.needs = rules->needs,
		.has_paths =
		    is_judged || rights ||
		    (rules->needs & (SANDBOX_LOOKS_UP | SANDBOX_TRUSTS |
					SANDBOX_READS | SANDBOX_PROGRAMS |
					SANDBOX_PROCESSES | SANDBOX_SERVICES)),
		.only_reads = !is_judged && !(rights & ~read) &&
		              !(rules->needs & SANDBOX_PROGRAMS),
	};
}

static void find_ranges(struct search *s, const struct measure *m)
{
	int all[NUMBERS + 1];

	for (size_t i = 0; i <= NUMBERS; i++)
		all[i] = UNKNOWN;
	for (size_t i = 0; i < sandbox_call_count; i++) {
		const struct sandbox_call *call = &sandbox_calls[i];
		if (call->number >= 0 && call->number < NUMBERS)
			all[call->number] = judge(call->group, m);
	}
	for (unsigned i = 0; i <= NUMBERS; i++) {
		if (i > 0 && all[i] == all[i - 1])
			continue;
		s->begins[s->ranges] = i;
		s->verdicts[s->ranges++] = all[i];
	}
}

/* Threads that look names up are limited, too, if each has the filters of this
 * one; a library that was preloaded may have others. */
static long install(struct filter *f)
{
	const struct sock_fprog filter = { f->len, f->at };
	long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &filter);

	return result <= 0
	           ? result
	           : syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter);
}

int sandbox_limit_calls(
    const struct sandbox_rules *rules, bool is_judged, struct error *err)
{
	static struct search s;
	struct filter *f = &s.filter;
	const struct measure m = measure(rules, is_judged);

	if (!SANDBOX_ARCH)
		return 0;
	f->len = 0;
	s.ranges = s.jump_count = 0;
	find_ranges(&s, &m);
	sandbox_filter_load(f, offsetof(struct seccomp_data, arch));
	sandbox_filter_add(f, BPF_JMP | BPF_JEQ | BPF_K, SANDBOX_ARCH);
	f->at[f->len - 1].jt = 1;
	sandbox_filter_end(f, SECCOMP_RET_TRAP);
	sandbox_filter_load(f, offsetof(struct seccomp_data, nr));
	search_all(&s);
	judge_arguments(&s, rules->needs);
	if (install(f) == 0)
		return 1;
	if (sandbox_is_missing(errno) || errno == EINVAL)
		return 0;
	return error_sys(
	    err, FAULT_INTERNAL, "cannot limit system calls (seccomp)");
}
