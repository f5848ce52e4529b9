/* SPDX-License-Identifier: MIT */
/* The failure of a file that an observer writes. */
#include "tap/trouble.h"

#include <errno.h>

#include "base/sysno.h"
#include "tap/words.h"

void trouble_tell(
    struct tap *all, const char *what, const char *name, int sysno)
{
	struct error err = ERROR_NONE;

	if (sysno == EPIPE)
		error_set(&err, FAULT_IO,
		    "the %s ends: the reader of '%s' has closed it", what,
		    name);
	else if (sysno == ETIMEDOUT)
		error_set(&err, FAULT_IO,
		    "the %s ends: the reader of '%s' does not read", what,
		    name);
	else
		error_set(&err, FAULT_IO, "the %s ends: cannot write '%s': %s",
		    what, name, sysno_phrase(sysno));
	tap_tell(
	    all, &(struct tap_event){ .kind = TAP_WARNING, .error = &err });
}

int trouble_conclude(
    const char *what, const char *name, uint64_t written, struct error *err)
{
	return error_set(err, FAULT_IO,
	    "the %s in '%s' is incomplete: it ends after %s", what, name,
	    SIZE(written));
}
