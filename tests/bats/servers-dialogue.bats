#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: conversations of programs that people have, recorded once by a
# relay. The client then works with a mock of its server, and the server with a talk of
# its client. What is not installed is skipped.
load helpers
load servers
load servers-tls

# record PORT: starts a relay from port PORT + 1000, which records one connection.
record() {
	start_ready genet relay --ready-fd 3 "127.0.0.1:$(($1 + 1000))" \
		"127.0.0.1:$1" --count-conns 1 --record dlg 2>relay.err
	relay=$pid
}

# mock PORT: plays the recorded server on port PORT + 2000.
mock() {
	start_ready genet mock --ready-fd 3 "127.0.0.1:$(($1 + 2000))" dlg --once \
		2>mock.err
	mock=$pid
}

# played PORT CLIENT...: CLIENT, a command for the port that is its last word, says the
# same by the relay, which records, and with the mock. The file is edited by edit, and
# then the recorded client talks with the server.
played() {
	local client=("${@:2}")
	record "$1"
	"${inside[@]}" "${client[@]}" $(($1 + 1000)) >recorded
	wait_for "$relay"
	mock "$1"
	"${inside[@]}" "${client[@]}" $(($1 + 2000)) >mocked
	diff -u recorded mocked
	wait_for "$mock"
	edit
	"${inside[@]}" genet talk "127.0.0.1:$1" dlg
}

# wait_for PROCESS: it ends with success.
wait_for() {
	local status=0
	wait "$1" || status=$?
	cat relay.err mock.err 2>/dev/null || :
	is "$status" 0
}

edit() {
	:
}

ask_redis() {
	printf '%s\n' flushall 'set text "two words"' 'get text' 'incr n' \
		'rpush list a b c' 'lrange list 0 -1' 'get list' nonsense |
		redis-cli -p "$1"
}

@test "Redis: redis-cli" {
	place redis-server redis-cli
	serve 6379 redis-server --bind 127.0.0.1 --port 6379 --save '' \
		--dir /mnt --daemonize no
	# redis-cli asks for all commands, whose order changes with the first look-ups.
	for i in {1..16}; do
		"${inside[@]}" redis-cli command docs >/dev/null
	done
	export -f ask_redis
	# shellcheck disable=SC2016 # the inner shell's
	played 6379 bash -c 'ask_redis "$1"' ask
	says "$(<recorded)" 'two words' WRONGTYPE
}

send_mail() {
	printf 'Subject: hello\r\n\r\nby a relay\r\n' |
		curl -sS --max-time 60 "smtp://127.0.0.1:$1/here.test" \
			--mail-from a@mail.test --mail-rcpt b@mail.test -T - &&
		echo sent
}

@test "SMTP: curl and Postfix; the number of the mail is no part of the test" {
	place curl
	postfix_server
	export -f send_mail
	edit() {
		sed -i 's/^< \(250 2.0.0 Ok: queued as\).*/<begins \1/' dlg
		grep '^<begins 250' dlg
	}
	# shellcheck disable=SC2016 # the inner shell's
	played 25 bash -c 'send_mail "$1"' send
	says "$(<recorded)" sent
}

get_page() {
	curl -sS -i --max-time 30 --http1.1 -H 'Host: page.test' \
		"http://127.0.0.1:$1/page" |
		grep -av '^Date:'
}

@test "HTTP: curl and nginx; the date is no part of the test" {
	place curl nginx
	printf '%s\n' 'daemon off; master_process off;' 'error_log stderr;' \
		'pid /mnt/nginx.pid;' \
		'events { }' 'http { access_log off; root /mnt/www;' \
		'server { listen 127.0.0.1:80; } }' >nginx.conf
	mkdir www
	pattern 100000 >www/page
	chmod -R a+rX www
	serve 80 nginx -p /mnt -c /mnt/nginx.conf -e stderr
	export -f get_page
	edit() {
		sed -i 's/^< Date: .*/<begins Date:/' dlg
		grep '^<begins Date:' dlg
	}
	# shellcheck disable=SC2016 # the inner shell's
	played 80 bash -c 'get_page "$1"' get
	says "$(<recorded)" '200 OK'
}

ask_postgres() {
	PGSSLMODE=disable PGGSSENCMODE=disable psql -h 127.0.0.1 -p "$1" \
		-U postgres -At -c 'select 6 * 7' postgres
}

@test "PostgreSQL: psql; the key of the connection is no part of the test" {
	place psql
	postgres_server off
	export -f ask_postgres
	edit() {
		# A byte of the key may be \n, after which a new line begins.
		perl -0777 -i -pe 's/\n[<]\+ //g;
			s/(K\\x00\\x00\\x00\\x0c)((\\x..|\\.|[^\\\n])(\n< )?){8}Z/$1\n<bytes 8\n< Z/' dlg
		grep '^<bytes 8' dlg
	}
	# shellcheck disable=SC2016 # the inner shell's
	played 5432 bash -c 'ask_postgres "$1"' ask
	is "$(<recorded)" 42
}
