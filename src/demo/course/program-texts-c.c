/* SPDX-License-Identifier: MIT */
/* What all programs in C have in common. */
#include "demo/course/program-private.h"

/* clang-format off */
const char program_c_head[] = "\
#define _GNU_SOURCE\n\
#include <arpa/inet.h>\n\
#include <err.h>\n\
#include <errno.h>\n\
#include <fcntl.h>\n\
#include <limits.h>\n"
    "#include <linux/sockios.h>\n\
#include <netdb.h>\n\
#include <netinet/in.h>\n\
#include <netinet/tcp.h>\n\
#include <poll.h>\n\
#include <signal.h>\n\
#include <stddef.h>\n\
#include <stdio.h>\n\
#include <stdlib.h>\n\
#include <string.h>\n\
#include <sys/ioctl.h>\n\
#include <sys/mman.h>\n\
#include <sys/socket.h>\n\
#include <sys/stat.h>\n\
#include <sys/time.h>\n\
#include <sys/un.h>\n\
#include <sys/wait.h>\n\
#include <unistd.h>\n\
\n\
struct address {\n\
\tstruct sockaddr_storage at;\n\
\tsocklen_t len;\n\
};\n";
/* clang-format on */

const char program_c_middle[] = "\
\n\
/* An address as two arguments. */\n\
#define AT(a) (const struct sockaddr *)&(a)->at, (a)->len\n\
\n\
/* Results that are wanted: from the least to the greatest. */\n\
#define ANY      0, LONG_MAX\n\
#define IS(n)    (n), (n)\n\
#define ABOVE(n) (n) + 1, LONG_MAX\n\
#define BELOW(n) 0, (n) - 1\n\
#define FAILS(e) -(e), -(e)\n\
\n\
/* Make a call, print its result, and compare this with what is wanted. */\n\
#define EXPECT(call, ...) expect(#call, (call), __VA_ARGS__, 1, 0)\n\
#define EXPECT_EITHER(call, ...) expect(#call, (call), __VA_ARGS__)\n\
\n\
static void expect(const char *call, long result, long least, long most,\n\
    long or_least, long or_most)\n\
{\n\
\tint sysno = errno;\n\
\tint is_wanted;\n\
\n\
\tprintf(\"%s = %ld\", call, result);\n\
\tif (result < 0) {\n\
\t\tprintf(\" (%s)\", strerror(sysno));\n\
\t\tresult = -sysno;\n\
\t}\n\
\tis_wanted = (result >= least && result <= most) ||\n\
\t    (result >= or_least && result <= or_most);\n\
\tputs(is_wanted ? \"\" : \"   which differs\");\n\
\tshared->differences += !is_wanted;\n\
}\n\
\n\
/* The processes take turns, step by step. */\n\
static void wait_for_turn(int step)\n\
{\n\
\twhile (shared->turn < step)\n\
\t\tusleep(1000);\n\
}\n\
\n\
static pid_t begin(void (*party)(void))\n\
{\n\
\tpid_t pid = fork();\n\
\n\
\tif (pid == 0) {\n\
\t\talarm(20); /* in case that something hangs */\n\
\t\tparty();\n\
\t\t_exit(0);\n\
\t}\n\
\treturn pid;\n\
}\n\
\n\
static void await_all(int deaths)\n\
{\n\
\tint status;\n\
\n\
\twhile (wait(&status) > 0)\n\
\t\tdeaths -= WIFSIGNALED(status);\n\
\tif (deaths != 0)\n\
\t\tshared->differences++;\n\
}\n";

const char program_c_main[] = "\
\tshared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,\n\
\t    MAP_SHARED | MAP_ANONYMOUS, -1, 0);\n\
\tif (shared == MAP_FAILED)\n\
\t\terr(1, \"mmap\");\n\
\tsetvbuf(stdout, NULL, _IOLBF, 0);\n\
\talarm(20);\n";
