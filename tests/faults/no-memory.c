/* SPDX-License-Identifier: MIT */
/*
 * A library to preload (ld.so(8), LD_PRELOAD): the allocation that NO_MEMORY_AT
 * gives the number of fails. At the end, how many there were is written to the
 * file of NO_MEMORY_COUNT. Both concern the program alone, and none that it
 * starts; and its main thread only. Another thread runs getaddrinfo(3), which
 * asserts or follows NULL without memory: that is the C library's affair.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What glibc offers to those who replace its functions. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long number, failing;
static int count_fd = -1;

/* Its storage is there from the start: it needs no allocation itself. */
static _Thread_local int is_main __attribute__((tls_model("initial-exec")));

static int fails(void)
{
	if (!is_main)
		return 0;
	if (atomic_fetch_add(&number, 1) + 1 != atomic_load(&failing))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("NO_MEMORY_AT");
	const char *count = getenv("NO_MEMORY_COUNT");

	/* The system calls here are the same whatever is asked for. */
	count_fd = open(
	    count ? count : "/dev/null", O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	/* Above those that genet may be given, and that it makes itself. */
	if (count_fd >= 0) {
		int high = fcntl(count_fd, F_DUPFD_CLOEXEC, 200);
		close(count_fd);
		count_fd = high;
	}
	is_main = 1;
	if (at)
		atomic_store(&failing, atol(at));
	unsetenv("LD_PRELOAD");
	unsetenv("NO_MEMORY_AT");
	unsetenv("NO_MEMORY_COUNT");
}

__attribute__((destructor)) static void end(void)
{
	if (count_fd >= 0)
		dprintf(count_fd, "%ld\n", atomic_load(&number));
}
