/* SPDX-License-Identifier: MIT */
/* Where the bytes of many clients go. */
#include "relay/sink.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "fake-stream.h"
#include "tap.h"

struct fixture {
	struct fake_stream output;
	struct sink sink;
	struct client clients[2];
};

static void begin(struct fixture *f, enum sink_kind kind, bool tags,
    const struct fake_script *script)
{
	memset(f, 0, sizeof(*f));
	fake_stream_init(&f->output, script);
	f->sink = (struct sink){
		.kind = kind, .output = &f->output.stream, .tags = tags
	};
	for (int i = 0; i < 2; i++) {
		struct client *c = &f->clients[i];
		struct sockaddr_in *sin = (void *)&c->remote.storage;
		c->number = i + 1;
		c->file.fd = -1;
		sin->sin_family = AF_INET;
		sin->sin_port = htons((uint16_t)(4001 + i));
		inet_pton(AF_INET, "192.0.2.1", &sin->sin_addr);
		c->remote.len = sizeof(*sin);
	}
}

static void end(struct fixture *f)
{
	sink_free(&f->sink);
	for (int i = 0; i < 2; i++)
		bytes_free(&f->clients[i].line);
	fake_stream_free(&f->output);
}

static int take(struct fixture *f, int client, const char *text)
{
	struct error err = ERROR_NONE;

	return sink_take(
	    &f->sink, &f->clients[client], text, strlen(text), &err);
}

/* Flushes; then the output has got exactly this. */
static void has_got(struct fixture *f, const char *wanted, const char *name)
{
	struct error err = ERROR_NONE;
	size_t len = strlen(wanted);

	ok(sink_flush(&f->sink, &err) == 0 && f->output.written_len == len &&
		(len == 0 || memcmp(f->output.written, wanted, len) == 0),
	    "%s", name);
}

static const struct fake_script takes_all = { 0 };

/* Fills in the address of a Unix socket with such a name. */
static void set_unix_name(struct client *c, const char *name)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	memcpy(sun.sun_path, name, strlen(name) + 1);
	memcpy(&c->remote.storage, &sun, sizeof(sun));
	c->remote.len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				    strlen(name) + 1);
}

static void test_forged_tag(void)
{
	struct fixture f;

	begin(&f, SINK_LINES, true, &takes_all);
	set_unix_name(&f.clients[0], "x\n7 10.0.0.1:22\tforged");
	take(&f, 0, "real\n");
	has_got(&f, "1 x\\n7 10.0.0.1:22\\tforged\treal\n",
	    "the name of a client's socket adds no line and no column");
	end(&f);
}

static void test_raw(void)
{
	struct fixture f;

	begin(&f, SINK_RAW, false, &takes_all);
	ok(!sink_has_pending(&f.sink), "at first nothing is pending");
	take(&f, 0, "on");
	take(&f, 1, "two\n");
	take(&f, 0, "e\n");
	ok(sink_has_pending(&f.sink), "what came is pending");
	has_got(&f, "ontwo\ne\n", "raw: bytes are written as they come");
	ok(!sink_has_pending(&f.sink), "then nothing is pending");
	sink_ended(&f.sink, &f.clients[0]);
	has_got(&f, "ontwo\ne\n", "raw: an end adds nothing");
	end(&f);
}

static void test_lines(void)
{
	struct fixture f;

	begin(&f, SINK_LINES, false, &takes_all);
	take(&f, 0, "on");
	has_got(&f, "", "lines: half a line is kept");
	take(&f, 1, "two\nthr");
	has_got(&f, "two\n", "lines: a whole one is not, though it is later");
	take(&f, 0, "e\n\nfour\nfi");
	has_got(
	    &f, "two\none\n\nfour\n", "lines: its rest completes the first");
	sink_ended(&f.sink, &f.clients[0]);
	has_got(
	    &f, "two\none\n\nfour\nfi\n", "lines: an end ends the last one");
	sink_ended(&f.sink, &f.clients[0]);
	has_got(&f, "two\none\n\nfour\nfi\n", "lines: once only");
	end(&f);
}

/* However a text is cut into pieces, its lines are the same. */
static void test_borders(void)
{
	static const char text[] = "one\n\ntwo\nthree\n";
	bool is_right = true;

	for (size_t a = 0; a < sizeof(text); a++)
		for (size_t b = a; b < sizeof(text); b++) {
			struct fixture f;
			struct error err = ERROR_NONE;
			size_t len = strlen(text);
			begin(&f, SINK_LINES, false, &takes_all);
			struct client *c = &f.clients[0];
			sink_take(&f.sink, c, text, a, &err);
			sink_take(&f.sink, c, text + a, b - a, &err);
			sink_take(&f.sink, c, text + b, len - b, &err);
			sink_flush(&f.sink, &err);
			is_right = is_right && f.output.written_len == len &&
			           memcmp(f.output.written, text, len) == 0;
			end(&f);
		}
	ok(is_right, "lines: where the pieces meet does not matter");
}

static void test_tags(void)
{
	struct fixture f;

	begin(&f, SINK_LINES, true, &takes_all);
	take(&f, 1, "two\n");
	take(&f, 0, "one\n");
	has_got(&f, "2 192.0.2.1:4002\ttwo\n1 192.0.2.1:4001\tone\n",
	    "tags: each line begins with its client");
	end(&f);
}

static void test_long_lines(void)
{
	size_t most = 1024 * 1024;
	char *line = malloc(most + 1);
	struct fixture f;
	struct error err = ERROR_NONE;

	memset(line, 'x', most + 1);
	begin(&f, SINK_LINES, false, &takes_all);
	is_int(sink_take(&f.sink, &f.clients[0], line, most, &err), 0,
	    "a line of 1 MiB is kept");
	is_int(sink_take(&f.sink, &f.clients[0], line, 1, &err), -1,
	    "a longer one is not");
	has_text(err.text, "1024 KiB", "which says how long it may be");
	end(&f);
	free(line);
}

static void test_slow_output(void)
{
	static const ssize_t writes[] = { 2, STREAM_AGAIN, 1, STREAM_AGAIN };
	const struct fake_script script = { .writes = writes,
		.write_count = 4 };
	struct fixture f;
	char *much = calloc(1, 256 * 1024);

	begin(&f, SINK_RAW, false, &script);
	take(&f, 0, "hello");
	has_got(&f, "he", "an output takes what it takes");
	take(&f, 1, "you");
	has_got(&f, "hel", "and a little more");
	ok(sink_has_pending(&f.sink), "the rest is pending");
	has_got(&f, "helloyou", "and comes in its order");
	struct error err = ERROR_NONE;
	ok(!sink_is_full(&f.sink), "a sink is not full");
	sink_take(&f.sink, &f.clients[0], much, 256 * 1024, &err);
	ok(sink_is_full(&f.sink), "until much is pending");
	sink_flush(&f.sink, &err);
	ok(!sink_is_full(&f.sink), "and is not when that is written");
	end(&f);
	free(much);
}

static void test_broken_output(void)
{
	static const ssize_t writes[] = { STREAM_ERROR };
	const struct fake_script script = { .writes = writes,
		.write_count = 1 };
	struct error err = ERROR_NONE;
	struct fixture f;

	begin(&f, SINK_RAW, false, &script);
	take(&f, 0, "hello");
	is_int(sink_flush(&f.sink, &err), -1, "an output may fail");
	is_text(err.text, FAKE_WRITE_FAILED, "and says why");
	end(&f);
}

static void test_discard(void)
{
	struct fixture f;

	begin(&f, SINK_DISCARD, false, &takes_all);
	is_int(take(&f, 0, "hello"), 0, "discard: all is taken");
	ok(!sink_has_pending(&f.sink), "discard: nothing comes of it");
	end(&f);
}

/* Where its context says. */
static char *name_file(const void *context, const struct client *c)
{
	char *name = malloc(strlen(context) + 16);

	sprintf(name, "%s-%d", (const char *)context, c->number);
	return name;
}

/* What the file holds, up to 15 bytes. */
static const char *holds(const char *name)
{
	static char text[16];
	FILE *file = fopen(name, "r");
	size_t len = file ? fread(text, 1, sizeof(text) - 1, file) : 0;

	text[len] = '\0';
	if (file)
		fclose(file);
	return text;
}

static void begin_files(struct fixture *f, const char *prefix)
{
	begin(f, SINK_FILES, false, &takes_all);
	f->sink.file_name = name_file;
	f->sink.context = prefix;
	f->sink.files.max_used = 1024;
}

static int open_file(struct fixture *f, int client, struct error *err)
{
	return sink_opened(&f->sink, &f->clients[client], err);
}

static int close_file(struct fixture *f, int client)
{
	struct error err = ERROR_NONE;

	return sink_closed(&f->sink, &f->clients[client], &err);
}

static void test_room_for_names(const char *one)
{
	struct fixture f;
	struct error err = ERROR_NONE;

	begin_files(&f, "file");
	f.sink.files.max_used = 10;
	is_int(open_file(&f, 0, &err), -1, "files: names have a limit");
	has_text(err.text, "no room", "files: which it says");
	ok(access(one, F_OK) < 0, "files: and none is made then");
	f.sink.files.names_differ = true;
	is_int(open_file(&f, 0, &err), 0, "files: unless they always differ");
	close_file(&f, 0);
	ok(unlink(one) == 0, "files: it was there");
	end(&f);
}

static void test_files(const char *one, const char *two)
{
	struct error err = ERROR_NONE;
	struct fixture f;

	begin_files(&f, "file");
	is_int(open_file(&f, 0, &err), 0, "files: one is opened");
	is_int(open_file(&f, 1, &err), 0, "files: and another one");
	take(&f, 0, "one");
	take(&f, 1, "two");
	take(&f, 0, ",more");
	is_text(holds(one), "one,more", "files: the first has its bytes");
	is_text(holds(two), "two", "files: the second has its own");
	ok(!sink_has_pending(&f.sink), "files: nothing is left for the output");
	close_file(&f, 0);
	is_int(open_file(&f, 0, &err), -1, "files: no name is used twice");
	has_text(err.text, "another client", "files: which it says");
	is_text(holds(one), "one,more", "files: and nothing is lost by it");
	remove(one);
	is_int(open_file(&f, 0, &err), 0, "files: unless the file has gone");
	close_file(&f, 0);
	close_file(&f, 1);
	end(&f);
}

static void test_shared_file(const char *one, const char *two)
{
	struct error err = ERROR_NONE;
	struct fixture f;

	begin_files(&f, "file");
	f.sink.files.names_differ = true;
	open_file(&f, 0, &err);
	take(&f, 0, "one");
	remove(two);
	ok(link(one, two) == 0, "files: there is a second name for the first");
	is_int(open_file(&f, 1, &err), -1, "files: it is not opened again");
	is_text(holds(two), "one", "files: nor emptied");
	close_file(&f, 0);
	is_int(open_file(&f, 1, &err), 0, "files: before it is free");
	is_text(holds(one), "", "files: which empties it");
	is_int(close_file(&f, 1), 0, "files: one can be closed");
	is_int(close_file(&f, 1), 0, "files: and then there is none");
	end(&f);
}

static void test_broken_file(const char *one)
{
	struct error err = ERROR_NONE;
	struct fixture f;

	begin_files(&f, "no/such/file");
	is_int(open_file(&f, 0, &err), -1, "files: one may not be opened");
	has_text(err.text, "'no/such/file-1': no such", "files: it says why");
	end(&f);
	begin_files(&f, "file");
	remove(one);
	ok(mkfifo(one, 0600) == 0, "files: there is a FIFO");
	is_int(open_file(&f, 0, &err), -1, "files: it is not waited for");
	has_text(err.text, "it is a FIFO", "files: and named");
	end(&f);
}

static void test_all_files(void)
{
	char dir[] = "/tmp/test-sink.XXXXXX";
	const char *one = "file-1", *two = "file-2";

	if (!mkdtemp(dir) || chdir(dir) < 0) {
		ok(false, "there is a directory for files");
		return;
	}
	test_files(one, two);
	remove(one);
	test_room_for_names(one);
	test_shared_file(one, two);
	test_broken_file(one);
	remove(one);
	remove(two);
	ok(chdir("/") == 0 && rmdir(dir) == 0, "files: nothing else is left");
}

int main(void)
{
	test_raw();
	test_forged_tag();
	test_lines();
	test_borders();
	test_tags();
	test_long_lines();
	test_slow_output();
	test_broken_output();
	test_discard();
	test_all_files();
	return plan();
}
