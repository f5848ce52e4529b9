/* SPDX-License-Identifier: MIT */
/* The variables of a lesson, and the values of its arguments. */
#include "demo/language/values.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo/language/names.h"
#include "net/address/unix-address.h"

const struct value *values_find(const struct variables *v, const char *name)
{
	unsigned count = v->count;

	for (unsigned i = 0; i < count && i < VARIABLES; i++)
		if (strcmp(v->at[i].name, name) == 0)
			return &v->at[i].value;
	return NULL;
}

static void set(
    struct variables *v, const char *name, const struct value *value)
{
	struct value *known = (struct value *)values_find(v, name);

	if (known) {
		*known = *value;
		return;
	}
	/* A call that blocked may return while another party makes one. */
	unsigned i = *name ? atomic_fetch_add(&v->count, 1) : VARIABLES;
	if (i < VARIABLES) {
		v->at[i].value = *value;
		snprintf(v->at[i].name, sizeof(v->at[i].name), "%s", name);
	}
}

void values_set_number(
    struct variables *v, const char *name, enum value_kind kind, long number)
{
	set(v, name, &(struct value){ .kind = kind, .number = number });
}

void values_set_address(
    struct variables *v, const char *name, const struct address *address)
{
	set(v, name,
	    &(struct value){ .kind = VALUE_ADDRESS, .address = *address });
}

/* Addresses */

void values_host(char host[PHRASE_WORD], int family, const char *word)
{
	bool is_ipv4 = family == AF_INET;
	const char *colon = strrchr(word, ':');
	int len = (int)(colon ? colon - word : (long)strlen(word));
	int bracket = *word == '[';

	if (strncmp(word, "loopback:", 9) == 0)
		snprintf(host, PHRASE_WORD, is_ipv4 ? "127.0.0.1" : "::1");
	else if (strncmp(word, "any:", 4) == 0)
		snprintf(host, PHRASE_WORD, is_ipv4 ? "0.0.0.0" : "::");
	else
		snprintf(host, PHRASE_WORD, "%.*s", len - 2 * bracket,
		    word + bracket);
}

static struct address make_inet(const char *host, unsigned port)
{
	struct address a = { .len = sizeof(struct sockaddr_in) };
	struct sockaddr_in *sin = (void *)&a.storage;
	struct sockaddr_in6 *sin6 = (void *)&a.storage;

	sin->sin_family = AF_INET;
	if (inet_pton(AF_INET, host, &sin->sin_addr) != 1) {
		a.len = sizeof(*sin6);
		sin6->sin6_family = AF_INET6;
		inet_pton(AF_INET6, host, &sin6->sin6_addr);
	}
	address_set_port(&a, port);
	return a;
}

/* "./file", or "@name", to which the process is added. */
static bool read_unix(
    const struct variables *v, const char *word, struct address *a)
{
	char name[2 * PHRASE_WORD];
	struct error err = ERROR_NONE;

	if (*word == '@')
		snprintf(name, sizeof(name), "%s-%d", word, v->process);
	else
		snprintf(name, sizeof(name), "%s", word);
	return unix_address_parse(name, a, &err) == 0;
}

/* "HOST:PORT", where PORT is a number, or the variable that has it. */
static bool read_inet(
    const struct variables *v, const char *word, struct address *a)
{
	const char *colon = strrchr(word, ':');
	char host[PHRASE_WORD];
	struct value port;

	if (!colon || !values_read(v, colon + 1, &port))
		return false;
	values_host(host, v->family, word);
	*a = make_inet(host, port.kind == VALUE_ADDRESS
				 ? address_port(&port.address)
				 : (unsigned)port.number);
	return true;
}

bool values_read(
    const struct variables *v, const char *word, struct value *value)
{
	const struct value *known = values_find(v, word);

	*value = (struct value){ .kind = VALUE_NUMBER };
	if (known) {
		*value = *known;
		return true;
	}
	if (*word == '\'') {
		value->kind = VALUE_BYTES;
		value->len = (size_t)phrase_bytes(word, value->bytes);
		return true;
	}
	if (*word == '.' || *word == '@') {
		value->kind = VALUE_ADDRESS;
		return read_unix(v, word, &value->address);
	}
	if (strcmp(word, "FAMILY") == 0) {
		value->number = v->family;
		return true;
	}
	if (v->type && strcmp(word, "TYPE") == 0)
		return names_read(v->type, &value->number);
	if (!*word || names_read(word, &value->number))
		return true;
	value->kind = VALUE_ADDRESS;
	return read_inet(v, word, &value->address);
}
