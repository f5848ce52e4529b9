/* SPDX-License-Identifier: MIT */
/* What was heard, and not looked at yet. */
#include "dialogue/hearing.h"

#include <assert.h>
#include <string.h>

void hearing_add(struct hearing *h, const void *bytes, size_t len)
{
	if (h->carries_messages)
		bytes_add(&h->bytes, &len, sizeof(len));
	bytes_add(&h->bytes, bytes, len);
}

struct heard hearing_at(const struct hearing *h, uint64_t position)
{
	size_t skipped = (size_t)(position - h->from);
	struct heard heard = {
		.len = h->bytes.len - skipped,
		.is_message = h->carries_messages,
		.has_ended = h->has_ended,
		.is_reset = h->is_reset,
	};

	assert(position >= h->from && skipped <= h->bytes.len);
	heard.is_there = heard.len > 0;
	if (heard.is_there)
		heard.at = h->bytes.at + skipped;
	if (heard.is_there && h->carries_messages) {
		memcpy(&heard.len, heard.at, sizeof(heard.len));
		heard.at += sizeof(heard.len);
	}
	return heard;
}

uint64_t hearing_after(const struct hearing *h, uint64_t position, size_t taken)
{
	size_t length = h->carries_messages ? sizeof(size_t) : 0;

	return position + length + taken;
}

uint64_t hearing_end(const struct hearing *h)
{
	return h->from + h->bytes.len;
}

void hearing_drop(struct hearing *h, uint64_t position)
{
	assert(position >= h->from);
	bytes_drop(&h->bytes, (size_t)(position - h->from));
	h->from = position;
	bytes_trim(&h->bytes);
}

void hearing_free(struct hearing *h)
{
	bytes_free(&h->bytes);
}
