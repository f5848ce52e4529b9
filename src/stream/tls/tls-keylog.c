/* SPDX-License-Identifier: MIT */
/* The keys of sessions in a file, in the format of NSS, for programs that
 * decrypt captures. */
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "stream/tls/tls-setup.h"

/* One call for each line, so that lines of several processes do not mix. */
static void write_line(const SSL *ssl, const char *line)
{
	const struct tls *t = tls_lib.SSL_get_ex_data(ssl, 0);
	struct iovec parts[] = {
		{ .iov_base = (void *)(uintptr_t)line,
		    .iov_len = strlen(line) },
		{ .iov_base = (void *)(uintptr_t) "\n", .iov_len = 1 },
	};

	/* A failure is ignored: only the file lacks the line. */
	if (writev(t->context->key_log_fd, parts, 2) < 0)
		return;
}

static void tell(const struct tls_context *c, const struct error *err)
{
	tap_tell(
	    c->tap, &(struct tap_event){ .kind = TAP_WARNING, .error = err });
}

void tls_keylog_open(struct tls_context *c)
{
	const char *name = c->opts.key_log;
	struct error err = ERROR_NONE;

	if (!name || !*name)
		return;
	/* O_NONBLOCK: without waiting for the reader of a FIFO. */
	c->key_log_fd = open(name,
	    O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
	    0600);
	if (c->key_log_fd < 0) {
		error_sys(&err, FAULT_IO,
		    "cannot open '%s', which SSLKEYLOGFILE names", name);
		tell(c, &err);
		return;
	}
	tls_lib.SSL_CTX_set_keylog_callback(c->ctx, write_line);
	tap_tell(c->tap, &(struct tap_event){ .kind = TAP_NOTE,
			     .text = "the keys of TLS are written to the file "
				     "that SSLKEYLOGFILE names" });
}

void tls_keylog_close(struct tls_context *c)
{
	if (c->key_log_fd >= 0)
		close(c->key_log_fd);
}
