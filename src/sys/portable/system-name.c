/* SPDX-License-Identifier: MIT */
/* Where no such names are known. */
#include "sys/socket/system-name.h"

#include <stddef.h>

const struct system_name system_names[] = { { NULL, 0 } };
