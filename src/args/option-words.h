/* SPDX-License-Identifier: MIT */
/* The words that values of options can be. */
#ifndef ARGS_OPTION_WORDS_H
#define ARGS_OPTION_WORDS_H

enum option_words {
	WORDS_NONE,
	WORDS_ANNOUNCE,
	WORDS_ANY,
	WORDS_COLORS,
	WORDS_ENGINES,
	WORDS_EVENTS_DATA,
	WORDS_FORMATS,
	WORDS_HEADER_VERSIONS,
	WORDS_LANGUAGES,
	WORDS_PAIR_KINDS,
	WORDS_PAIR_TYPES,
	WORDS_PROGRESS,
	WORDS_RESULTS,
	WORDS_SANDBOX,
	WORDS_STARTTLS,
	WORDS_STREAM_FORMATS,
	WORDS_TLS_CLOSES,
	WORDS_WRITE_OUT,
};

/* The list, which ends in NULL; NULL for WORDS_NONE. */
const char *const *option_words(enum option_words which);

#endif
