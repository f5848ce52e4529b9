# SPDX-License-Identifier: MIT
# The genet of another commit, from the sources in DIR, without its own build
# system: the objects of all sources, with the config.h of this build.
# Of the two variants of TLS only that of this build is built.
TLS := $(wildcard $(DIR)/src/stream/tls-*.c)
OTHER_TLS := $(if $(wildcard src/stream/tls-none.o),$(filter-out \
	%/tls-none.c,$(TLS)),%/tls-none.c)
SOURCES := $(filter-out $(OTHER_TLS),$(shell find $(DIR)/src -name '*.c'))
LESSONS := $(DIR)/src/demo/course/lessons.inc
PROGRAMS := $(shell find $(DIR)/src -name 'program.*.in')

$(DIR)/genet: $(SOURCES:.c=.o)
	$(CC) $(FLAGS) $(LINK_FLAGS) -o $@ $^ $(LIBS)

$(SOURCES:.c=.o): $(LESSONS) $(PROGRAMS:.in=.inc)

# Older commits have lessons in C, still older ones none; their order does not
# matter here.
$(LESSONS):
	mkdir -p $(@D)
	cd $(DIR)/src/demo/lessons 2>/dev/null || exit 0; \
	if [ -e lessons.awk ]; then \
		awk -f lessons.awk *.lesson; \
	else \
		ls *.c | sed 's/\(.*\)\.c/LESSON(\1)/' | tr - _; \
	fi >../course/lessons.inc

%.inc: %.in
	sed -f $(<D)/parts.sed $< >$@

%.o: %.c
	$(CC) -include config.h -I. -I$(DIR)/src $(FLAGS) -w -c -o $@ $<
