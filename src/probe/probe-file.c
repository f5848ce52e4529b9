/* SPDX-License-Identifier: MIT */
/* A probe that looks whether a file exists and is not empty. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sysno.h"
#include "base/text.h"
#include "probe/probe-private.h"

/* How much of the file is told. */
#define SHOWN_MOST 256

static void tell_content(const struct probe *p)
{
	char bytes[SHOWN_MOST], shown[SHOWN_MOST], line[2 * SHOWN_MOST];
	int fd = open(p->opts.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t len = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));

	if (fd >= 0)
		close(fd);
	if (len < 0)
		return;
	snprintf(line, sizeof(line), "%.100s: holds '%s'", p->opts.name,
	    text_escape(shown, sizeof(shown), bytes, (size_t)len));
	tap_tell(
	    p->opts.tap, &(struct tap_event){ .kind = TAP_NOTE, .text = line });
}

static enum probe_finding begin(struct probe *p)
{
	struct stat st;

	p->is_cheap = true;
	if (stat(p->opts.path, &st) < 0) {
		bool is_absent = errno == ENOENT || errno == ENOTDIR;
		error_set(&p->cause, FAULT_IO, "%s", sysno_phrase(errno));
		return is_absent ? PROBE_ABSENT : PROBE_UNCLEAR;
	}
	if (p->opts.wants_gone || !S_ISREG(st.st_mode))
		return PROBE_THERE;
	if (st.st_size == 0) {
		error_set(&p->cause, FAULT_IO, "it is empty");
		return PROBE_ABSENT;
	}
	tell_content(p);
	return PROBE_THERE;
}

static const struct probe_words words = {
	.there = "there",
	.missing = "did not appear",
	.left = "was still there",
	.all_missing = "files did not appear",
	.all_left = "files were still there",
	.reason_left = "the file is there",
};

const struct probe_ops probe_file_ops = {
	.begin = begin,
	.words = &words,
};
