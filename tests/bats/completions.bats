#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What genet offers for completion, and how shells use it.
load helpers

SCRIPTS=$(realpath -- "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../completions")

# offered WORD...: leaves the candidates for the last word in $output, one a line.
offered() {
	run -0 genet complete genet "$@"
}

# offers WORD... -- CANDIDATE...: these candidates are offered for the last word, with
# their help if that is given: "CANDIDATE: HELP".
offers() {
	local before behind candidate
	split_at -- "$@"
	offered "${before[@]}"
	for candidate in "${behind[@]}"; do
		grep -qxF -- "${candidate/: /$'\t'}" <<<"$output" ||
			cut -f 1 <<<"$output" | grep -qxF -- "$candidate" || {
			printf 'not offered: %s\namong:\n%s\n' "$candidate" "$output"
			return 1
		}
	done
}

# commands: prints all commands that are offered, one a line.
commands() {
	local word
	genet complete genet '' | cut -f 1 | while read -r word; do
		if [[ $word == unix ]]; then
			genet complete genet unix '' | cut -f 1 | sed 's/^/unix /'
		else
			echo "$word"
		fi
		[[ $word != doctor ]] ||
			genet complete genet doctor list | cut -f 1 | sed 's/^/doctor /'
	done
}

# ---- Words of genet itself

@test "each command is offered, and nothing else" {
	says "$(commands)" connect 'unix recv'
	is "$(commands)" "$(commands_in_help)"
}

@test "each option of each command is offered, with its help" {
	local words count=0
	while read -ra words <&7; do
		count=$((count + 1))
		[[ ${words[*]} != nc ]] || continue
		expected=$(genet "${words[@]}" --help |
			grep -oE -- '^ +(-[A-Za-z0-9], +)?--[a-z0-9-]+' |
			grep -oE -- '--.*' | sort -u)
		offered "${words[@]}" --
		is "$(cut -f 1 <<<"$output" | sort -u)" "$expected"
		run ! grep -vE $'^--[a-z0-9-]+\t[^\t]+$' <<<"$output"
	done 7< <(commands)
	((count >= 10))
}

@test "letters are offered when nothing but the dash is there" {
	offers connect - -- '-4: only IPv4' '--ipv4: only IPv4' -h
	offered connect --
	run ! grep -q $'^-[a-zA-Z0-9]\t' <<<"$output"
	offers nc - -- '-l: listen' -u
}

@test "values that are words are offered, in one word with the option or two" {
	offers connect --engine '' -- auto copy splice
	offers connect --engine s -- splice
	offers doctor listen --wai -- --wait
	offers connect --engine=s -- --engine=splice
	offers listen --format '' -- raw lines
	offers udp-recv --format '' -- raw lines length-prefixed hex json
	offers pair-demo --kind '' -- pair unix tcp udp
	offers pair-demo --type '' -- stream dgram seqpacket
	offers --color '' -- auto always never
	offers connect --color=n -- --color=never
	offers udp-send --reply= -- --reply=any
	offers connect --retry '' -- forever
	offers unix listen --mode '' -- '0600: its owner only (default)'
	offers translate '' -- nc ncat socat
}

@test "each word that a help lists for an option is offered" {
	local count=0
	while read -r option words; do
		count=$((count + 1))
		offered "${option%%/*}" "--${option#*/}" ''
		for word in $words; do
			grep -qx -- "$word" <<<"$output" || {
				echo "$option: $word"
				return 1
			}
		done
	done < <(for command in connect listen udp-recv pair-demo; do
		genet $command --help | sed -nE "
			s/^ +(-., +)?--([a-z-]+) \[?=?[A-Z]+\]? +(.*: )?([a-z-]+) \(default\), ([a-z, -]+) or ([a-z]+).*/$command\/\2 \4 \5 \6/p"
	done | tr -d ,)
	((count >= 10))
}

@test "the names of templates are offered" {
	offers connect --write-out '%{ti' -- '%{time_total}' '%{time_connect}'
	offers connect '--write-out=a %{pid} %{j' -- '--write-out=a %{pid} %{json}'
	offers listen --announce '' -- '%{address}' '%{port}'
	offered connect --write-out 'abc'
	is "$output" ''
}

@test "help takes the names of commands" {
	offers help 'sc' -- scan
	offers help unix '' -- connect listen send recv
}

@test "the kinds of addresses that a command takes are offered" {
	offers connect '' -- 'tcp:: a TCP port' 'unix-dgram:: a Unix socket for datagrams'
	offers listen '' -- 'tls:: a TCP port, with TLS' fd:
	offers wait '' -- pid: file:
	offered connect ''
	run ! grep -E '^(pid:|-)' <<<"$output"
	offers relay '' -- 'tls:: a TCP port, with TLS' exec: fd:
	offers relay 80 '' -- unix: exec:
	offered resolve ''
	run ! grep -E '^tcp:' <<<"$output"
}

@test "a value that can be anything has no candidates, and no files" {
	offered connect --timeout ''
	is "$output" ''
	offered connect --data ''
	is "$output" ''
}

@test "an unknown command has no candidates" {
	offered xyzzy ''
	is "$output" ''
	offered unix xyzzy ''
	is "$output" ''
}

# ---- Words of this host

@test "the shell is asked for files where a word is a file" {
	offers connect -o '' -- ':files 0'
	offers connect --output=a -- ':files 9'
	offers wait file:x -- ':files 5'
	offers unix connect '' -- ':files 0'
}

@test "the hosts of /etc/hosts are offered" {
	network
	names files '192.0.2.1 one.test one # a comment' '# 192.0.2.2 two.test' \
		'2001:db8::1 six.test'
	run -0 "${inside[@]}" genet complete genet connect ''
	says "$output" $'one.test\t192.0.2.1' $'one\t192.0.2.1' \
		$'six.test\t2001:db8::1' 192.0.2.1
	run ! grep -E 'two.test|comment' <<<"$output"
	run -0 "${inside[@]}" genet complete genet wait tcp:one.
	is "$output" $'tcp:one.test\t192.0.2.1'
}

@test "after a host, the ports that have listeners are offered" {
	receiver listen -k --discard
	offers connect localhost '' -- "$port"
	offers connect localhost: -- "localhost:$port"
	offers wait "tcp:127.0.0.1:$port" -- "tcp:127.0.0.1:$port"
	offers scan localhost '' -- "$port"
	offered listen localhost ''
	run ! grep -x "$port" <<<"$output"
}

@test "for datagrams, the ports that are bound are offered" {
	start_ready genet udp-recv --ready-fd 3 127.0.0.1:0
	offers udp-send localhost '' -- "${ready##*:}"
	offers wait udp:127.0.0.1: -- "udp:127.0.0.1:${ready##*:}"
	offered connect localhost ''
	run ! grep -x "${ready##*:}" <<<"$output"
}

@test "a listener is offered the addresses of this host" {
	offers listen '' -- '127.0.0.1: lo'
	offers connect --source '' -- '127.0.0.1: lo'
	offers connect --interface '' -- lo
}

@test "Unix sockets that a process has bound are offered" {
	start_ready genet unix listen "$PWD/a socket" --ready-fd 3
	start_ready genet unix recv "$PWD/datagrams" --ready-fd 3
	start_ready genet unix listen @completed-$$ --ready-fd 3
	start_ready peer bind unix "$PWD/refusing"
	offers unix connect '' -- "$PWD/a socket: stream" "@completed-$$" ':files 0'
	run ! grep refusing <<<"$output"
	offers unix send "$PWD/d" -- "$PWD/datagrams: datagrams"
	offers wait "unix:$PWD/a" -- "unix:$PWD/a socket: stream" ':files 5'
	offers connect "unix:$PWD/a" -- "unix:$PWD/a socket: stream" ':files 5'
	offers relay 8080 "unix:$PWD/a" -- "unix:$PWD/a socket: stream" \
		':files 5'
	offered unix listen '@'
	run ! grep "@completed-$$" <<<"$output"
}

@test "a socket whose name would confuse a shell is not offered" {
	start_ready genet unix listen @$'completed\t\e]0;x\a'$$ --ready-fd 3
	offered unix connect '@comp'
	run ! grep "$$" <<<"$output"
}

@test "after -- the words of another program are completed" {
	run -0 genet complete genet listen 0 --exec -- gre
	is "$output" ':program 5'
	run -0 genet complete genet translate socat -
	is "$output" ':program 2'
}

@test "a standard output that is full is an error" {
	run -1 sh -c "genet complete genet '' >/dev/full"
	run -2 genet complete
	run -2 genet complete genet
}

# ---- Shells

# in_shell SHELL OPTIONS COMMANDS: starts this interactive shell in a terminal, and
# types the commands.
in_shell() {
	command -v tmux >/dev/null || skip 'tmux is not installed'
	command -v "$1" >/dev/null || skip "$1 is not installed"
	terminal=(tmux -S "$PWD/terminal" -f /dev/null)
	mkdir home
	start "${terminal[@]}" -D 2>/dev/null
	eventually "${terminal[@]}" -N new-session -d -x 100 -y 40 \
		"exec env -i HOME='$PWD/home' PATH='$PATH' TERM=screen \
		LC_ALL=C.UTF-8 $1 $2"
	"${terminal[@]}" resize-window -x 100 -y 40
	"${terminal[@]}" send-keys -l "$3"
	"${terminal[@]}" send-keys Enter
	eventually shows '^ready> *$'
}

shown() {
	"${terminal[@]}" capture-pane -p
}

# shows REGEX: a line of the terminal matches.
shows() {
	shown | grep -Eq -- "$1"
}

# types TEXT: types it, and then a tab.
types() {
	"${terminal[@]}" send-keys -l "$1"
	"${terminal[@]}" send-keys Tab
}

# completes TEXT LINE: the text and a tab become the line, which is then deleted.
completes() {
	types "$1"
	eventually shows "^ready> $2\$" || {
		shown
		return 1
	}
	"${terminal[@]}" send-keys C-u C-l
	eventually shows '^ready> *$'
}

# completes_in_all: completions that work in all shells.
completes_in_all() {
	receiver listen -k --discard
	start_ready genet unix listen "@c$$-completed" --ready-fd 3
	mkdir folder
	touch folder/some-file
	completes 'genet conn' 'genet connect ?'
	completes 'genet unix conn' 'genet unix connect ?'
	completes 'genet connect --end-w' 'genet connect --end-with-peer ?'
	completes 'genet connect --engine spl' 'genet connect --engine splice ?'
	completes 'genet connect --engine=spl' 'genet connect --engine=splice ?'
	completes "genet connect localhost ${port%?}" \
		"genet connect localhost ${port%?}[0-9]* ?"
	completes "genet connect localhost:$port" \
		"genet connect localhost:$port ?"
	completes "genet unix connect @c$$-" \
		"genet unix connect \\\\?@c$$-completed ?"
	completes 'genet connect -o folder/some-' \
		'genet connect -o folder/some-file ?'
	completes 'genet connect --output=folder/some-' \
		'genet connect --output=folder/some-file ?'
	completes 'genet wait file:folder/some-' \
		'genet wait file:folder/some-file ?'
	completes_what_shells_quote
}

# completes_what_shells_quote: completions after blanks and quotes, of a name with a
# backslash, and after a tilde.
completes_what_shells_quote() {
	start_ready genet unix listen "@quoted-$$ \\x" --ready-fd 3
	ln -s "$(type -P genet)" home/genet
	touch 'folder/an other'
	completes \~/genet\ conn '[~]/genet connect ?'
	completes 'genet connect --output=folder/an\ o' \
		'genet connect --output=folder/an\\ other ?'
	completes "genet connect -o 'folder/an o" \
		"genet connect -o 'folder/an other' ?"
	completes 'genet connect "--outp' 'genet connect "--output" ?'
	completes 'genet unix connect @quoted' \
		"genet unix connect \\\\?@quoted-$$\\\\ \\\\\\\\x ?"
}

# completes_programs: completions of another program's words after --, for shells that
# can do that.
completes_programs() {
	completes 'genet listen 0 --exec -- genet connect --end-w' \
		'genet listen 0 --exec -- genet connect --end-with-peer ?'
	completes 'genet translate genet resol' 'genet translate genet resolve ?'
}

@test "bash completes by readline alone" {
	in_shell bash '--norc --noprofile' \
		"PS1='ready> '; . '$SCRIPTS/bash/genet'; clear"
	completes_in_all
	completes 'genet listen 0 --exec -- gene' 'genet listen 0 --exec -- genet ?'
	completes 'genet listen 0 --exec -- cat folder/some-' \
		'genet listen 0 --exec -- cat folder/some-file ?'
}

@test "bash completes with bash-completion" {
	local library=/usr/share/bash-completion/bash_completion
	[[ -e $library ]] || skip 'bash-completion is not installed'
	in_shell bash '--norc --noprofile' \
		"PS1='ready> '; . $library; . '$SCRIPTS/bash/genet'; clear"
	completes_in_all
	completes_programs
}

@test "zsh completes, and shows what options do" {
	mkdir functions
	ln -s "$SCRIPTS/zsh/_genet" functions
	in_shell zsh -f "PS1='ready> '; fpath=($PWD/functions \$fpath); \
autoload -Uz compinit; compinit -u -D; clear"
	completes_in_all
	completes_programs
	types 'genet connect --en'
	types ''
	eventually shows '--engine +-- how to move bytes: auto \(default\)'
}

@test "fish completes, and shows what options do" {
	in_shell fish '--private --no-config' \
		"function fish_prompt; echo 'ready> '; end; \
function fish_right_prompt; end; source '$SCRIPTS/fish/genet.fish'; clear"
	completes_in_all
	completes_programs
	types 'genet connect --en'
	eventually shows '--engine +\(how to move bytes: auto \(default\)'
}
