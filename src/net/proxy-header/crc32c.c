/* SPDX-License-Identifier: MIT */
/* The checksum of Castagnoli. */
#include "net/proxy-header/crc32c.h"

/* The polynomial, with the lowest bit first. */
#define POLYNOMIAL 0x82f63b78U

/* Bit by bit: a header is short, and few have a checksum. */
uint32_t crc32c(uint32_t sum, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	sum = ~sum;
	for (size_t i = 0; i < len; i++) {
		sum ^= at[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum & 1 ? (sum >> 1) ^ POLYNOMIAL : sum >> 1;
	}
	return ~sum;
}
