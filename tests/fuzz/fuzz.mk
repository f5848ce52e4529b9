# SPDX-License-Identifier: MIT
# make fuzz: the harnesses, with libFuzzer and the sanitizers, by clang, beside
# the build; they have the config.h of the build. What was found stays in BUILD.
BUILD := fuzz-build
CLANG := clang
FLAGS := -std=gnu17 -g -O1 -fno-omit-frame-pointer \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-fsanitize=fuzzer-no-link

# LAYERS has the files of all layers, as this build has them.
OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(filter %.c,$(LAYERS)))
HARNESSES := $(patsubst %,$(BUILD)/fuzz-%,$(NAMES))

# The words of command lines, for harnesses that have no dictionary of their own.
WORDY := faults options spec template translate values

fuzz: $(NAMES:%=run-%)

# Each on its own processor, if make -j may use several.
run-%: $(BUILD)/fuzz-% $(BUILD)/words.dict
	@mkdir -p $(BUILD)/corpus/$* $(BUILD)/found
	@dict=-dict=$(SRCDIR)/tests/fuzz/$*.dict; \
	case ' $(WORDY) ' in \
	*' $* '*) dict=-dict=$(BUILD)/words.dict;; \
	*) [ -e "$${dict#-dict=}" ] || dict=;; \
	esac; \
	$(BUILD)/fuzz-$* -max_total_time=$(FUZZ_SECONDS) -timeout=60 \
		-max_len=10000 -print_final_stats=1 $$dict \
		-artifact_prefix=$(BUILD)/found/$*- \
		$(BUILD)/corpus/$* $(SRCDIR)/tests/fuzz/corpus/$* \
		>$(BUILD)/$*.log 2>&1 || { \
		tail -n 60 $(BUILD)/$*.log; \
		echo "fuzz-$* has found something: $(BUILD)/$*.log" >&2; \
		exit 1; }; \
	awk -v name='$*' '/^#.* cov: / { line = $$0 } \
		/number_of_executed_units/ { runs = $$2 } \
		END { split(line, part, " cov: "); split(part[2], cov, " "); \
		print "fuzz-" name ": " runs " runs, coverage " cov[1] \
		" edges, nothing found" }' $(BUILD)/$*.log

# What the fuzzer has found goes to the corpus, as far as it reaches code that no
# other input does; how often it does is no matter, and makes no small corpus.
merge: $(NAMES:%=merge-%)

merge-%: $(BUILD)/fuzz-%
	@mkdir -p $(BUILD)/corpus/$* $(SRCDIR)/tests/fuzz/corpus/$*
	@$(BUILD)/fuzz-$* -merge=1 -use_counters=0 -max_len=600 \
		$(SRCDIR)/tests/fuzz/corpus/$* $(BUILD)/corpus/$* \
		>$(BUILD)/$*-merge.log 2>&1
	@echo "fuzz-$*: $$(ls $(SRCDIR)/tests/fuzz/corpus/$* | wc -l) inputs"

# What some of them have besides.
$(BUILD)/fuzz-session: $(BUILD)/tests/fuzz/session-run.o \
	$(BUILD)/tests/fuzz/scripted.o
$(BUILD)/fuzz-telnet: $(BUILD)/tests/unit/wire.o

$(BUILD)/fuzz-%: $(BUILD)/tests/fuzz/fuzz-%.o $(BUILD)/tests/fuzz/fuzz.o \
		$(BUILD)/libgenet.a
	@echo "  FUZZ     $@"
	@$(CLANG) $(FLAGS) -fsanitize=fuzzer -o $@ $(filter %.o,$^) \
		$(BUILD)/libgenet.a $(LIBS)

$(BUILD)/libgenet.a: $(OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/%.o: $(SRCDIR)/%.c config.h
	@mkdir -p $(@D)
	@echo "  FUZZ     $@"
	@$(CLANG) -include config.h -I. -I$(SRCDIR)/src -Isrc $(FLAGS) -MMD -c -o $@ $<

# Options, and what else the tables have as short texts.
$(BUILD)/words.dict: $(filter %.c,$(LAYERS))
	@mkdir -p $(@D)
	@cd $(SRCDIR) && cat src/args/*.c src/front/commands.c \
		src/front/translate/*.c src/cmd/*.c | \
		grep -oE '"[-A-Za-z0-9_@:./=,+%{}]{1,24}"' | sort -u | \
		sed 's/^"\([a-z][a-z-]*\)"$$/"\1"\n"--\1"/' \
		>$(abspath $(BUILD))/words.dict

.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
