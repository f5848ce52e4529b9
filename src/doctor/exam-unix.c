/* SPDX-License-Identifier: MIT */
/* The step "socket": what is behind the address of a Unix socket. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/sysno.h"
#include "doctor/exam.h"
#include "net/socket.h"

/* The kinds of findings here: the facts, and the address in two forms. */
struct view {
	struct examination *x;
	struct findings *findings;
	const struct unix_facts *f;
	char name[ADDRESS_TEXT];
	char word[QUOTE_ROOM]; /* of the path, for a shell */
};

static const char *who(const struct unix_facts *f, char buf[HOLDER_NAME])
{
	if (f->sharers.count == 0)
		return "a process that may not be seen";
	return holder_sharers_name(buf, &f->sharers);
}

/* One process that is not stopped can serve for all. */
static bool is_stopped(const struct unix_facts *f)
{
	return f->sharers.count > 0 && f->sharers.stopped == f->sharers.count;
}

/* The file */

static void miss_file(const struct view *v)
{
	const struct unix_facts *f = v->f;

	exam_say(v->x, EXAM_WRONG, -1, "%s: %s", f->missing,
	    sysno_phrase(f->stat_error));
	if (f->stat_error == ENOTDIR)
		findings_add(v->findings, RANK_PROVEN, "socket-missing",
		    "a part of %s is a file, not a directory", f->missing);
	else if (strcmp(f->missing, v->name) == 0)
		findings_add(v->findings, RANK_PROVEN, "socket-missing",
		    "there is no file %s", v->name);
	else
		findings_add(v->findings, RANK_PROVEN, "socket-missing",
		    "there is no directory %s, a part of %s", f->missing,
		    v->name);
	findings_advise(v->findings,
	    "start the server, or look where it makes its socket: ss -xlp; to "
	    "wait for it: genet wait unix:%s",
	    v->word);
}

static void deny_directory(const struct view *v)
{
	exam_say(v->x, EXAM_WRONG, -1, "%s: permission denied", v->f->missing);
	findings_add(v->findings, RANK_PROVEN, "socket-permission",
	    "a directory above %s does not let this user pass", v->f->missing);
	findings_advise(v->findings,
	    "see which directory lacks the permission to search: namei -l %s",
	    v->word);
}

static void dangle(const struct view *v)
{
	exam_say(v->x, EXAM_WRONG, -1, "%s is a link to %s: %s", v->f->missing,
	    v->f->link, sysno_phrase(v->f->stat_error));
	findings_add(v->findings, RANK_PROVEN, "socket-link-dangling",
	    "%s is a link to %s, %s", v->f->missing, v->f->link,
	    v->f->stat_error == ELOOP ? "and leads in a circle"
				      : "where nothing is");
	findings_advise(v->findings,
	    "start the server that makes that file, or correct the link: "
	    "readlink -f %s",
	    v->word);
}

/* Returns whether the file is the cause. */
static bool blame_file(const struct view *v)
{
	const struct unix_facts *f = v->f;

	if (f->is_abstract)
		return false;
	if (f->stat_error && f->link[0])
		dangle(v);
	else if (f->stat_error == ENOENT || f->stat_error == ENOTDIR)
		miss_file(v);
	else if (f->stat_error == EACCES)
		deny_directory(v);
	else if (!f->stat_error && !f->is_socket) {
		exam_say(v->x, EXAM_WRONG, -1, "%s is no socket", v->name);
		findings_add(v->findings, RANK_PROVEN, "socket-not-a-socket",
		    "%s is a file of another kind, not a socket", v->name);
		findings_advise(v->findings,
		    "see what it is: stat %s; and where sockets are: ss -xlp",
		    v->word);
	} else
		return false;
	return true;
}

/* The process */

static void say_holder(const struct view *v)
{
	const struct unix_facts *f = v->f;
	char buf[HOLDER_NAME];

	if (!f->was_looked)
		exam_say(v->x, EXAM_UNKNOWN, -1,
		    "the kernel does not say who has the socket: %s",
		    sysno_phrase(f->table_error));
	else if (f->is_held)
		exam_say(v->x,
		    is_stopped(f)          ? EXAM_WRONG
		    : f->sharers.count > 0 ? EXAM_WELL
					   : EXAM_UNKNOWN,
		    -1, "%s%s%s has the socket, a %s socket%s", who(f, buf),
		    f->sharers.count > 0 ? "" : " (root would see it)",
		    is_stopped(f) ? ", which is stopped," : "",
		    socket_type(f->type),
		    f->listens || f->type == SOCK_DGRAM
			? ""
			: " that does not listen");
}

static void refuse(const struct view *v)
{
	const struct unix_facts *f = v->f;
	char buf[HOLDER_NAME];

	if (f->is_held) {
		findings_add(v->findings, RANK_PROVEN, "socket-not-listening",
		    "%s has bound %s, and does not listen there", who(f, buf),
		    v->name);
		findings_advise(v->findings,
		    "the server is still starting, or has failed half-way: "
		    "see its log");
		return;
	}
	if (f->elsewhere) {
		findings_add(v->findings,
		    f->is_abstract ? RANK_PROVEN : RANK_LIKELY,
		    "socket-other-namespace",
		    "a socket has the address in another network namespace, "
		    "that of process %d%s",
		    (int)f->elsewhere,
		    f->is_abstract ? "" : ", and does not listen");
		findings_advise(v->findings,
		    "go there: nsenter --net --target %d genet connect %s%s",
		    (int)f->elsewhere, f->is_abstract ? "" : "unix:", v->word);
		if (f->is_abstract)
			return;
	}
	if (f->is_abstract) {
		findings_add(v->findings,
		    f->was_looked ? RANK_PROVEN : RANK_SYMPTOM,
		    "socket-missing",
		    "no socket of this network namespace has the name %s",
		    v->name);
		findings_advise(v->findings,
		    "start the server, or see which names there are: ss -xlp; "
		    "other namespaces (containers) have their own");
		return;
	}
	findings_add(v->findings,
	    f->was_looked && !f->elsewhere ? RANK_PROVEN : RANK_LIKELY,
	    "socket-stale",
	    "the file %s is left over: no process has the socket", v->name);
	findings_advise(v->findings,
	    "start the server; if it says that the address is in use, remove "
	    "the file: rm %s",
	    v->word);
}

static void deny(const struct view *v)
{
	const struct unix_facts *f = v->f;

	findings_add(v->findings,
	    f->mode & 0222 && geteuid() == 0 ? RANK_SYMPTOM : RANK_PROVEN,
	    "socket-permission",
	    "%s has mode %04o and belongs to uid %u, which does not let this "
	    "user (uid %u) write, as connecting needs",
	    v->name, (unsigned)f->mode, (unsigned)f->owner,
	    (unsigned)geteuid());
	findings_advise(v->findings,
	    "%shave the server make it with another mode: ls -l %s",
	    f->mode & 0020 ? "join the group of the socket, or " : "", v->word);
}

static void meet_other_type(const struct view *v)
{
	const struct unix_facts *f = v->f;
	const char *other = f->is_held ? socket_type(f->type) : "other";

	findings_add(v->findings, RANK_PROVEN, "socket-other-type",
	    "%s is a %s socket, and not a %s socket", v->name, other,
	    socket_type(v->x->opts->target.type));
	if (f->is_held && f->type == SOCK_DGRAM)
		findings_advise(v->findings, "genet unix send %s", v->word);
	else if (f->is_held)
		findings_advise(v->findings, "genet unix connect %s%s",
		    f->type == SOCK_SEQPACKET ? "--seqpacket " : "", v->word);
}

static void find_stopped(const struct view *v)
{
	char buf[HOLDER_NAME];

	findings_add(v->findings,
	    v->f->sharers.may_be_more ? RANK_LIKELY : RANK_PROVEN,
	    "socket-stopped", "%s, which has the socket, is stopped",
	    who(v->f, buf));
	findings_advise(v->findings,
	    "let it go on: kill -CONT %d; if a debugger holds it, that has to",
	    (int)v->f->sharers.first.pid);
}

static void wait_in_queue(const struct view *v)
{
	char buf[HOLDER_NAME];

	findings_add(v->findings, RANK_PROVEN, "socket-backlog-full",
	    "the queue of %s is full: %s accepts no more connections", v->name,
	    who(v->f, buf));
	findings_advise(v->findings,
	    "the server hangs, is busy, or is at a limit of clients: see its "
	    "log, and its queue: ss -xl");
}

static void blame_process(const struct view *v)
{
	const struct unix_facts *f = v->f;

	exam_say(v->x, EXAM_WRONG, f->took_us, "%s: %s", v->name,
	    f->connect_error == EAGAIN ? "its queue of clients is full"
				       : sysno_phrase(f->connect_error));
	if (is_stopped(f))
		find_stopped(v);
	else if (f->connect_error == EAGAIN)
		wait_in_queue(v);
	else if (f->connect_error == ECONNREFUSED)
		refuse(v);
	else if (f->connect_error == EPROTOTYPE)
		meet_other_type(v);
	else if (f->connect_error == EACCES)
		deny(v);
	else
		findings_add(v->findings, RANK_SYMPTOM, "socket-fails",
		    "%s cannot be connected to: %s", v->name,
		    sysno_phrase(f->connect_error));
}

static enum step_result examine_unix(struct examination *x, struct error *err)
{
	const struct doctor_target *target = &x->opts->target;
	const struct unix_facts *f = &x->socket;
	struct look_opts opts = { x->opts->deadline, x->opts->tap };
	struct view v = { .x = x, .findings = &x->findings, .f = f };

	(void)err;
	unix_look(&target->unix_address, target->type, &opts, &x->socket);
	address_text(v.name, &target->unix_address);
	quote_word(v.word, sizeof(v.word), v.name);
	if (blame_file(&v))
		return STEP_LAST;
	if (!f->is_abstract)
		exam_say(x, EXAM_WELL, -1, "%s%s%s is a socket, mode %04o",
		    v.name, f->link[0] ? ", a link to " : "",
		    f->link[0] ? f->link : "", (unsigned)f->mode);
	say_holder(&v);
	if (!f->is_open) {
		blame_process(&v);
		return STEP_LAST;
	}
	exam_say(x, EXAM_WELL, f->took_us, "%s accepts %s", v.name,
	    f->connected_type == SOCK_DGRAM ? "datagrams" : "connections");
	if (is_stopped(f)) {
		find_stopped(&v);
		return STEP_LAST;
	}
	x->answers = true;
	return STEP_NEXT;
}

const struct exam_step exam_unix = { "socket", examine_unix };
