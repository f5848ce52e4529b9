/* SPDX-License-Identifier: MIT */
/* A genet for Linux. */
#include "sys/backend.h"

const char backend_name[] = "linux";
const bool backend_is_linux = true;
const bool backend_has_abstract_names = true;
