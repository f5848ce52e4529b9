/* SPDX-License-Identifier: MIT */
/*
 * What may help against an error, as data: a code, and the values for its
 * words. The front end has the words (front/wording.c), since they name
 * commands and options.
 */
#ifndef BASE_HINT_H
#define BASE_HINT_H

#include "base/hint-code.h"

struct hint {
	enum hint_code code;
	long long number, other;
	char subject[256]; /* a name, a path or an address */
	char port[32];     /* or the name of its service */
};

#endif
