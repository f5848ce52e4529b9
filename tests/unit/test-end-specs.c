/* SPDX-License-Identifier: MIT */
/* Texts of addresses that are no sockets: files, terminals, commands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/command-words.h"
#include "args/file-spec.h"
#include "args/tty-spec.h"
#include "base/xalloc.h"
#include "tap.h"

/* Files */

static void check_file(const char *text, const char *path, enum file_mode mode)
{
	struct file_spec f;
	struct error err = ERROR_NONE;

	if (!ok(file_spec_parse(text, &f, &err) == 0, "file: '%s'", text))
		return;
	is_text(f.path, path, "its path");
	is_int(f.mode, mode, "its mode");
	file_spec_free(&f);
}

static void refuses_file(const char *text, bool is_fifo, const char *why)
{
	struct file_spec f;
	struct error err = ERROR_NONE;
	int result = is_fifo ? file_spec_parse_fifo(text, &f, &err)
	                     : file_spec_parse(text, &f, &err);

	ok(result < 0 && err.kind == FAULT_USAGE, "'%s' is refused", text);
	is_text(err.text, why, "it says why");
}

static void test_files(void)
{
	struct file_spec f;
	struct error err = ERROR_NONE;

	check_file("a", "a", FILE_BY_SIDE);
	check_file("/tmp/a b", "/tmp/a b", FILE_BY_SIDE);
	check_file("a,read", "a", FILE_READ);
	check_file("a,write", "a", FILE_WRITE);
	check_file("a,append", "a", FILE_APPEND);
	check_file("a,both", "a", FILE_BOTH);
	check_file("a,b,read", "a,b", FILE_READ);
	check_file("a,read,read", "a,read", FILE_READ);
	check_file("a:b", "a:b", FILE_BY_SIDE);
	refuses_file("", false, "missing path in 'file:'");
	refuses_file(",read", false, "missing path in 'file:,read'");
	refuses_file("a,reads", false,
	    "file: 'reads' is none of read, write, append, both; a path with a "
	    "comma needs one of them behind it");
	refuses_file("a,", false,
	    "file: '' is none of read, write, append, both; a path with a "
	    "comma needs one of them behind it");
	refuses_file("", true, "missing path in 'fifo:'");
	refuses_file("a,append", true,
	    "fifo: 'append' is none of read, write; a path with a comma needs "
	    "one of them behind it");
	ok(file_spec_parse_fifo("q,write", &f, &err) == 0 &&
		f.mode == FILE_WRITE,
	    "a FIFO can be written");
	file_spec_free(&f);
}

/* Terminals */

/* The settings as a text: speed, frame, flow. */
static char *line_of(const struct tty_settings *s)
{
	return xasprintf("%u %u%c%u %d", s->speed, s->data_bits,
	    "noems"[s->parity], s -> stop_bits, s -> flow);
}

static void check_tty(const char *text, const char *path, const char *line)
{
	struct tty_spec t;
	struct error err = ERROR_NONE;

	if (!ok(tty_spec_parse(text, &t, &err) == 0, "tty: '%s'", text))
		return;
	char *got = line_of(&t.settings);
	is_text(t.path, path, "its device");
	is_text(got, line, "its line");
	free(got);
	tty_spec_free(&t);
}

static void refuses_tty(const char *text, const char *why)
{
	struct tty_spec t;
	struct error err = ERROR_NONE;

	ok(tty_spec_parse(text, &t, &err) < 0 && err.kind == FAULT_USAGE,
	    "'%s' is refused", text);
	has_text(err.text, why, "it says why");
}

static void test_terminals(void)
{
	struct tty_spec t;
	struct error err = ERROR_NONE;

	check_tty("/dev/ttyS0", "/dev/ttyS0", "0 8n1 0");
	check_tty("/dev/ttyS0,115200,8n1", "/dev/ttyS0", "115200 8n1 0");
	check_tty("ttyX,7e2,9600", "ttyX", "9600 7e2 0");
	check_tty("ttyX,5o1", "ttyX", "0 5o1 0");
	check_tty("ttyX,8m1,xonxoff", "ttyX", "0 8m1 1");
	check_tty("ttyX,rtscts,6s2,123456", "ttyX", "123456 6s2 2");
	check_tty("ttyX,none", "ttyX", "0 8n1 0");
	refuses_tty("", "missing path in 'tty:'");
	refuses_tty(",9600", "missing path in 'tty:,9600'");
	refuses_tty("x,9600baud", "tty: '9600baud' is none of a speed");
	refuses_tty("x,9n1", "tty: '9n1' is none of");
	refuses_tty("x,8x1", "tty: '8x1' is none of");
	refuses_tty("x,8n3", "tty: '8n3' is none of");
	refuses_tty("x,0", "tty: '0' is none of");
	refuses_tty("x,99999999999", "tty: '99999999999' is none of");
	refuses_tty("x,", "tty: '' is none of");
	refuses_tty(
	    "x,9600,19200", "tty: '19200' contradicts a word before it");
	refuses_tty("x,8n1,7e1", "tty: '7e1' contradicts a word before it");
	refuses_tty(
	    "x,rtscts,none", "tty: 'none' contradicts a word before it");

	ok(tty_spec_parse_pty("/tmp/x", &t, &err) == 0 && !t.once, "a pty");
	is_text(t.path, "/tmp/x", "its link");
	tty_spec_free(&t);
	ok(tty_spec_parse_pty("/tmp/x,once", &t, &err) == 0 && t.once,
	    "a pty for one program");
	is_text(t.path, "/tmp/x", "its link");
	tty_spec_free(&t);
	ok(tty_spec_parse_pty("/tmp/x,raw", &t, &err) < 0, "no other word");
	is_text(err.text, "pty: 'raw' is none of once", "it says why");
	ok(tty_spec_parse_pty("", &t, &err) < 0, "no empty path");
	is_text(err.text, "missing path in 'pty:'", "it says why");
}

/* Commands */

/* The words, each behind a bar. */
static void check_command(const char *text, const char *expected)
{
	struct error err = ERROR_NONE;
	char **words = command_words(text, &err);
	char *all = xstrdup("");

	for (size_t i = 0; words && words[i]; i++) {
		char *longer = xasprintf("%s|%s", all, words[i]);
		free(all);
		all = longer;
	}
	is_text(words ? all : err.text, expected, "the words of <%s>", text);
	free(all);
	if (words)
		xfree_texts(words);
	else
		is_int(err.kind, FAULT_USAGE, "it is a wrong word");
}

static void test_commands(void)
{
	check_command("date", "|date");
	check_command("  ls  -l\t/tmp \n", "|ls|-l|/tmp");
	check_command("echo 'a  b' \"c  d\"", "|echo|a  b|c  d");
	check_command("a\\ b c", "|a b|c");
	check_command("a'b'\"c\"d", "|abcd");
	check_command("echo '' \"\" x", "|echo|||x");
	check_command("'a\\b' \"a\\b\\\"\\\\\\$\"", "|a\\b|a\\b\"\\$");
	check_command("$HOME * ;", "|$HOME|*|;");
	check_command("a\\", "|a\\");
	check_command("", "missing command in ''");
	check_command("  ", "missing command in '  '");
	check_command("echo 'a b", "a quote is not closed in 'echo 'a b'");
	check_command(
	    "echo \"a\\\"", "a quote is not closed in 'echo \"a\\\"'");
}

int main(void)
{
	test_files();
	test_terminals();
	test_commands();
	return plan();
}
