/* SPDX-License-Identifier: MIT */
/* duplex [-l] [-U] [-b BYTES] copy|splice PORT|PATH
 * Both directions at once between a socket and standard input and output, which
 * have to be pipes. -l: listens; -U: a Unix socket; -b: how much one call
 * moves. */
#include "flow.h"
#include "limits.h"

#include "../load/harness.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct limits_end end = { 0 };
	struct flow flows[2];
	size_t size = 1 << 20;
	int option;
	int fd;

	while ((option = getopt(argc, argv, "lUb:")) >= 0)
		if (option == 'l')
			end.must_listen = true;
		else if (option == 'U')
			end.is_unix = true;
		else if (option == 'b')
			size = (size_t)number(optarg);
	if (argc - optind != 2)
		usage("duplex [-l] [-U] [-b BYTES] copy|splice PORT|PATH");
	signal(SIGPIPE, SIG_IGN);
	limits_widen(0);
	limits_widen(1);
	end.place = argv[optind + 1];
	fd = limits_open(&end);
	checked(fcntl(fd, F_SETFL, O_NONBLOCK), "fcntl");
	flow_init(&flows[0], 0, fd, argv[optind], size);
	flow_init(&flows[1], fd, 1, argv[optind], size);
	flow_run(flows, 2);
	return 0;
}
