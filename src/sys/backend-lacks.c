/* SPDX-License-Identifier: MIT */
/* What a backend has not. */
#include "sys/backend.h"

int backend_lacks(const char *what, struct error *err)
{
	return error_set(err, FAULT_UNSUPPORTED, "%s: %s", what, BACKEND_LACKS);
}
