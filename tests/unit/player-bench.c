/* SPDX-License-Identifier: MIT */
/* A player with its owner. */
#include "player-bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialogue/dialogue-read.h"
#include "tap.h"

void player_bench_open(struct player_bench *b, const char *text)
{
	struct error err = ERROR_NONE;

	*b = (struct player_bench){ .now = 1000 };
	variables_set(&b->known, "host", "example.com", 11);
	if (dialogue_read("x", text, strlen(text), &b->known, &b->file, &err) ||
	    repertoire_make(&b->repertoire, &b->file, NULL, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	b->opts = (struct player_opts){
		.repertoire = &b->repertoire,
		.only = &b->file.dialogues[0],
		.side = DIALOGUE_CLIENT,
		.known = &b->known,
		.step_timeout_us = BENCH_TIMEOUT,
		.max_step = 64,
	};
}

void player_bench_begin(struct player_bench *b)
{
	b->opts.side = b->opts.only ? DIALOGUE_CLIENT : DIALOGUE_SERVER;
	b->player = player_new(&b->opts);
}

enum player_act player_bench_run(struct player_bench *b)
{
	for (;;) {
		const void *bytes;
		size_t len;
		enum player_act act =
		    player_next(b->player, b->now, &bytes, &len);
		switch (act) {
		case PLAYER_SAYS:
			bytes_print(&b->did,
			    b->opts.carries_messages ? "[%.*s]" : "%.*s",
			    (int)len, len > 0 ? (const char *)bytes : "");
			player_said(b->player, len);
			break;
		case PLAYER_ENDS:
			bytes_add_text(&b->did, "[end]");
			player_ended(b->player);
			break;
		case PLAYER_WAITS:
			return act;
		case PLAYER_RESETS:
			bytes_add_text(&b->did, "[reset]");
			return act;
		case PLAYER_IS_DONE:
			bytes_add_text(&b->did, "[done]");
			return act;
		case PLAYER_FAILS:
			bytes_add_text(&b->did, "[fails]");
			return act;
		}
	}
}

void player_bench_hear(
    struct player_bench *b, const char *bytes, size_t len, size_t piece)
{
	if (len == 0 || piece == 0)
		piece = len;
	for (size_t at = 0; at < len || at == 0; at += piece) {
		size_t n = len - at < piece ? len - at : piece;
		player_hear(b->player, bytes + at, n, b->now);
		if (n == 0)
			break;
	}
}

const char *player_bench_did(struct player_bench *b)
{
	static char text[1024];

	snprintf(text, sizeof(text), "%.*s", (int)b->did.len,
	    b->did.len > 0 ? (const char *)b->did.at : "");
	bytes_clear(&b->did);
	return text;
}

const char *player_bench_message(struct player_bench *b)
{
	struct error err = ERROR_NONE;

	mismatch_error(player_mismatch(b->player), &err);
	snprintf(
	    b->message, sizeof(b->message), "%s\n%s", err.text, err.detail);
	return b->message;
}

void player_bench_end(struct player_bench *b)
{
	player_free(b->player);
	b->player = NULL;
}

void player_bench_close(struct player_bench *b)
{
	player_bench_end(b);
	bytes_free(&b->did);
	repertoire_free(&b->repertoire);
	dialogue_file_free(&b->file);
	variables_free(&b->known);
}

void player_case_run(
    const struct player_case *c, size_t piece, char *message, size_t size)
{
	struct player_bench b;

	player_bench_open(&b, c->dialogues);
	b.opts.carries_messages = c->flags & PLAYER_MESSAGES;
	b.repertoire.is_once = c->flags & PLAYER_ONCE;
	if (c->flags & PLAYER_SERVES)
		b.opts.only = NULL;
	player_bench_begin(&b);
	player_bench_run(&b);
	bool is_message = b.opts.carries_messages;
	if (c->comes_len > 0 || (is_message && c->then == PLAYER_THEN_NOTHING))
		player_bench_hear(
		    &b, c->comes, c->comes_len, is_message ? 0 : piece);
	if (c->then == PLAYER_THEN_RESET_EARLY)
		player_hear_reset(b.player, b.now);
	player_bench_run(&b);
	if (c->then == PLAYER_THEN_END)
		player_hear_end(b.player, b.now);
	if (c->then == PLAYER_THEN_RESET)
		player_hear_reset(b.player, b.now);
	if (c->then == PLAYER_THEN_WAIT)
		b.now = player_due(b.player);
	if (player_bench_run(&b) == PLAYER_FAILS)
		snprintf(message, size, "%s", player_bench_message(&b));
	else
		snprintf(
		    message, size, "no mismatch: %s", player_bench_did(&b));
	player_bench_close(&b);
}

void player_case_check(const struct player_case *c)
{
	char message[2048], in_pieces[2048];

	player_case_run(c, 0, message, sizeof(message));
	is_text(message, c->message, "the message about '%s' and '%.*s'",
	    c->dialogues, (int)c->comes_len, c->comes);
	/* A piece that is not what was expected is the last that is heard. */
	player_case_run(c, 1, in_pieces, sizeof(in_pieces));
	message[strcspn(message, "\n")] = '\0';
	in_pieces[strcspn(in_pieces, "\n")] = '\0';
	is_text(in_pieces, message, "byte by byte the reason is the same");
}
