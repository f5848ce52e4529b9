/* SPDX-License-Identifier: MIT */
/* What commands that ask addresses have in common. */
#include "work/asking.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "stream/datagram.h"

bool asking_has_question(const struct config *cfg)
{
	return cfg->send.bytes || cfg->expect.bytes || cfg->ping.greeting;
}

struct exchange_opts asking_question(const struct config *cfg)
{
	return (struct exchange_opts){
		.send = cfg->send.bytes,
		.send_len = cfg->send.len,
		.expect = cfg->expect.bytes,
		.expect_len = cfg->expect.len,
	};
}

int asking_check_datagram(const struct config *cfg, const struct spec *target,
    const char *command, const char *purpose, struct error *err)
{
	if (!cfg->send.bytes) {
		error_set(err, FAULT_USAGE,
		    "missing --send for '%s': there is no connection to %s, "
		    "only a question to ask",
		    target->name, purpose);
		return error_hint(err, "usage: genet %s %s --send TEXT",
		    command, target->name);
	}
	if (cfg->send.len > DATAGRAM_LONGEST)
		return error_set(err, FAULT_USAGE,
		    "--send has %zu B, which is too long for one datagram "
		    "(UDP carries up to %d B)",
		    cfg->send.len, DATAGRAM_LONGEST);
	return 0;
}

int asking_read(struct asking *a, const struct config *cfg,
    const struct spec_rules *rules,
    int (*check)(
	const struct config *cfg, const struct spec *target, struct error *err),
    struct error *err)
{
	a->targets = xcalloc((size_t)cfg->operand_count, sizeof(*a->targets));
	while (a->read < cfg->operand_count) {
		struct spec *target = &a->targets[a->count++];
		int used =
		    spec_parse(cfg->operands + a->read, rules, target, err);
		if (used < 0 || check(cfg, target, err) < 0)
			return -1;
		a->read += used;
	}
	return 0;
}

void asking_free(struct asking *a)
{
	for (size_t i = 0; i < a->count; i++)
		spec_free(&a->targets[i]);
	free(a->targets);
	*a = (struct asking){ 0 };
}
