/* SPDX-License-Identifier: MIT */
/* What a command line has allocated. */
#include "args/config.h"

#include <stdlib.h>

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
}
