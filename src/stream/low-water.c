/* SPDX-License-Identifier: MIT */
/* Fewer wake-ups for bulk data. */
#include "stream/low-water.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/socket/socket-option.h"
#include "tap/tap.h"

/* Half of the initial receive buffer: a larger mark would enlarge the buffer,
 * and could not be reached in one of fixed size. */
#define BATCH_BYTES (64 * 1024)

/* How long bytes may wait for a batch to fill. */
#define PATIENCE (CLOCK_SECOND / 1000)

/* So many bytes start batches if they come so fast that a batch fills in a
 * third of PATIENCE. Each batch that does not fill doubles the number. */
#define ENOUGH_FIRST ((size_t)1024 * 1024)
#define ENOUGH_LAST ((size_t)1024 * 1024 * 1024)
#define BYTES_PER_US (3 * BATCH_BYTES / PATIENCE)

static bool is_tcp(int fd)
{
	return socket_option_get(fd, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP;
}

struct low_water *low_water_new(int fd)
{
	struct low_water *l = xmalloc(sizeof(*l));

	*l = (struct low_water){
		.enough = is_tcp(fd) ? ENOUGH_FIRST : SIZE_MAX,
		.since = clock_now(),
		.due = CLOCK_NEVER,
	};
	return l;
}

static int set(int fd, int bytes, const char *why, struct tap *tap)
{
	int result =
	    setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof(bytes));

	tap_call(tap, result, why,
	    "setsockopt(%d, SOL_SOCKET, SO_RCVLOWAT, %d)", fd, bytes);
	return result;
}

static void start(struct low_water *l, int fd, struct tap *tap)
{
	if (set(fd, BATCH_BYTES, "bulk comes; it is read in batches", tap) == 0)
		l->due = clock_after(PATIENCE);
	else
		l->enough = SIZE_MAX;
}

void low_water_end(struct low_water *l, int fd, struct tap *tap)
{
	if (l->due == CLOCK_NEVER)
		return;
	set(fd, 1, "whatever comes is read at once", tap);
	l->due = CLOCK_NEVER;
	l->enough = 2 * l->enough < ENOUGH_LAST ? 2 * l->enough : ENOUGH_LAST;
	l->bulk = 0;
	l->since = clock_now();
}

/* Whether enough bytes came fast. If they came slowly, the count begins anew.
 */
static bool is_bulk(struct low_water *l, size_t n)
{
	l->bulk += n;
	if (l->bulk < l->enough)
		return false;
	int64_t now = clock_now();
	bool is_fast = l->bulk >= (size_t)(now - l->since) * BYTES_PER_US;
	l->bulk = 0;
	l->since = now;
	return is_fast;
}

void low_water_learn(struct low_water *l, int fd, ssize_t n, struct tap *tap)
{
	if (l->due == CLOCK_NEVER) {
		if (n > 0 && is_bulk(l, (size_t)n))
			start(l, fd, tap);
	} else if (n >= BATCH_BYTES) {
		l->due = clock_after(PATIENCE);
	} else {
		low_water_end(l, fd, tap);
	}
}
