/* SPDX-License-Identifier: MIT */
/* Two players with one dialogue, and conversations that are long. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "chance.h"
#include "dialogue/dialogue-read.h"
#include "dialogue/dialogue-text.h"
#include "dialogue/expression.h"
#include "dialogue/player.h"
#include "tap.h"

#define ROUNDS 3000
#define MOST_STEPS 12
#define LIMIT (1024 * 1024)

/* One side of a conversation, and its way to the other one. */
struct end {
	struct bytes
	    text; /* the dialogue: what the other side says is checked */
	struct dialogue_file file;
	struct repertoire repertoire;
	struct player *player;
	struct bytes way; /* to this end; messages behind their length */
	bool has_ended, is_told;
	enum player_act act;
};

struct conversation {
	struct end ends[2]; /* by enum dialogue_side */
	bool carries_messages;
	struct chance chance;
	size_t said, spoils; /* the byte that is changed on its way */
};

static void add_escaped(struct bytes *out, const struct bytes *text)
{
	dialogue_text_escape(out, text->at, text->len);
	bytes_add(out, "\n", 1);
}

/* A line, or any bytes with one '#' at their end. */
static struct bytes make_text(struct conversation *c, bool is_line)
{
	static const char letters[] = "ab cde", others[] = "ab\0\xff\r\n\\$ {}";
	struct bytes text = { 0 };

	for (size_t len = chance_below(&c->chance, 20); len > 0; len--)
		bytes_add(&text,
		    is_line ? &letters[chance_below(&c->chance, 6)]
			    : &others[chance_below(&c->chance, 11)],
		    1);
	bytes_add_text(&text, is_line ? "x\r\n" : "#");
	return text;
}

/* Writes the step as it is said, and in one of the ways to check it. */
static void add_step(struct conversation *c, bool is_exact)
{
	enum dialogue_side side = chance_below(&c->chance, 2);
	struct bytes *said = &c->ends[side].text;
	struct bytes *checked = &c->ends[!side].text;
	char mark = side == DIALOGUE_CLIENT ? '>' : '<';
	bool is_line = chance_below(&c->chance, 2);
	struct bytes text = make_text(c, is_line);
	size_t way = is_exact ? 0 : chance_below(&c->chance, 4);

	bytes_print(said, "%c ", mark);
	add_escaped(said, &text);
	if (way == 1) {
		bytes_print(checked, "%cbytes %zu\n", mark, text.len);
	} else if (way == 2 && is_line) {
		bytes_print(checked, "%cbegins ", mark);
		text.len = chance_below(&c->chance, text.len - 2) + 1;
		add_escaped(checked, &text);
	} else if (way == 2) {
		bytes_print(checked, "%cuntil #\n", mark);
	} else if (way == 3 && is_line) {
		bytes_print(checked, "%cmatches [a-e ]*x\n", mark);
	} else {
		bytes_print(checked, "%c ", mark);
		add_escaped(checked, &text);
	}
	bytes_free(&text);
}

static void make_dialogue(struct conversation *c, bool is_exact)
{
	for (size_t n = 1 + chance_below(&c->chance, MOST_STEPS); n > 0; n--)
		add_step(c, is_exact);
	for (size_t side = 0; side < 2; side++) {
		bool ends = chance_below(&c->chance, 2);
		for (size_t i = 0; ends && i < 2; i++)
			bytes_print(&c->ends[i].text, "%c eof\n", "><"[side]);
	}
}

static bool open_end(struct conversation *c, enum dialogue_side side)
{
	struct end *e = &c->ends[side];
	struct variables none = { 0 };
	struct error err = ERROR_NONE;

	if (dialogue_read("x", (const char *)e->text.at, e->text.len, &none,
		&e->file, &err) ||
	    repertoire_make(&e->repertoire, &e->file, NULL, &err)) {
		printf("# %s\n", err.text);
		return false;
	}
	const struct player_opts opts = {
		.repertoire = &e->repertoire,
		.only = &e->file.dialogues[0],
		.side = side,
		.carries_messages = c->carries_messages,
		.step_timeout_us = 1000000,
		.max_step = 64,
	};
	e->player = player_new(&opts);
	return true;
}

/* Puts what an end says on the way to the other one. */
static void send(
    struct conversation *c, struct end *to, const void *bytes, size_t len)
{
	if (c->carries_messages)
		bytes_add(&to->way, &len, sizeof(len));
	bytes_add(&to->way, bytes, len);
	if (len > 0 && c->spoils >= c->said && c->spoils < c->said + len)
		to->way.at[to->way.len - len + c->spoils - c->said] ^= 0x80;
	c->said += len;
}

static bool speak(struct conversation *c, struct end *e, struct end *to)
{
	const void *bytes;
	size_t len;

	e->act = player_next(e->player, 0, &bytes, &len);
	if (e->act == PLAYER_SAYS) {
		if (!c->carries_messages && len > 1)
			len = 1 + chance_below(&c->chance, len);
		send(c, to, bytes, len);
		player_said(e->player, len);
		return true;
	}
	if (e->act != PLAYER_ENDS)
		return false;
	to->has_ended = true;
	player_ended(e->player);
	return true;
}

static bool listen(struct conversation *c, struct end *e)
{
	size_t len = e->way.len;

	if (len == 0 && e->has_ended && !e->is_told) {
		e->is_told = true;
		player_hear_end(e->player, 0);
		return true;
	}
	if (len == 0 || !player_has_room(e->player))
		return false;
	if (c->carries_messages) {
		memcpy(&len, e->way.at, sizeof(len));
		bytes_drop(&e->way, sizeof(len));
	} else {
		len = 1 + chance_below(&c->chance, len);
	}
	player_hear(e->player, e->way.at, len, 0);
	bytes_drop(&e->way, len);
	return true;
}

/* Lets both go on, in any order, until nothing happens. */
static void converse(struct conversation *c)
{
	for (size_t idle = 0; idle < 50;) {
		size_t side = chance_below(&c->chance, 2);
		struct end *e = &c->ends[side];
		bool acts = chance_below(&c->chance, 2)
		                ? speak(c, e, &c->ends[!side])
		                : listen(c, e);
		idle = acts ? 0 : idle + 1;
	}
}

static void close_end(struct end *e)
{
	player_free(e->player);
	repertoire_free(&e->repertoire);
	dialogue_file_free(&e->file);
	bytes_free(&e->text);
	bytes_free(&e->way);
}

/* Returns whether both are as is expected: done, or, if a byte is changed, one
 * of them has failed. */
static bool play(uint64_t seed, bool carries_messages, size_t spoils)
{
	struct conversation c = {
		.chance = { .state = seed },
		.carries_messages = carries_messages,
		.spoils = spoils,
	};
	bool is_spoiled = spoils != SIZE_MAX;

	make_dialogue(&c, is_spoiled);
	bool result =
	    open_end(&c, DIALOGUE_CLIENT) && open_end(&c, DIALOGUE_SERVER);
	if (result) {
		converse(&c);
		bool are_done = c.ends[0].act == PLAYER_IS_DONE &&
		                c.ends[1].act == PLAYER_IS_DONE;
		bool has_failed = c.ends[0].act == PLAYER_FAILS ||
		                  c.ends[1].act == PLAYER_FAILS;
		result = is_spoiled && spoils < c.said ? has_failed : are_done;
	}
	if (!result)
		printf("# seed %llu:\n%.*s", (unsigned long long)seed,
		    (int)c.ends[0].text.len, (const char *)c.ends[0].text.at);
	close_end(&c.ends[0]);
	close_end(&c.ends[1]);
	return result;
}

static void test_two(void)
{
	bool streams = true, messages = true, spoiled = true;

	for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
		streams &= play(seed, false, SIZE_MAX);
		messages &= play(seed, true, SIZE_MAX);
		spoiled &= play(seed, seed % 2, seed % 40);
	}
	ok(streams, "both sides of any dialogue agree, over a stream");
	ok(messages, "and by messages");
	ok(spoiled, "and one of them notices each byte that is changed");
}

/* The other side says the same byte over and over, then the end. */
static void say_much(
    const char *dialogue, char filler, const char *end, size_t piece)
{
	struct variables none = { 0 };
	struct dialogue_file file;
	struct repertoire r;
	struct error err = ERROR_NONE;
	const void *bytes;
	size_t len;

	dialogue_read("x", dialogue, strlen(dialogue), &none, &file, &err);
	repertoire_make(&r, &file, NULL, &err);
	const struct player_opts opts = {
		.repertoire = &r,
		.only = file.dialogues,
		.side = DIALOGUE_CLIENT,
		.step_timeout_us = 1000000,
		.max_step = LIMIT,
	};
	struct player *p = player_new(&opts);
	struct bytes text = { 0 };
	size_t most = strstr(dialogue, "matches") ? EXPRESSION_BYTES : LIMIT;
	memset(bytes_room(&text, most, &len), filler, most);
	text.len = most - strlen(end);
	bytes_add_text(&text, end);
	for (size_t at = 0; at < text.len; at += piece)
		player_hear(p, text.at + at,
		    text.len - at < piece ? text.len - at : piece, 0);
	is_int(player_next(p, 0, &bytes, &len), PLAYER_IS_DONE,
	    "%s in pieces of %zu", dialogue, piece);
	player_free(p);
	bytes_free(&text);
	repertoire_free(&r);
	dialogue_file_free(&file);
}

/* Were the work more than linear, this would take hours. */
static void test_much(void)
{
	static const size_t pieces[] = { 1, 65536 };

	for (size_t i = 0; i < 2; i++) {
		say_much("<begins a", 'a', "\n", pieces[i]);
		say_much("<matches [a-c]+ ok", 'a', " ok\n", pieces[i]);
		say_much("<matches (a|aa)*(?<x>a*)b", 'a', "b\n", pieces[i]);
		say_much(
		    "<until aaaaaaaaaaaaaaaaaaaaaaab", 'a', "b", pieces[i]);
		say_much("<until(x) \\n", '\r', "\n", pieces[i]);
		say_much("<bytes(x) 1M", 'a', "", pieces[i]);
	}
}

int main(void)
{
	test_two();
	test_much();
	return plan();
}
