/* SPDX-License-Identifier: MIT */
/* A genet for systems with little more than POSIX. */
#include "sys/backend.h"

const char backend_name[] = "portable";
const bool backend_is_linux = false;
const bool backend_has_abstract_names = false;
