/* SPDX-License-Identifier: MIT */
/* What an errno value means for reaching a peer. */
#ifndef BASE_PEER_FAULT_H
#define BASE_PEER_FAULT_H

#include "base/error.h"

/* The kind of failure; FAULT_IO if errno says nothing of the peer. */
enum fault peer_fault(int sysno);

#endif
