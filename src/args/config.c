/* SPDX-License-Identifier: MIT */
/* What a command line allocates. */
#include "args/config.h"

#include <stdlib.h>

#include "base/xalloc.h"

void config_add_operand(struct config *cfg, const char *word)
{
	size_t count = (size_t)cfg->operand_count;

	cfg->operands =
	    xreallocarray(cfg->operands, count + 2, sizeof(*cfg->operands));
	cfg->operands[count] = word;
	cfg->operands[count + 1] = NULL;
	cfg->operand_count++;
}

void config_free(struct config *cfg)
{
	free(cfg->operands);
	free(cfg->data.bytes);
	free(cfg->urgent.bytes);
	free(cfg->reply.bytes);
	free(cfg->send.bytes);
	free(cfg->expect.bytes);
	free(cfg->until.bytes);
	free(cfg->groups.items);
	free(cfg->allow.items);
	free(cfg->deny.items);
	free(cfg->nc.keywords.items);
	free(cfg->tls.pins.items);
	free(cfg->proxy.urls.items);
	free(cfg->proxy.password_files.items);
	free(cfg->proxy.allowed_targets.items);
	free(cfg->proxy.denied_targets.items);
	free(cfg->proxy.user_files.items);
	free(cfg->faults.texts.items);
	free(cfg->dialogue.set.items);
}
