/* SPDX-License-Identifier: MIT */
/* Where there is no sandbox. */
#include "sys/sandbox/sandbox.h"

#include "sys/backend.h"

const char *sandbox_impossible(void)
{
	return BACKEND_LACKS;
}

int sandbox_landlock(void)
{
	return 0;
}

int sandbox_enter(const struct sandbox_rules *rules,
    struct sandbox_force *force, struct error *err)
{
	*force = (struct sandbox_force){ .not_here = BACKEND_LACKS };
	return 0;
}
