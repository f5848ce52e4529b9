/* SPDX-License-Identifier: MIT */
/* The local end: line ends on their way in, whatever room there is for them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "chance.h"
#include "stream/stdio.h"
#include "tap.h"

/* Reads all of the stream in pieces with room for so many bytes, or by chance
 * if it is 0. The sanitizer would see a byte beyond the room. Returns an
 * allocated text. */
static char *read_all(struct stream *s, size_t room, bool *was_overrun)
{
	struct chance chance = { 9 };
	struct error err = ERROR_NONE;
	char *all = xstrdup("");

	for (size_t used = 0;;) {
		size_t len = room ? room : 2 + chance_below(&chance, 9);
		char *piece = xmalloc(len + 1);
		piece[len] = '#';
		ssize_t n = stream_read(s, piece, len, &err);
		*was_overrun = *was_overrun || piece[len] != '#' ||
		               n > (ssize_t)len || n < 0;
		if (n > 0 && !*was_overrun) {
			all = xreallocarray(all, used + (size_t)n + 1, 1);
			memcpy(all + used, piece, (size_t)n);
			used += (size_t)n;
			all[used] = '\0';
		}
		free(piece);
		if (n <= 0 || *was_overrun)
			return all;
	}
}

static void check_crlf(const char *data, const char *expected)
{
	for (size_t room = 0; room < 20; room++) {
		struct stdio_opts opts = {
			.input_fd = -1,
			.data = data,
			.data_len = strlen(data),
			.crlf = true,
			.output_fd = -1,
		};
		bool was_overrun = false;

		if (room == 1)
			continue; /* CRLF does not fit */
		struct stream *s = stdio_stream(&opts, NULL);
		char *got = read_all(s, room, &was_overrun);
		ok(!was_overrun, "line ends keep within a room of %zu", room);
		is_text(got, expected, "they are CRLF in a room of %zu", room);
		free(got);
		stream_close(s);
	}
}

static void test_data(void)
{
	struct stdio_opts opts = {
		.input_fd = -1, .data = "a\nb", .data_len = 3, .output_fd = -1
	};
	struct stream *s = stdio_stream(&opts, NULL);
	bool was_overrun = false;

	ok(stream_is_pending(s), "given data can be read at once");
	char *got = read_all(s, 2, &was_overrun);
	is_text(got, "a\nb", "line ends stay unless CRLF is asked for");
	free(got);
	stream_close(s);
}

int main(void)
{
	test_data();
	check_crlf("\n\n\n\n\n\n\n\n\n\n", "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"
					   "\r\n\r\n");
	check_crlf("one\ntwo\r\nthree\r\r\n\n\rfour\r",
	    "one\r\ntwo\r\nthree\r\r\n\r\n\rfour\r");
	return plan();
}
