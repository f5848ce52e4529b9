/* SPDX-License-Identifier: MIT */
/* The observers that tell people what happens, in the words of the front end:
 * -v and -vvv, or the -v of nc. */
#ifndef FRONT_OBSERVERS_H
#define FRONT_OBSERVERS_H

#include "args/config.h"
#include "front/nc/nc-notices.h"
#include "tap/notices.h"
#include "tap/trace.h"

struct observers {
	struct notices notices;
	struct trace trace;
	struct nc_notices nc;
};

/* Makes those that the command line asks for, in *o. Returns their chain. */
struct tap *observers_begin(struct observers *o, const struct config *cfg);

#endif
