# SPDX-License-Identifier: MIT
# The genet of another commit, from the sources in DIR, without its own build
# system: the objects of all sources, with the config.h of this build.
SOURCES := $(shell find $(DIR)/src -name '*.c')

$(DIR)/genet: $(SOURCES:.c=.o)
	$(CC) $(FLAGS) $(LINK_FLAGS) -o $@ $^ $(LIBS)

%.o: %.c
	$(CC) -include config.h -I. -I$(DIR)/src $(FLAGS) -w -c -o $@ $<
