/* SPDX-License-Identifier: MIT */
/* The modes of a line, as the kernel keeps them. */
#ifndef SYS_TTY_TTY_MODES_H
#define SYS_TTY_TTY_MODES_H

struct tty_modes;
struct tty_settings; /* sys/tty/tty.h */

/* Asks for them. Returns them, which the caller frees with free(); or NULL with
 * errno. */
struct tty_modes *tty_modes_get(int fd);

/* Puts them into force. Signal handlers may call that. Returns 0, or -1 with
 * errno. */
int tty_modes_set(int fd, const struct tty_modes *m);

/* Without lines, echo and signals, and for a line without a modem; a byte at a
 * time is enough for a read. */
void tty_modes_make_raw(struct tty_modes *m);

/* Takes the settings into the modes. Speeds that the system cannot have are
 * left out. */
void tty_modes_take(struct tty_modes *m, const struct tty_settings *s);

/* What the modes lack of the settings: "this speed"; NULL: nothing. */
const char *tty_modes_lack(
    const struct tty_modes *m, const struct tty_settings *s);

#endif
