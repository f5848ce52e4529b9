/* SPDX-License-Identifier: MIT */
/* Terminals as ends of a conversation: their lines. */
#include "args/tty-spec.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/xalloc.h"

/* What a word of a tty says. */
enum aspect { SPEED = 1, FRAME_FORM, FLOW };

static bool parse_speed(const char *word, struct tty_settings *s)
{
	uint64_t speed;

	if (!parse_number(word, &speed) || speed == 0 || speed > INT_MAX)
		return false;
	s->speed = (unsigned)speed;
	return true;
}

/* "8n1" */
static bool parse_frame(const char *word, struct tty_settings *s)
{
	static const char letters[] = {
		[TTY_PARITY_NONE] = 'n',
		[TTY_PARITY_ODD] = 'o',
		[TTY_PARITY_EVEN] = 'e',
		[TTY_PARITY_MARK] = 'm',
		[TTY_PARITY_SPACE] = 's',
	};

	if (strlen(word) != 3 || word[0] < '5' || word[0] > '8' ||
	    (word[2] != '1' && word[2] != '2'))
		return false;
	const char *letter = memchr(letters, word[1], sizeof(letters));
	if (!letter)
		return false;
	s->data_bits = (unsigned)(word[0] - '0');
	s->parity = (enum tty_parity)(letter - letters);
	s->stop_bits = (unsigned)(word[2] - '0');
	return true;
}

static bool parse_flow(const char *word, struct tty_settings *s)
{
	static const char *const words[] = {
		[TTY_FLOW_NONE] = "none",
		[TTY_FLOW_XON_XOFF] = "xonxoff",
		[TTY_FLOW_RTS_CTS] = "rtscts",
	};

	for (enum tty_flow flow = TTY_FLOW_NONE; flow <= TTY_FLOW_RTS_CTS;
	     flow++) {
		if (strcmp(word, words[flow]) != 0)
			continue;
		s->flow = flow;
		return true;
	}
	return false;
}

/* Returns an aspect, or 0 if the word is none. */
static int parse_word(const char *word, struct tty_settings *s)
{
	if (parse_frame(word, s))
		return FRAME_FORM;
	if (parse_speed(word, s))
		return SPEED;
	return parse_flow(word, s) ? FLOW : 0;
}

/* Takes the words behind the device, and writes to them. */
static int parse_words(char *words, struct tty_settings *s, struct error *err)
{
	bool is_given[FLOW + 1] = { false };
	char *word;

	while ((word = strsep(&words, ","))) {
		int aspect = parse_word(word, s);
		if (!aspect)
			return error_set(err, FAULT_USAGE,
			    "tty: '%s' is none of a speed (115200), a frame "
			    "(8n1), none, xonxoff, rtscts",
			    word);
		if (is_given[aspect])
			return error_set(err, FAULT_USAGE,
			    "tty: '%s' contradicts a word before it", word);
		is_given[aspect] = true;
	}
	return 0;
}

/* Cuts the path off at the first comma. Returns 0 with what follows, or NULL if
 * there is no comma. */
static int parse_path(const char *text, const char *prefix,
    struct tty_spec *out, char **words, struct error *err)
{
	*out = (struct tty_spec){
		.path = xstrdup(text),
		.settings = TTY_SETTINGS_DEFAULT,
	};
	*words = out->path;
	strsep(words, ",");
	if (*out->path)
		return 0;
	return error_set(
	    err, FAULT_USAGE, "missing path in '%s%s'", prefix, text);
}

int tty_spec_parse(const char *text, struct tty_spec *out, struct error *err)
{
	char *words;

	if (parse_path(text, "tty:", out, &words, err) == 0 &&
	    (!words || parse_words(words, &out->settings, err) == 0))
		return 0;
	tty_spec_free(out);
	return -1;
}

int tty_spec_parse_pty(
    const char *text, struct tty_spec *out, struct error *err)
{
	char *words;
	int result = parse_path(text, "pty:", out, &words, err);

	if (result == 0 && words && strcmp(words, "once") != 0)
		result = error_set(
		    err, FAULT_USAGE, "pty: '%s' is none of once", words);
	out->once = words;
	if (result < 0)
		tty_spec_free(out);
	return result;
}

void tty_spec_free(struct tty_spec *t)
{
	free(t->path);
	t->path = NULL;
}
