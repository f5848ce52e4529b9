/* SPDX-License-Identifier: MIT */
/* A list, in which each object has its link as a member, so that it can be
 * removed in O(1). */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <assert.h>
#include <stddef.h>

/* Begin with all zeros. */
struct list_link {
	struct list_link *next, **at; /* at NULL: in no list */
};

/* Begin with all zeros. While it has links, a list must not be copied, except
 * by list_take(). */
struct list {
	struct list_link *first, **end;
};

/* The object whose member of that name the link is. */
#define LIST_OWNER(link, type, member)                                         \
	((type *)(void *)((char *)(link)-offsetof(type, member)))

/* Puts the link before the one that *at points to: at is &l->first, or the next
 * of a link in the list. */
static inline void list_insert(
    struct list *l, struct list_link **at, struct list_link *link)
{
	assert(!link->at);
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

/* Removes the link, if it is in the list. */
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
