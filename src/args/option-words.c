/* SPDX-License-Identifier: MIT */
/* The words that values of options can be, in the order of their enums. */
#include "args/option-words.h"

#include <stddef.h>

#include "args/template.h"
#include "net/starttls/starttls.h"

#define LIST(...)                                                              \
	(const char *const[])                                                  \
	{                                                                      \
		__VA_ARGS__, NULL                                              \
	}

static const char *const *const lists[] = {
	[WORDS_ANNOUNCE] = template_announce_names,
	[WORDS_ANY] = LIST("any"),
	[WORDS_COLORS] = LIST("auto", "always", "never"),
	[WORDS_ENGINES] = LIST("auto", "copy", "splice"),
	[WORDS_EVENTS_DATA] = LIST("lengths", "bytes", "none"),
	[WORDS_FORMATS] =
	    LIST("raw", "lines", "length-prefixed", "hex", "json"),
	[WORDS_HEADER_VERSIONS] = LIST("none", "1", "2"),
	[WORDS_LANGUAGES] = LIST("C", "python"),
	[WORDS_PAIR_KINDS] = LIST("pair", "unix", "tcp", "udp"),
	[WORDS_PAIR_TYPES] = LIST("stream", "dgram", "seqpacket"),
	[WORDS_PROGRESS] = LIST("never", "auto", "plain"),
	[WORDS_RESULTS] = LIST("text", "tap", "junit"),
	[WORDS_SANDBOX] = LIST("on", "off", "strict"),
	[WORDS_STARTTLS] = starttls_words,
	[WORDS_STREAM_FORMATS] = LIST("raw", "lines"),
	[WORDS_TLS_CLOSES] = LIST("auto", "early", "late"),
	[WORDS_WRITE_OUT] = template_write_out_names,
};

const char *const *option_words(enum option_words which)
{
	return lists[which];
}
