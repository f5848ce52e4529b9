/* SPDX-License-Identifier: MIT */
/* The words of lines for people. */
#include "tap/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void words_add(char *line, size_t size, const char *fmt, ...)
{
	size_t used = strlen(line);
	va_list args;

	va_start(args, fmt);
	vsnprintf(line + used, size - used, fmt, args);
	va_end(args);
}
