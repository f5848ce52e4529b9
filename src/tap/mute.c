/* SPDX-License-Identifier: MIT */
/* An observer that passes events on to others, but for one kind. */
#include "tap/mute.h"

#include <stddef.h>

static bool mute_wants(const struct tap *tap, enum tap_kind kind)
{
	const struct mute *m = (const struct mute *)tap;

	return kind != m->kind && tap_wants(m->others, kind);
}

static void mute_event(struct tap *tap, const struct tap_event *event)
{
	struct tap_event same = *event;

	tap_tell(((struct mute *)tap)->others, &same);
}

static const struct tap_ops mute_ops = {
	.wants = mute_wants,
	.event = mute_event,
};

struct mute mute_make(struct tap *others, enum tap_kind kind)
{
	return (struct mute){
		.tap.ops = &mute_ops,
		.others = others,
		.kind = kind,
	};
}
