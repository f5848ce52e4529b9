/* SPDX-License-Identifier: MIT */
/* Programs that do what a lesson does. */
#include "demo/course/program.h"

int program_write(const struct lesson *lesson, int family,
    enum program_language language, struct error *err)
{
	(void)lesson, (void)family, (void)language;
	return error_set(err, FAULT_UNSUPPORTED, "not yet");
}
