/* SPDX-License-Identifier: MIT */
/* The files that a run still opens in its sandbox. */
#ifndef WORK_CONFINE_PLACES_H
#define WORK_CONFINE_PLACES_H

#include <stdbool.h>

#include "args/config.h"
#include "work/confine-opts.h"

/* Adds the places of the files that the options and the addresses name. Their
 * paths are allocated, and to be freed by the caller. */
void confine_places_add(const struct config *cfg,
    const struct confine_opts *opts, struct sandbox_rules *out);

/* Whether a socket that is bound is a file, which the run removes at its end.
 * NULL: none is bound. */
bool confine_places_has_socket_file(const struct address_list *bound);

/* Whether this process can make the files of clients in their directory, and
 * remove those of the sockets that are bound (NULL: none). Returns 0, or -1
 * with FAULT_IO. */
int confine_places_check(const struct config *cfg,
    const struct address_list *bound, struct error *err);

#endif
