/* SPDX-License-Identifier: MIT */
/* How people write which targets a proxy server connects to: a host or a range
 * of addresses, with or without ports. */
#ifndef ARGS_TARGET_RULE_H
#define ARGS_TARGET_RULE_H

#include "base/error.h"
#include "net/proxy-server/target-rules.h"

/*
 * Adds the rules of a word: HOST[:PORTS], RANGE[:PORTS], [V6-RANGE]:PORTS or
 * :PORTS, where HOST may have "*" for any bytes, and PORTS is as in ports.h.
 * option is for messages: "--allow-target". Returns 0, or -1 with FAULT_USAGE.
 */
int target_rule_parse(const char *option, const char *word,
    struct target_list *to, struct error *err);

#endif
