/* SPDX-License-Identifier: MIT */
/* For which systems this genet is built: sys/linux/ is for Linux, and
 * sys/portable/ stands in its place for others. */
#ifndef SYS_BACKEND_H
#define SYS_BACKEND_H

#include <stdbool.h>

#include "base/error.h"

/* "linux" or "portable" */
extern const char backend_name[];
extern const bool backend_is_linux;

/* Whether Unix sockets may have names that are no files (unix(7)). */
extern const bool backend_has_abstract_names;

/* Why something is not to be had. */
#define BACKEND_LACKS "this genet is built without what only Linux has"

/* Fills err for something that needs Linux: FAULT_UNSUPPORTED. Returns -1. */
int backend_lacks(const char *what, struct error *err);

#endif
