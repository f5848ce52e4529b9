/* SPDX-License-Identifier: MIT */
/* How many clients are served at once, and in how much memory. */
#include "work/near/limits.h"

#include "relay/mover.h"
#include "sys/process/descriptors.h"
#include "work/near/program.h"

/* The defaults of --max-conns and --max-memory. */
#define MAX_CLIENTS 1000
#define MAX_PAIRS 10000
#define MAX_MEMORY ((size_t)256 * 1024 * 1024)

size_t limits_memory(const struct config *cfg)
{
	return cfg->max_memory ? (size_t)cfg->max_memory : MAX_MEMORY;
}

/* Descriptors that are not for clients: standard streams, pipes, observers. */
#define OWN 32

/* A program with pipes may have a buffer of each direction full. Clients with
 * files must not come in when there is no descriptor left for the file. */
size_t limits_clients(const struct config *cfg)
{
	size_t wanted = cfg->max_conns ? (size_t)cfg->max_conns : MAX_CLIENTS;
	size_t limit = descriptors_limit(), own = 16;
	size_t buffered = limits_memory(cfg) / (2 * (size_t)MOVER_COPY_BYTES);

	if (program_is_asked(cfg) && program_is_watched(cfg))
		return wanted < buffered ? wanted : buffered;
	if (!cfg->has_client_files || limit >= 2 * wanted + own)
		return wanted;
	return limit > own + 2 ? (limit - own) / 2 : 1;
}

size_t limits_pairs(const struct config *cfg)
{
	size_t wanted = cfg->max_conns ? (size_t)cfg->max_conns : MAX_PAIRS;
	size_t limit = descriptors_limit();
	size_t possible = limit > OWN + 2 ? (limit - OWN) / 2 : 1;

	return wanted < possible ? wanted : possible;
}

void limits_raise(const struct config *cfg)
{
	if (!program_is_asked(cfg) && !cfg->during)
		descriptors_raise();
}
