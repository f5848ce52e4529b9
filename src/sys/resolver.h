/* SPDX-License-Identifier: MIT */
/* What the resolver of the C library does, as far as no file says so. */
#ifndef SYS_RESOLVER_H
#define SYS_RESOLVER_H

#include <stdbool.h>

/* Whether it is that of the GNU C library: it reads nsswitch.conf(5), takes the
 * domain of the host name if resolv.conf(5) names none, and adds domains also
 * to names with dots. Others do none of this. */
bool resolver_is_gnu(void);

#endif
