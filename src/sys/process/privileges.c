/* SPDX-License-Identifier: MIT */
/* Giving up the rights of the super-user, for good. */
#include "sys/process/privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

struct identity {
	const char *name; /* NULL: the user has a number only */
	uid_t user;
	gid_t group;
};

bool privileges_are_ours(void)
{
	return geteuid() == 0;
}

/* A number need not be in the list of users. */
static int find(const char *user, struct identity *out, struct error *err)
{
	char *end;
	unsigned long number = strtoul(user, &end, 10);
	bool is_number = *user >= '0' && *user <= '9' && !*end;

	errno = 0;
	const struct passwd *p =
	    is_number ? getpwuid((uid_t)number) : getpwnam(user);
	if (p) {
		*out = (struct identity){ p->pw_name, p->pw_uid, p->pw_gid };
		return 0;
	}
	if (is_number && number < (uid_t)-1) {
		*out = (struct identity){ NULL, (uid_t)number, (gid_t)number };
		return 0;
	}
	return error_set(
	    err, FAULT_USAGE, "there is no user '%s' on this host", user);
}

static int take_groups(const struct identity *who)
{
	return who->name ? initgroups(who->name, who->group)
	                 : setgroups(1, &who->group);
}

/* Whether all of the process is that user, and cannot be another one again. */
static bool holds(const struct identity *who)
{
	uid_t real, effective, saved;

	if (getresuid(&real, &effective, &saved) < 0 || real != who->user ||
	    effective != who->user || saved != who->user)
		return false;
	return setuid(0) < 0;
}

static int become(const struct identity *who, const char *as, struct error *err)
{
	bool is_that_user = getuid() == who->user && geteuid() == who->user;

	if (is_that_user)
		return 0;
	if (setresgid(who->group, who->group, who->group) < 0 ||
	    setresuid(who->user, who->user, who->user) < 0)
		return error_sys(err, FAULT_IO, "cannot become user '%s'", as);
	if (holds(who))
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
	if (to->user && privileges_are_ours() && take_groups(&who) < 0)
		return error_sys(
		    err, FAULT_IO, "cannot take the groups of '%s'", to->user);
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
