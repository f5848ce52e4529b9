/* SPDX-License-Identifier: MIT */
/* The names of network interfaces, also where no socket can be made to ask. */
#ifndef SYS_SOCKET_INTERFACE_NAME_H
#define SYS_SOCKET_INTERFACE_NAME_H

#include <net/if.h>
#include <stdbool.h>

/* Notes the names of all interfaces for the time in a sandbox, once. */
void interface_name_remember(void);

/* Fills in the name of the interface with that index: the one of now, or, if
 * that cannot be found out, the noted one. Returns whether there is one. */
bool interface_name_find(unsigned index, char name[IF_NAMESIZE]);

#endif
