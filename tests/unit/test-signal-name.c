/* SPDX-License-Identifier: MIT */
/* Names of signals. */
#include <signal.h>

#include "sys/process/signal-name.h"
#include "tap.h"

int main(void)
{
	is_text(signal_name(SIGHUP), "SIGHUP", "the first one has its name");
	is_text(signal_name(SIGTERM), "SIGTERM", "one has that of POSIX");
	is_text(signal_name(SIGSYS), "SIGSYS", "the last one has its name");
	is_text(signal_name(SIGRTMAX), "a real-time signal",
	    "one of a higher number says what it is");
	is_text(
	    signal_name(-1), "a real-time signal", "no number is too small");
	return plan();
}
