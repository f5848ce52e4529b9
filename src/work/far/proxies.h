/* SPDX-License-Identifier: MIT */
/* The proxies on the way to a target, one or several in a row. */
#ifndef WORK_FAR_PROXIES_H
#define WORK_FAR_PROXIES_H

#include "args/proxy-url.h"
#include "net/dial/dial.h"
#include "net/dial/inet-dial.h"
#include "net/proxy/proxied-dial.h"
#include "work/run.h"

struct proxies;

/* Those that the command line asks for, with the passwords of their users,
 * which are read from files, or asked for at the terminal. Returns 0, with *out
 * NULL if there are none, or -1 with err filled and *out NULL. */
int proxies_open(
    const struct run *run, struct proxies **out, struct error *err);

/* One, with a password or NULL. The parts of the URL and the password are
 * taken over. */
struct proxies *proxies_make(
    const struct run *run, const struct proxy_url *url, char *password);

/* Has them lead to the target of these options, whose texts live as long.
 * Returns 0, or -1 with err filled: a proxy cannot be asked for that target. */
int proxies_aim(
    struct proxies *p, const struct inet_dial_opts *opts, struct error *err);

/* A new dial of that target by its proxies, which outlive it. When the dial
 * ends, it fills the outcome, unless that is NULL. */
struct dial *proxies_dial(
    const struct proxies *p, struct proxy_outcome *outcome);

/* Whether TLS protects the way to one of them, and so all that passes. */
bool proxies_encrypt(const struct proxies *p);

/* Accepts NULL. */
void proxies_free(struct proxies *p);

#endif
