/* SPDX-License-Identifier: MIT */
/* What the files of both versions share. */
#ifndef NET_PROXY_HEADER_PROXY_HEADER_PRIVATE_H
#define NET_PROXY_HEADER_PROXY_HEADER_PRIVATE_H

#include "net/proxy-header/proxy-header.h"

/* As proxy_header_decode() and proxy_header_encode(), of one version; the bytes
 * begin with the word or signature of it. */
ssize_t proxy_header_decode_v1(const unsigned char *bytes, size_t len,
    struct proxy_header *out, struct error *err);
ssize_t proxy_header_decode_v2(const unsigned char *bytes, size_t len,
    struct proxy_header *out, struct error *err);
void proxy_header_encode_v1(struct bytes *out, const struct proxy_header *h);
void proxy_header_encode_v2(struct bytes *out, const struct proxy_header *h);

/* Fails for a header that is wrong in that way: "has a NUL". Returns -1. */
int proxy_header_wrong(struct error *err, const char *what);

/* The family of both addresses, AF_INET also if they are mapped into IPv6;
 * AF_UNSPEC if they differ. */
int proxy_header_family(const struct proxy_header *h);

/* Copies the address of a host, 4 or 16 bytes, and returns how many. */
size_t proxy_header_ip(const struct address *a, unsigned char out[16]);

/* The beginning of a header of version 2. It has a NUL. */
#define PROXY_HEADER_SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
#define PROXY_HEADER_SIGNATURE_LEN 12

#endif
