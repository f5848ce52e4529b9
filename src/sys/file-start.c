/* SPDX-License-Identifier: MIT */
/* The beginning of a small file. */
#include "sys/file-start.h"

#include <fcntl.h>
#include <unistd.h>

void file_start(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	text[len > 0 ? len : 0] = '\0';
}
