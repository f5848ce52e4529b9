# SPDX-License-Identifier: MIT
#
# Writes lessons in C, as the tables that course.c reads. A lesson is a file
# NAME.lesson of items, each a line, which may go on in indented lines:
#
#     question: TEXT
#     part: streams, connecting, datagrams or unix
#     parties: PARTY...
#     needs: ipv4, if IPv6 has nothing like it on the loopback interface, or ipv6, if
#         IPv4 is not enough; without this item it runs with either
#     opening: the name of one in openings.lesson; or a TEXT, followed by the calls
#         of the opening as below, which are not shown one by one
#     steps:
#     PARTY: CALL, in the language of lesson.h
#         WHY, a part of a sentence; or nothing
#     conclusion: TEXT
#     see: a command line of genet that has to do with it
#
# Empty lines, and lines that begin with #, are comments.

function quoted(text) {
	gsub(/[\\"]/, "\\\\&", text)
	return "\"" text "\""
}

BEGIN { nul = "\"\\0\"" }

function member(name, value) {
	return "." name " = " value ",\n"
}

# A text of those that follow each other.
function next_text(text) {
	return quoted(text) nul "\n"
}

# An item is a line with the indented lines that follow it.
function end_item() {
	if (key in parties)
		steps = steps quoted(parties[key] text) nul quoted(more) nul "\n"
	else if (key != "")
		values[key] = text (text == "" || more == "" ? "" : " ") more
	key = text = more = ""
}

function end_opening(name) {
	if (steps != "") {
		openings = openings "{\n" \
			member("text", quoted(values["opening"])) \
			member("steps", "\n" steps) "},\n"
		opening_number[name] = ++opening_count
	}
	steps = ""
}

function end_lesson(  names, count, i, opening) {
	count = split(values["parties"], names, " ")
	texts = texts next_text(lesson) next_text(values["question"]) \
		next_text(values["conclusion"]) next_text(values["see"])
	for (i = 1; i <= 3; i++) # LESSON_PARTIES
		texts = texts next_text(i <= count ? names[i] : "")
	texts = texts steps nul "\n"
	opening = values["opening"] ~ / / ? lesson : values["opening"]
	facts = facts "{\n" member("part", "LESSON_" toupper(values["part"])) \
		(opening ? member("opening", opening_number[opening]) : "") \
		(values["needs"] ? member("needs_" values["needs"], "true") : "") \
		"},\n"
	steps = ""
}

function end_file() {
	end_item()
	if (lesson == "openings")
		end_opening(values["name"])
	else if (lesson)
		end_lesson()
	split("", values)
}

function name_parties(words,  names, count, i) {
	split("", parties)
	count = split(words, names, " ")
	for (i = 1; i <= count; i++)
		parties[names[i]] = i - 1
}

FNR == 1 {
	end_file()
	lesson = FILENAME
	gsub(/.*\/|\.lesson$/, "", lesson)
	name_parties("first second")
}

/^#/ || /^$/ { next }

/^[ \t]/ {
	sub(/^[ \t]+/, "")
	more = more (more == "" ? "" : " ") $0
	next
}

{
	end_item()
	if (/^name:/)
		end_opening(values["name"])
	if (/^parties:/)
		name_parties(substr($0, 9))
	if (/^steps:/)
		end_opening(lesson)
	key = text = $0
	sub(/:.*/, "", key)
	sub(/^[^:]*: */, "", text)
	if (!(key in parties) && key !~ /^(name|question|part|parties|needs)$/ &&
	    key !~ /^(opening|steps|conclusion|see)$/) {
		print FILENAME ":" FNR ": no party '" key "'" >"/dev/stderr"
		has_failed = 1
		exit 1
	}
}

END {
	if (has_failed)
		exit 1
	end_file()
	printf "static const struct opening openings[] = {\n{ 0 },\n%s};\n", openings
	printf "static const struct lesson_facts facts[] = {\n%s};\n", facts
	printf "static const char texts[] =\n%s;\n", texts
}
