/* SPDX-License-Identifier: MIT */
/* The checksum of Castagnoli: RFC 9260, appendix A. */
#ifndef NET_PROXY_HEADER_CRC32C_H
#define NET_PROXY_HEADER_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* That of more bytes, where sum is that of the bytes before; 0: none. */
uint32_t crc32c(uint32_t sum, const void *bytes, size_t len);

#endif
