/* SPDX-License-Identifier: MIT */
/* Members and words of several kinds of events. */
#include "tap/kinds/kind-private.h"

const char *const kind_directions[2] = { [TAP_IN] = "in", [TAP_OUT] = "out" };

void kind_add_connection(struct bytes *out, const struct tap_connection *c)
{
	json_word(out, "transport", tap_transport_word(c->transport));
	if (c->local)
		event_parts_address(out, "local", c->local);
	if (c->remote)
		event_parts_address(out, "remote", c->remote);
	if (!c->peer || !c->peer->is_known)
		return;
	json_open(out, "peer");
	if (c->peer->pid)
		json_number(out, "pid", c->peer->pid);
	json_number(out, "uid", c->peer->uid);
	json_number(out, "gid", c->peer->gid);
	json_close(out);
}

void kind_add_target(struct bytes *out, const struct tap_connection *c)
{
	json_open(out, "target");
	kind_add_connection(out, c);
	json_close(out);
}

void kind_say_addresses(char *line, const struct address_list *list,
    char *(*say)(char buf[ADDRESS_TEXT], const struct address *a))
{
	char text[ADDRESS_TEXT];

	for (size_t i = 0; i < list->count; i++)
		SAY(line, "%s%s", i ? ", " : "", say(text, &list->items[i]));
}

void kind_say_text(char *line, const struct tap_event *e)
{
	SAY(line, "%s", e->text);
}
