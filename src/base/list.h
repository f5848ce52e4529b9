/* SPDX-License-Identifier: MIT */
/* A list of things in the order in which they came, each of which can be taken
 * out at once. The links are members of the things. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stddef.h>

/* Begin with all zeros. */
struct list_link {
	struct list_link *next, **at; /* at is NULL: in no list */
};

/* Begin with all zeros. While it is not empty, a list stays where it is, but
 * for list_take(). */
struct list {
	struct list_link *first, **end;
};

/* What has the link as its member of that name. */
#define LIST_OWNER(link, type, member)                                         \
	((type *)(void *)((char *)(link)-offsetof(type, member)))

/* Puts the link before the one that *at points to: at is &l->first, or the next
 * of a link in the list. */
static inline void list_insert(
    struct list *l, struct list_link **at, struct list_link *link)
{
	*link = (struct list_link){ .next = *at, .at = at };
	if (link->next)
		link->next->at = &link->next;
	else
		l->end = &link->next;
	*at = link;
}

static inline void list_append(struct list *l, struct list_link *link)
{
	list_insert(l, l->first ? l->end : &l->first, link);
}

/* Moves all of one list to another, which is empty. */
static inline void list_take(struct list *to, struct list *from)
{
	*to = *from;
	if (to->first)
		to->first->at = &to->first;
	*from = (struct list){ 0 };
}

/* Takes the link out, if it is in the list. */
static inline void list_remove(struct list *l, struct list_link *link)
{
	if (!link->at)
		return;
	*link->at = link->next;
	if (link->next)
		link->next->at = link->at;
	else if (l->end == &link->next)
		l->end = link->at;
	link->at = NULL;
}

#endif
