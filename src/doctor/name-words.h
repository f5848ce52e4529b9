/* SPDX-License-Identifier: MIT */
/* Words about names; only for doctor/. */
#ifndef DOCTOR_NAME_WORDS_H
#define DOCTOR_NAME_WORDS_H

#include "probe/look/name-look.h"

/* Text that is returned is freed by the caller. */

/* "192.0.2.1, 192.0.2.2 and 2001:db8::1"; after four, "and 3 more". */
char *name_words_addresses(const struct address_list *list);

/* "name server 192.0.2.1", "name servers 192.0.2.1 and 192.0.2.2": those that
 * have said this of the family; NULL if none has. */
char *name_words_servers(
    const struct name_servers *servers, enum dns_answer answer, int family);

/* What a server has said: "no such name", "no answer in 1.5 s". */
char *name_words_answer(const struct name_server *s, int family);

/* The errno of a look that had no descriptor left, so that what it says of
 * files and servers is no fact about these; 0: there is none. */
int name_words_starved(const struct name_facts *f);

/* "IPv4 address", "address" ...; not allocated. */
const char *name_words_family(int family);

#endif
