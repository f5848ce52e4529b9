/* SPDX-License-Identifier: MIT */
/* Giving up the rights of the super-user, for good. */
#include "sys/process/privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <unistd.h>

#include "base/parse.h"

struct identity {
	const char *name; /* NULL: the user has a number only */
	uid_t user;
	gid_t group;
};

bool privileges_are_ours(void)
{
	return geteuid() == 0;
}

/* (uid_t)-1 is the number of nobody: setresuid(2). */
static bool is_number(const char *text, uid_t *out)
{
	uint64_t number;

	if (!parse_number(text, &number) || number >= (uid_t)-1)
		return false;
	*out = (uid_t)number;
	return true;
}

/* The other errors of getpwnam(3) say that there is no such user. */
static bool is_failure(int sysno)
{
	return sysno == EIO || sysno == EINTR || sysno == EMFILE ||
	       sysno == ENFILE || sysno == ENOMEM;
}

/* A number need not be in the list of users. */
static int find(const char *user, struct identity *out, struct error *err)
{
	uid_t number = 0;
	bool has_number = is_number(user, &number);

	errno = 0;
	const struct passwd *p = has_number ? getpwuid(number) : getpwnam(user);
	if (p) {
		*out = (struct identity){ p->pw_name, p->pw_uid, p->pw_gid };
		return 0;
	}
	if (is_failure(errno))
		return error_sys(
		    err, FAULT_IO, "cannot look up user '%s'", user);
	if (has_number) {
		*out = (struct identity){ NULL, number, number };
		return 0;
	}
	return error_set(
	    err, FAULT_USAGE, "there is no user '%s' on this host", user);
}

/* Whether all ids of the process are those of that user. */
static bool is_user(const struct identity *who)
{
	uid_t real, effective, saved;

	return getresuid(&real, &effective, &saved) == 0 && real == who->user &&
	       effective == who->user && saved == who->user;
}

static int take_groups(const struct identity *who)
{
	return who->name ? initgroups(who->name, who->group)
	                 : setgroups(1, &who->group);
}

static int take_ids(const struct identity *who)
{
	return setresgid(who->group, who->group, who->group) < 0
	           ? -1
	           : setresuid(who->user, who->user, who->user);
}

static int become(const struct identity *who, const char *as, struct error *err)
{
	if (!is_user(who) && take_ids(who) < 0)
		return error_sys(err, FAULT_IO, "cannot become user '%s'", as);
	if (is_user(who) && setuid(0) < 0)
		return 0;
	return error_set(err, FAULT_IO,
	    "cannot become user '%s' for good: this process could become the "
	    "super-user again",
	    as);
}

static int enter(const char *directory, struct error *err)
{
	if (chdir(directory) == 0 && chroot(".") == 0 && chdir("/") == 0)
		return 0;
	return error_sys(
	    err, FAULT_IO, "cannot make '%s' the root of files", directory);
}

static int drop(const struct privileges *to, struct error *err)
{
	struct identity who = { NULL, 0, 0 };

	if (to->user && find(to->user, &who, err) < 0)
		return -1;
	if (to->user && who.user == 0)
		return error_set(err, FAULT_USAGE,
		    "user '%s' is the super-user, whose rights are to be "
		    "given up",
		    to->user);
	/* The list of groups is outside of the directory. */
	if (to->user && !is_user(&who) && take_groups(&who) < 0)
		return error_sys(
		    err, FAULT_IO, "cannot become user '%s'", to->user);
	if (to->directory && enter(to->directory, err) < 0)
		return -1;
	return to->user ? become(&who, to->user, err) : 0;
}

int privileges_drop(const struct privileges *to, struct error *err)
{
	int result = drop(to, err);

	if (result < 0 && err->sysno == EPERM && !privileges_are_ours())
		error_suggest(err, HINT_SUPER_USER, NULL);
	return result;
}
