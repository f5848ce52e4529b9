#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What makes errors of memory hard to exploit is in the program, and not only among the
# flags of the compiler.
load helpers

before_each() {
	command -v readelf >/dev/null || skip 'there is no readelf'
	program=${VALGRIND_GENET:-${GENET_UNDER_TEST:-$GENET}}
	[[ $("$program" --version) == *' hardening=yes '* ]] ||
		skip 'this genet is built without hardening'
	readelf --wide --file-header --program-headers --dynamic --notes \
		"$program" >elf
}

# is_dynamic: the program is linked when it starts.
is_dynamic() {
	grep -q ' INTERP ' elf
}

# symbols: prints the names of the functions that the program has or imports.
symbols() {
	readelf --wide --dyn-syms --symbols "$program" |
		awk '$4 == "FUNC" { sub(/@.*/, "", $8); print $8 }'
}

# is_optimized: the compiler has optimized, as far as the program tells.
is_optimized() {
	local producer
	producer=$(readelf --debug-dump=info "$program" 2>/dev/null |
		grep -m 1 DW_AT_producer || :)
	[[ $producer != *'GNU C'* || $producer == *' -O'[1-9sgfz]* ]]
}

@test "the program is position-independent" {
	is_dynamic || grep -q '(FLAGS_1).*PIE' elf ||
		skip 'this genet is static, with a linker that knows no static PIE'
	grep -E '^ +Type: +DYN ' elf
	grep -E '\(FLAGS_1\).*\<PIE\>' elf
}

@test "what is relocated becomes read-only before the program begins" {
	grep -E '^ +GNU_RELRO ' elf
	is_dynamic || return 0
	grep -E '\(FLAGS\).*\<BIND_NOW\>' elf
	grep -E '\(FLAGS_1\).*\<NOW\>' elf
}

@test "no memory is both writable and executable, and the stack is data" {
	grep -E '^ +GNU_STACK .* RW +0x' elf
	run ! grep -E '^ +[A-Z_]+ +(0x[0-9a-f]+ +){5}(RWE|R?WE) ' elf
}

@test "functions guard their return addresses on the stack" {
	symbols >functions
	grep -x __stack_chk_fail functions
}

@test "functions of the C library check the sizes of buffers" {
	is_dynamic && grep -q 'NEEDED.*\[libc\.so\.6\]' elf ||
		skip 'this genet does not use glibc as a shared library'
	is_optimized || skip 'the compiler has not optimized'
	symbols >functions
	for function in __snprintf_chk __read_chk __memcpy_chk; do
		grep -x "$function" functions && return
	done
	false
}

# The linker notes it of the program only if it holds for the files of the C library as
# well, which not every distribution builds so.
@test "functions have the mark without which the processor refuses indirect jumps" {
	grep -qE '^ +Machine: .*X86-64' elf || skip 'this processor has no such mark'
	marks=$(grep -aoP '\xf3\x0f\x1e\xfa' "$program" | wc -l)
	echo "$marks"
	((marks > 1000))
}
