/* SPDX-License-Identifier: MIT */
/* Bytes that the output has not taken when the time of the run is over. */
#include "relay/leftover.h"

#include <stdio.h>

#include "base/text.h"

void leftover_tell(struct tap *tap, int conn, size_t bytes)
{
	char text[128], size[TEXT_MEASURE];

	if (bytes == 0)
		return;
	snprintf(text, sizeof(text),
	    "the output did not take the last %s before the time was over",
	    text_size(size, bytes));
	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_WARNING,
			  .conn = conn,
			  .text = text,
		      });
}
