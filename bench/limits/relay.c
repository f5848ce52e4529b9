/* SPDX-License-Identifier: MIT */
/* relay copy|splice BYTES PORT PEER-PORT
 * Accepts one connection to PORT and joins it with a connection to PEER-PORT.
 */
#include "flow.h"
#include "limits.h"

#include "../load/harness.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* A pipe is between the two, and so a direction is two flows. */
static void join_by_splice(const int ends[2], size_t size)
{
	struct flow flows[4];

	for (int i = 0; i < 2; i++) {
		int between[2];

		checked(pipe2(between, O_NONBLOCK), "pipe2");
		limits_widen(between[0]);
		flow_init(&flows[2 * i], ends[i], between[1], "splice", size);
		flow_init(
		    &flows[2 * i + 1], between[0], ends[!i], "splice", size);
	}
	flow_run(flows, 4);
}

int main(int argc, char **argv)
{
	struct limits_end end = { .must_listen = true };
	struct flow flows[2];
	size_t size;
	int ends[2];

	if (argc != 5)
		usage("relay copy|splice BYTES PORT PEER-PORT");
	signal(SIGPIPE, SIG_IGN);
	size = (size_t)number(argv[2]);
	end.place = argv[3];
	ends[0] = limits_open(&end);
	ends[1] = tcp_connection(number(argv[4]));
	for (int i = 0; i < 2; i++)
		checked(fcntl(ends[i], F_SETFL, O_NONBLOCK), "fcntl");
	if (strcmp(argv[1], "splice") == 0) {
		join_by_splice(ends, size);
		return 0;
	}
	flow_init(&flows[0], ends[0], ends[1], "copy", size);
	flow_init(&flows[1], ends[1], ends[0], "copy", size);
	flow_run(flows, 2);
	return 0;
}
