/* SPDX-License-Identifier: MIT */
/* The observers that tell people what happens. */
#include "front/observers.h"

struct tap *observers_begin(struct observers *o, const struct config *cfg)
{
	enum palette_when color = (enum palette_when)cfg->color;

	if (cfg->nc.program) {
		o->nc = nc_notices_make(cfg);
		return &o->nc.tap;
	}
	o->notices =
	    notices_make(cfg->verbosity, cfg->quiet, cfg->stats, color);
	if (cfg->verbosity < 3 || cfg->quiet)
		return &o->notices.tap;
	o->trace = trace_make(o->notices.started, color);
	o->trace.tap.next = &o->notices.tap;
	return &o->trace.tap;
}
