/* SPDX-License-Identifier: MIT */
/* An end that throws away what it receives, and ends without a byte. */
#ifndef STREAM_DISCARD_H
#define STREAM_DISCARD_H

#include "stream/stream.h"

struct stream *discard_stream(void);

#endif
