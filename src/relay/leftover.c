/* SPDX-License-Identifier: MIT */
/* Bytes that were not written when the time of the run was over. */
#include "relay/leftover.h"

#include "base/text.h"

int leftover_check(size_t bytes, struct error *err)
{
	char size[TEXT_MEASURE];

	if (bytes == 0)
		return 0;
	return error_set(err, FAULT_IO,
	    "the output did not take the last %s before the time was over",
	    text_size(size, bytes));
}
