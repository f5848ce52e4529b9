# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# A real terminal with a screen: tmux, on a socket in the test's directory.

needs_tmux() {
	[[ -n $(type -P tmux) ]] || skip 'tmux is not installed'
	not_under_valgrind 'it is too slow for a screen'
}

# on_screen ARG...: runs a command of tmux.
on_screen() {
	LC_ALL=C.UTF-8 tmux -N -S screen "$@"
}

# open_screen COLUMNS COMMAND...: runs it on a screen of so many columns and ten
# lines, which stays when the command has ended. The server ends with the test.
open_screen() {
	needs_tmux
	start env LC_ALL=C.UTF-8 TMUX_TMPDIR="$PWD" tmux -D -S screen -f /dev/null
	eventually test -S screen
	eventually on_screen new-session -d -x "$1" -y 10 'exec peer stdio hold'
	on_screen set-option remain-on-exit on
	on_screen set-option remain-on-exit-format ''
	on_screen respawn-pane -k "PATH=$(printf %q "$PATH"); \
		exec $(printf '%q ' "${@:2}")"
}

# screen_text: prints what the screen shows, without empty lines.
screen_text() {
	on_screen capture-pane -p | sed '/^$/d'
}

# screen_has PATTERN: a line of the screen matches, by grep -E.
screen_has() {
	screen_text | grep -E -- "$1"
}

# screen_resize COLUMNS
screen_resize() {
	on_screen resize-window -x "$1"
}
