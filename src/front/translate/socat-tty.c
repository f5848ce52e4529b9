/* SPDX-License-Identifier: MIT */
/* What addresses of socat say of serial lines and terminals. */
#include "front/translate/socat-tty.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define AT(field) offsetof(struct socat_tty, field)

/* clang-format off */
static const struct {
	const char *name;
	size_t at; /* of a bool */
} flags[] = {
	{ "cfmakeraw", AT(is_raw) },
	{ "crtscts", AT(has_rtscts) },
	{ "cstopb", AT(has_two_stops) },
	{ "ixoff", AT(has_xonxoff) },
	{ "ixon", AT(has_xonxoff) },
	{ "parenb", AT(has_parity) },
	{ "parodd", AT(is_odd) },
	{ "raw", AT(is_raw) },
	{ "rawer", AT(is_raw) },
};

/* Options that are about what a raw line does not do, or that any line of genet
 * has. */
static const char *const usual[] = { "clocal", "cread", "echo", "icanon",
	"icrnl", "isig", "noctty", "nonblock", "onlcr", "opost", "waitslave",
	"wait-slave" };
/* clang-format on */

bool socat_tty_is_line(const char *path)
{
	return strncmp(path, "/dev/tty", 8) == 0 ||
	       strncmp(path, "/dev/serial", 11) == 0;
}

/* "b115200" */
static bool is_speed(const char *name)
{
	return (*name == 'b' || *name == 'B') && name[1] &&
	       name[1 + strspn(name + 1, "0123456789")] == '\0';
}

/* "cs8", or "cs=8" in other words */
static bool is_size(const char *name)
{
	return strncasecmp(name, "cs", 2) == 0 && name[2] >= '5' &&
	       name[2] <= '8' && !name[3];
}

bool socat_tty_option(
    struct socat_tty *tty, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strcasecmp(flags[i].name, name) == 0) {
			*((bool *)tty + flags[i].at) = strcmp(value, "0") != 0;
			return true;
		}
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strcasecmp(usual[i], name) == 0)
			return true;
	if (is_speed(name))
		tty->speed = name + 1;
	else if (strcasecmp(name, "ispeed") == 0 ||
		 strcasecmp(name, "ospeed") == 0)
		tty->speed = value;
	else if (is_size(name))
		tty->data_bits = name[2];
	else if (strcasecmp(name, "link") == 0 ||
		 strcasecmp(name, "symbolic-link") == 0)
		tty->link = value;
	else
		return false;
	return true;
}

char *socat_tty_address(
    struct translation *t, const struct socat_tty *tty, const char *path)
{
	char frame[] = ",8n1";

	if (tty->data_bits)
		frame[1] = tty->data_bits;
	if (tty->has_parity)
		frame[2] = tty->is_odd ? 'o' : 'e';
	if (tty->has_two_stops)
		frame[3] = '2';
	if (!tty->is_raw)
		translation_note(t,
		    "genet makes the line raw; socat does only with raw or "
		    "rawer");
	return translation_text(t, "tty:%s%s%s%s%s", path,
	    tty->speed ? "," : "", tty->speed ? tty->speed : "",
	    strcmp(frame, ",8n1") == 0 ? "" : frame,
	    tty->has_rtscts    ? ",rtscts"
	    : tty->has_xonxoff ? ",xonxoff"
			       : "");
}
