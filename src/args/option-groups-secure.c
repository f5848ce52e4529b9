/* SPDX-License-Identifier: MIT */
/* The option tables for what is between genet and its peer: proxies. */
#include "args/option-groups.h"

#include "args/config.h"

#define AT(field) offsetof(struct config, field)
#define GROUP(name, text)                                                      \
	const struct option_group option_group_##name = {                      \
		.title = text,                                                 \
		.specs = name,                                                 \
		.count = sizeof(name) / sizeof((name)[0]),                     \
	}

/* clang-format off */
static const struct option_spec proxy[] = {
	{ 0, "proxy", "URL", "connect by this proxy; repeated: by one after the other", OPTION_TEXTS, AT(proxy.urls), 0, 0, .is_common = true },
	{ 0, "proxy-password-file", "FILE", "the password of the user in the URL; its first line", OPTION_TEXTS, AT(proxy.password_files), 0, 0 },
};
GROUP(proxy, "Proxies");
/* clang-format on */
