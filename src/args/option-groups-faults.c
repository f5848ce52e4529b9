/* SPDX-License-Identifier: MIT */
/* The option table for faults that are made on purpose. */
#include <limits.h>

#include "args/option-groups-private.h"
#include "args/option-groups.h"

/* clang-format off */
static const struct option_spec faults[] = {
	{ 0, "fault", "FAULT", "make a fault, such as down:latency=2s; can be repeated", OPTION_TEXTS, AT(faults.texts), 0, 0, .is_common = true },
	{ 0, "faults", "FILE", "make and end faults at the times that FILE says", OPTION_TEXT, AT(faults.file), 0, 0 },
	{ 0, "seed", "N", "with the same N chance decides the same again", OPTION_NUMBER, AT(faults.seed), 0, LONG_MAX },
	{ 0, "control", "PATH", "take orders about faults on this Unix socket", OPTION_TEXT, AT(faults.control), 0, 0 },
};
GROUP(faults, "Faults");
/* clang-format on */
