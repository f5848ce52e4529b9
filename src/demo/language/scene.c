/* SPDX-License-Identifier: MIT */
/* A lesson that has been read, and is run. */
#include "demo/language/scene.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

static int find_party(const struct lesson *lesson, const char *name)
{
	for (int i = 0; i < LESSON_PARTIES && lesson->parties[i]; i++)
		if (strcmp(lesson->parties[i], name) == 0)
			return i;
	return -1;
}

bool scene_read_step(const char **steps, struct step *step)
{
	const char *text = *steps;

	if (!*text)
		return false;
	step->party = text[0] - '0';
	step->call = text + 1;
	step->why = text + strlen(text) + 1;
	*steps = step->why + strlen(step->why) + 1;
	if (!*step->why)
		step->why = NULL;
	return true;
}

static int add_steps(struct scene *scene, const char *steps, struct error *err)
{
	struct step step;

	while (scene_read_step(&steps, &step)) {
		if (scene->count == LESSON_STEPS)
			return error_set(err, FAULT_USAGE,
			    "a lesson has at most %d steps", LESSON_STEPS);
		struct phrase *phrase = &scene->phrases[scene->count];
		scene->steps[scene->count++] = step;
		if (phrase_parse(
			step.call, scene->variables.family, phrase, err) < 0)
			return -1;
		if (strcmp(phrase->name, "returns") != 0 &&
		    !calls_find(phrase->name))
			return error_set(err, FAULT_USAGE,
			    "there is no call '%s'", phrase->name);
	}
	return 0;
}

int scene_fill(struct scene *scene, const struct lesson *lesson, int family,
    struct error *err)
{
	memset(scene, 0, sizeof(*scene));
	scene->lesson = lesson;
	scene->start = clock_now();
	scene->variables.family = family;
	scene->variables.process = (int)getpid();
	if (lesson->opening &&
	    add_steps(scene, lesson->opening->steps, err) < 0)
		return -1;
	scene->opening_count = scene->count;
	return add_steps(scene, lesson->steps, err);
}

int scene_forked(const struct scene *scene, int step)
{
	const struct phrase *phrase = &scene->phrases[step];

	if (strcmp(phrase->name, "fork") != 0)
		return -1;
	return find_party(scene->lesson, phrase->results[0]);
}

bool scene_is_first(const struct scene *scene, int party)
{
	for (int i = 0; i < scene->count; i++)
		if (scene_forked(scene, i) == party)
			return false;
	return scene->lesson->parties[party];
}

bool scene_blocks(const struct scene *scene, int step)
{
	return scene->phrases[step].wanted.result.kind == WANTED_BLOCKS;
}

int scene_call(const struct scene *scene, int step)
{
	if (strcmp(scene->phrases[step].name, "returns") != 0)
		return step;
	for (int call = step - 1; call >= 0; call--)
		if (scene->steps[call].party == scene->steps[step].party &&
		    scene_blocks(scene, call))
			return call;
	return step;
}

const struct wanted *scene_wanted(const struct scene *scene, int step)
{
	for (int i = step + 1; i < scene->count; i++)
		if (scene_call(scene, i) == step)
			return &scene->phrases[i].wanted;
	return &scene->phrases[step].wanted;
}

bool scene_uses_files(const struct scene *scene)
{
	for (int i = 0; i < scene->count; i++)
		for (int k = 0; k < PHRASE_ARGS; k++)
			if (strncmp(scene->phrases[i].args[k], "./", 2) == 0)
				return true;
	return false;
}
