/* SPDX-License-Identifier: MIT */
/* The faults that a run makes on purpose. */
#include "work/faults/faults.h"

#include <unistd.h>

#include "args/fault-spec.h"
#include "base/clock.h"

/* Chosen seeds have at most so many bits, so that people can type them. */
#define SEED_BITS 31

static uint64_t choose_seed(void)
{
	uint64_t seed;

	if (getentropy(&seed, sizeof(seed)) < 0)
		seed = (uint64_t)clock_wall_ns();
	return seed & ((1ULL << SEED_BITS) - 1);
}

static int add_all(
    struct fault_orders *orders, const struct config *cfg, struct error *err)
{
	const struct config_texts *texts = &cfg->faults.texts;

	for (size_t i = 0; i < texts->count; i++) {
		struct impairment what;
		if (fault_spec_parse(texts->items[i], &what, err) < 0 ||
		    fault_orders_add(
			orders, NULL, texts->items[i], &what, err) < 0)
			return -1;
	}
	return 0;
}

int faults_open(struct faults *f, const struct run *run,
    enum impair_carrier carrier, struct error *err)
{
	const struct config *cfg = run->cfg;
	bool has_seed = cfg->faults.seed >= 0;

	f->are_wanted = cfg->faults.texts.count > 0 || cfg->faults.file ||
	                cfg->faults.control;
	f->orders.carrier = carrier;
	f->orders.tap = run->tap;
	f->orders.knows_seed = has_seed;
	impair_set_init(&f->orders.set,
	    has_seed ? (uint64_t)cfg->faults.seed : choose_seed());
	if (has_seed && !f->are_wanted)
		return error_set(err, FAULT_USAGE,
		    "--seed is for faults: --fault, --faults or --control");
	if (add_all(&f->orders, cfg, err) < 0 ||
	    (cfg->faults.file &&
		fault_timeline_read(&f->timeline, cfg->faults.file, &f->orders,
		    run->deadline, err) < 0))
		return -1;
	return cfg->faults.control ? fault_control_open(&f->control,
					 cfg->faults.control, &f->orders, err)
	                           : 0;
}

struct impair_set *faults_set(struct faults *f)
{
	return f->are_wanted ? &f->orders.set : NULL;
}

static size_t reset_all(void *server)
{
	return server_reset_all(server);
}

void faults_start(struct faults *f, struct server *server, struct loop *loop)
{
	f->orders.set.changed = server_note_faults;
	f->orders.set.context = server;
	f->orders.reset_all = reset_all;
	f->orders.context = server;
	fault_timeline_start(&f->timeline, loop);
	fault_control_start(&f->control, loop);
}

void faults_stop(struct faults *f)
{
	f->orders.set.changed = NULL;
	fault_timeline_stop(&f->timeline);
	fault_control_stop(&f->control);
}

void faults_close(struct faults *f)
{
	fault_timeline_free(&f->timeline);
	fault_control_close(&f->control);
	impair_set_free(&f->orders.set);
}
