/* SPDX-License-Identifier: MIT */
/* Programs that do what a lesson does, for people who want to change them. */
#ifndef DEMO_PROGRAM_PROGRAM_H
#define DEMO_PROGRAM_PROGRAM_H

#include "base/error.h"
#include "demo/language/scene.h"

/* In the order of the words of --write. */
enum program_language_name { PROGRAM_C, PROGRAM_PYTHON };

/* Prints the program. Returns 0, or -1 as stdout_now(), or as scene_fill(). */
int program_write(const struct lesson *lesson, int family,
    enum program_language_name language, struct error *err);

#endif
