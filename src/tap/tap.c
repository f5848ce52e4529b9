/* SPDX-License-Identifier: MIT */
/* Telling the chain of observers. */
#include "tap/tap.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

void tap_tell(struct tap *tap, const struct tap_event *event)
{
	int saved = errno;

	for (; tap; tap = tap->next)
		if (event->kind != TAP_CALL || tap->ops->wants_calls)
			tap->ops->event(tap, event);
	errno = saved;
}

bool tap_is_wanted(const struct tap *tap, enum tap_kind kind)
{
	for (; tap; tap = tap->next)
		if (!tap->ops->wants || tap->ops->wants(tap, kind))
			return true;
	return false;
}

static bool somebody_wants_calls(const struct tap *tap)
{
	for (; tap; tap = tap->next)
		if (tap->ops->wants_calls)
			return true;
	return false;
}

void tap_call(
    struct tap *tap, long result, const char *why, const char *fmt, ...)
{
	char text[512];
	va_list args;

	if (!somebody_wants_calls(tap))
		return;
	int saved = errno;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	errno = saved;
	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_CALL,
			  .text = text,
			  .number = result,
			  .why = why,
		      });
}
