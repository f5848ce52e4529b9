/* SPDX-License-Identifier: MIT */
/* The observer of a run of nc: what -v tells, and warnings, on stderr. */
#ifndef FRONT_NC_NC_NOTICES_H
#define FRONT_NC_NC_NOTICES_H

#include "args/config.h"
#include "tap/tap.h"

struct nc_notices {
	struct tap tap;
	const struct config *cfg;
};

struct nc_notices nc_notices_make(const struct config *cfg);

#endif
