/* SPDX-License-Identifier: MIT */
/* The text of a demo or a lesson on standard output. */
#include "demo/page.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/wrap.h"
#include "sys/output/messages.h"
#include "sys/output/stdout.h"

int page_print(struct bytes *text, struct error *err)
{
	bytes_add(text, "", 1);
	int result = stdout_text((const char *)text->at, err);
	bytes_free(text);
	return result;
}

int page_print_filled(struct bytes *text, struct error *err)
{
	int columns = messages_width_of(STDOUT_FILENO);

	bytes_add(text, "", 1);
	char *filled = wrap_lines((const char *)text->at,
	    columns > 0 && columns < PAGE_WIDTH ? columns : PAGE_WIDTH, 0);
	int result = stdout_text(filled ? filled : (const char *)text->at, err);
	free(filled);
	bytes_free(text);
	return result;
}

int page_check_reader(struct error *err)
{
	struct pollfd out = { STDOUT_FILENO, 0, 0 };

	if (poll(&out, 1, 0) == 1 && out.revents & (POLLERR | POLLHUP))
		return error_signal(err, SIGPIPE);
	return 0;
}
