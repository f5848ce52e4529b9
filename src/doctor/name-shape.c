/* SPDX-License-Identifier: MIT */
/* What a host name cannot look like. */
#include <ctype.h>
#include <string.h>

#include "doctor/name-judge.h"

/* RFC 1035, section 2.3.4: of a name as text, and of a part of it. */
#define NAME_MOST 253
#define LABEL_MOST 63

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *labels_problem(const char *host)
{
	size_t len;

	for (const char *at = host; *at; at += len + (at[len] == '.')) {
		len = strcspn(at, ".");
		if (len == 0)
			return "a part between two dots is empty";
		if (len > LABEL_MOST)
			return "a part is longer than 63 letters";
	}
	return strlen(host) > NAME_MOST ? "it is longer than 253 letters"
	                                : NULL;
}

const char *name_judge_shape(const char *host)
{
	for (const char *at = host; *at; at++)
		if (!isascii((unsigned char)*at))
			return "it has letters that are not ASCII";
	if (strchr(host, ':'))
		return "it looks like an IPv6 address, but is not a valid one";
	if (host[strspn(host, DIGITS ".")] == '\0')
		return "it looks like an IPv4 address, but is not a valid one";
	if (strpbrk(host, " \t\r\n"))
		return "it has a blank";
	if (host[strspn(host, LETTERS DIGITS "-._")] != '\0')
		return "no name has such a character";
	return labels_problem(host);
}
