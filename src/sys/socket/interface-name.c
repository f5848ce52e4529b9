/* SPDX-License-Identifier: MIT */
/* The names of network interfaces, also where no socket can be made to ask. */
#include "sys/socket/interface-name.h"

#include <errno.h>
#include <stdio.h>

static struct if_nameindex *noted; /* NULL: none */

void interface_name_remember(void)
{
	if (!noted)
		noted = if_nameindex();
}

bool interface_name_find(unsigned index, char name[IF_NAMESIZE])
{
	if (if_indextoname(index, name))
		return true;
	if (!noted || errno == ENXIO)
		return false;
	for (const struct if_nameindex *i = noted; i->if_index; i++)
		if (i->if_index == index) {
			snprintf(name, IF_NAMESIZE, "%s", i->if_name);
			return true;
		}
	return false;
}
