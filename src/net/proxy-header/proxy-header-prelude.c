/* SPDX-License-Identifier: MIT */
/* The header of the PROXY protocol at the beginning of a stream. */
#include "net/proxy-header/proxy-header-prelude.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct reader {
	struct prelude prelude;
	struct proxy_header *out;
};

struct writer {
	struct prelude prelude;
	struct proxy_header header;
};

static enum prelude_state reader_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct reader *r = (struct reader *)p;
	ssize_t n = proxy_header_decode(in->at, in->len, r->out, err);

	(void)out;
	if (n <= 0)
		return n < 0 ? PRELUDE_FAILED : PRELUDE_GOES_ON;
	bytes_drop(in, (size_t)n);
	return PRELUDE_DONE;
}

static enum prelude_state writer_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	(void)in;
	(void)err;
	proxy_header_encode(out, &((struct writer *)p)->header);
	return PRELUDE_DONE;
}

static bool reader_ended(struct prelude *p, struct error *err)
{
	(void)p;
	error_set(err, FAULT_PROXY,
	    "ended the connection before the end of a PROXY header");
	return true;
}

static const struct prelude_ops reader_ops = {
	.fault = FAULT_PROXY,
	.most = PROXY_HEADER_LONGEST,
	.step = reader_step,
	.ended = reader_ended,
};

static const struct prelude_ops writer_ops = {
	.step = writer_step,
};

struct prelude *proxy_header_reader(struct proxy_header *out)
{
	struct reader *r = xmalloc(sizeof(*r));

	*r = (struct reader){ .prelude.ops = &reader_ops, .out = out };
	return &r->prelude;
}

struct prelude *proxy_header_writer(const struct proxy_header *header)
{
	struct writer *w = xmalloc(sizeof(*w));

	*w = (struct writer){ .prelude.ops = &writer_ops, .header = *header };
	return &w->prelude;
}

struct stream *proxy_header_stream(struct stream *below, int version)
{
	struct proxy_header header = {
		.version = version,
		.has_addresses = true,
		.source = address_local(below->read_fd),
		.destination = address_remote(below->read_fd),
	};

	return prelude_stream(below, proxy_header_writer(&header));
}
