/* SPDX-License-Identifier: MIT */
/* udp-feed PORT COUNT SIZE [RATE]: sends datagrams, RATE of them in a second or
 * as fast as it goes, each with its number. Prints how many were sent. */
#include "harness.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { LARGEST = 65507, NUMBER = 9 };

int main(int argc, char **argv)
{
	static char bytes[LARGEST + NUMBER];
	double rate = argc == 5 ? fraction(argv[4]) : 0;
	double begin;
	double took;
	size_t size;
	long count;
	long sent = 0;
	int fd;

	if (argc < 4 || argc > 5)
		usage("udp-feed PORT COUNT SIZE [RATE]");
	fd = udp_connected(number(argv[1]));
	count = number(argv[2]);
	size = (size_t)number(argv[3]);
	if (size < NUMBER || size > LARGEST)
		usage("udp-feed PORT COUNT SIZE [RATE], SIZE of 9 to 65507");
	memset(bytes, '.', sizeof(bytes));

	begin = seconds_now();
	for (long i = 0; i < count; i++) {
		/* Sixteen at once; to sleep would be too coarse. */
		if (rate > 0 && i % 16 == 0)
			while (seconds_now() < begin + (double)i / rate)
				;
		snprintf(bytes, NUMBER + 1, "R%08ld", i % 100000000);
		bytes[NUMBER] = ' ';
		bytes[size - 1] = '\n';
		sent += send(fd, bytes, size, 0) == (ssize_t)size;
		bytes[size - 1] = '.';
	}
	took = seconds_now() - begin;
	printf("sent=%ld seconds=%.6f rate=%.0f\n", sent, took,
	    (double)sent / took);
	return 0;
}
