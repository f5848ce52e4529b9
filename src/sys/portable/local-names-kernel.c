/* SPDX-License-Identifier: MIT */
/* Where the kernel does not list its sockets. */
#include "sys/local-names.h"

void local_names_tcp_ports(local_names_taker *take, void *context)
{
}

void local_names_udp_ports(local_names_taker *take, void *context)
{
}

void local_names_unix_sockets(local_names_taker *take, void *context)
{
}

void local_names_congestion(local_names_taker *take, void *context)
{
}
