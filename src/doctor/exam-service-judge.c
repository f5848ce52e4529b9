/* SPDX-License-Identifier: MIT */
/* What follows from what a server says. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "doctor/exam-service.h"

/* Greetings and answers */

static bool begins(const struct service_answer *a, const char *text)
{
	size_t len = strlen(text);

	return a->len >= len && memcmp(a->bytes, text, len) == 0;
}

/* What servers say to a client that they will not serve: SMTP and FTP, POP3,
 * IMAP, Redis, OpenSSH. */
static const char *const errors[] = { "421", "5", "-ERR", "* BYE", "-DENIED",
	"Exceeded MaxStartups", "Not allowed at this time", NULL };

/* A packet of MySQL with an error, the first of its connection: its length, the
 * number 0, 0xff, and a code. */
static bool is_mysql_error(const struct service_answer *a)
{
	const unsigned char *at = (const unsigned char *)a->bytes;

	if (a->len <= 7 || at[2] != 0 || at[3] != 0 || at[4] != 0xff)
		return false;
	unsigned len = at[0] | (unsigned)at[1] << 8;
	unsigned code = at[5] | (unsigned)at[6] << 8;
	return len + 4 >= a->len && code >= 1000 && code < 6000;
}

static bool is_error(const struct service_answer *a)
{
	if (is_mysql_error(a))
		return true;
	for (const char *const *text = errors; *text; text++)
		if (begins(a, *text))
			return (*text)[1] ||
			       (a->len > 3 &&
				   isdigit((unsigned char)a->bytes[1]) &&
				   isdigit((unsigned char)a->bytes[2]) &&
				   (a->bytes[3] == ' ' || a->bytes[3] == '-'));
	return false;
}

/* An HTTP proxy or gateway without a server behind: RFC 9110, 15.6. */
static bool is_gateway_error(const struct service_answer *a)
{
	return begins(a, "HTTP/1.") && a->len > 12 &&
	       (memcmp(a->bytes + 9, "502", 3) == 0 ||
		   memcmp(a->bytes + 9, "503", 3) == 0 ||
		   memcmp(a->bytes + 9, "504", 3) == 0);
}

static char *shown(char *buf, size_t size, const struct service_answer *a)
{
	size_t from = is_mysql_error(a) ? 7 : 0, len = from;

	while (len < a->len && a->bytes[len] != '\r' && a->bytes[len] != '\n')
		len++;
	return text_escape(buf, size, a->bytes + from, len - from);
}

static void blame_header(struct examination *x)
{
	findings_add(&x->findings, RANK_SYMPTOM, "service-wants-proxy-header",
	    "the server may want a header of the PROXY protocol first");
	findings_advise(&x->findings,
	    "if it is configured so (accept-proxy, proxy_protocol): genet "
	    "connect --send-proxy %s",
	    x->opts->target.name);
}

static void judge_greeting(struct examination *x)
{
	const struct service_answer *a = &x->service.greeting;
	char text[160];

	if (a->reply == SERVICE_SPEAKS && is_error(a)) {
		x->answers = false;
		findings_add(&x->findings, RANK_PROVEN, "service-error",
		    "the server greets with an error: '%s'",
		    shown(text, sizeof(text), a));
		findings_advise(&x->findings,
		    "do what the server says; its log may say more");
	} else if (a->reply == SERVICE_ENDS || a->reply == SERVICE_RESETS) {
		bool is_end = a->reply == SERVICE_ENDS;
		x->answers = false;
		findings_add(&x->findings, RANK_SYMPTOM,
		    is_end ? "port-ends-at-once" : "port-resets-at-once",
		    "the server accepts connections and %s each soon, without "
		    "a byte",
		    is_end ? "ends" : "resets");
		findings_advise(&x->findings,
		    "see the log of the server: an access list, a limit of "
		    "clients, a target of it that is down, or a PROXY header "
		    "that it wants");
	}
}

static void judge_silence(struct examination *x, bool has_to_greet)
{
	const struct service_facts *f = &x->service;

	if (f->greeting.reply == SERVICE_SILENT && has_to_greet) {
		x->answers = false;
		findings_add(&x->findings, RANK_SYMPTOM, "service-silent",
		    "connections are accepted, and the server, which speaks "
		    "first on this port, says nothing: it hangs, is stopped, "
		    "or is busy");
		findings_advise(&x->findings,
		    "on its host, see what the process does: ss -ltnp; its log "
		    "may say more");
	}
	if (!f->asked_http)
		return;
	if (f->answer.reply == SERVICE_SILENT) {
		x->answers = false;
		findings_add(&x->findings, RANK_SYMPTOM, "service-silent",
		    "connections are accepted, and no answer comes to a "
		    "request of HTTP: the server hangs, is stopped, is busy, "
		    "or speaks something else");
		findings_advise(&x->findings,
		    "on its host, see what the process does: ss -ltnp; its log "
		    "may say more");
	} else if (f->answer.reply != SERVICE_SPEAKS &&
		   f->answer.reply != SERVICE_NOT_ASKED) {
		x->answers = false;
		findings_add(&x->findings, RANK_SYMPTOM, "service-ends",
		    "the server ends the connection without an answer to a "
		    "request of HTTP: it fails, or speaks something else");
		findings_advise(&x->findings, "see the log of the server");
		blame_header(x);
	} else if (is_gateway_error(&f->answer)) {
		char text[160];
		findings_add(&x->findings, RANK_ASIDE, "service-error",
		    "the server answers, but says '%s'",
		    shown(text, sizeof(text), &f->answer));
		findings_advise(&x->findings,
		    "the server behind it may be down: see the log of this "
		    "one, and ask the other");
	}
}

/* TLS */

static const struct {
	enum hint_code code;
	const char *cause, *advice;
} doubts[] = {
	{ HINT_TLS_EXPIRED, "tls-expired",
	    "renew the certificate of the server; if that is done, have the "
	    "server load it, and look at the clock of this host: date" },
	{ HINT_TLS_EARLY, "tls-not-yet-valid",
	    "is the clock of this host right? date" },
	{ HINT_TLS_NAME, "tls-wrong-name",
	    "use a name that the certificate has, or have one made for this "
	    "name" },
	{ HINT_TLS_PIN, "tls-self-signed", NULL },
	{ HINT_TLS_ISSUER, "tls-untrusted",
	    "if this authority is to be trusted, name its file: --tls-ca FILE; "
	    "if it is a public one, the server may not send all certificates "
	    "of the chain" },
	{ HINT_TLS_WEAK, "tls-weak", "have a certificate with a longer key" },
};

#define TARGET_TEXT 300

/* HOST:PORT, as a user writes it. */
static char *write_target(char buf[TARGET_TEXT], const struct examination *x)
{
	const struct doctor_target *t = &x->opts->target;

	snprintf(buf, TARGET_TEXT, strchr(t->host, ':') ? "[%s]:%s" : "%s:%s",
	    t->host, t->port);
	return buf;
}

static void judge_doubt(struct examination *x)
{
	const struct error *why = &x->service.failure;
	char target[TARGET_TEXT];

	x->answers = false;
	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++) {
		if (doubts[i].code != why->hint.code)
			continue;
		findings_add(&x->findings, RANK_PROVEN, doubts[i].cause, "%s",
		    why->text);
		if (doubts[i].advice)
			findings_advise(&x->findings, "%s", doubts[i].advice);
		else
			findings_advise(&x->findings,
			    "have a certificate made by an authority; or, once "
			    "this one is checked, trust it: genet connect "
			    "--tls --tls-pin %s %s",
			    why->hint.subject, write_target(target, x));
	}
}

static void judge_refusal(struct examination *x)
{
	const struct error *why = &x->service.failure;

	x->answers = false;
	findings_add(&x->findings, RANK_PROVEN, "tls-refused", "%s", why->text);
	findings_advise(&x->findings, "%s",
	    why->hint.code == HINT_TLS_OLD
		? "have the server speak TLS 1.2 or 1.3"
	    : why->hint.code == HINT_TLS_CERTIFICATE
		? "present a certificate: genet connect --tls-cert FILE"
		: "see the log of the server; it may want a client "
		  "certificate, another name (SNI), or other ciphers");
}

static void find_plain(
    struct examination *x, enum finding_rank rank, const char *why)
{
	const struct hint *hint = &x->service.failure.hint;
	char target[TARGET_TEXT];

	write_target(target, x);
	x->answers = false;
	findings_add(&x->findings, rank, "service-plain-on-tls", "%s", why);
	if (hint->code == HINT_TLS_STARTTLS)
		findings_advise(&x->findings,
		    "it begins without TLS: genet connect --tls --starttls %s "
		    "%s",
		    hint->subject, target);
	else
		findings_advise(&x->findings,
		    "use the port of TLS, or leave TLS out: genet doctor %s",
		    target);
}

/* The server has not answered the greeting of TLS: what it says without TLS may
 * tell more. */
static void judge_none(struct examination *x)
{
	const struct service_facts *f = &x->service;
	bool speaks = f->greeting.reply == SERVICE_SPEAKS ||
	              f->answer.reply == SERVICE_SPEAKS;

	if (speaks) {
		find_plain(x, RANK_LIKELY,
		    "the server answers without TLS, and not to TLS");
		return;
	}
	find_plain(x, RANK_SYMPTOM,
	    f->tls == SERVICE_TLS_SILENT
		? "no answer comes to the greeting of TLS: the server may not "
		  "speak it"
		: "the server ends the connection at the greeting of TLS: it "
		  "may not speak it");
	if (f->tls == SERVICE_TLS_SILENT) {
		findings_add(&x->findings, RANK_SYMPTOM, "service-silent",
		    "the server hangs, is stopped, or is busy");
		findings_advise(&x->findings,
		    "on its host, see what the process does: ss -ltnp; its log "
		    "may say more");
	} else
		blame_header(x);
}

static void judge_tls(struct examination *x)
{
	const struct service_facts *f = &x->service;

	if (f->tls == SERVICE_TLS_DOUBTED)
		judge_doubt(x);
	else if (f->tls == SERVICE_TLS_REFUSED)
		judge_refusal(x);
	else if (f->tls == SERVICE_TLS_NONE)
		find_plain(x, RANK_PROVEN, f->failure.text);
	else if (f->tls == SERVICE_TLS_ENDED || f->tls == SERVICE_TLS_SILENT)
		judge_none(x);
}

/* An alert of TLS, RFC 8446, 5.1 and 6: so a server answers to what is none. */
static bool is_alert(const struct service_answer *a)
{
	return a->reply == SERVICE_SPEAKS && begins(a, "\x15\x03");
}

/* TLS was not asked for. Where nothing else was said, that it is spoken here
 * explains why. */
static void judge_unasked(struct examination *x)
{
	const struct service_facts *f = &x->service;
	bool has_alert = is_alert(&f->answer);
	bool is_refused = has_alert && f->asked_http;
	bool speaks = f->greeting.reply == SERVICE_SPEAKS ||
	              (f->answer.reply == SERVICE_SPEAKS && !has_alert);
	char target[TARGET_TEXT];

	if (!has_alert && f->tls != SERVICE_TLS_WELL &&
	    f->tls != SERVICE_TLS_DOUBTED && f->tls != SERVICE_TLS_REFUSED)
		return;
	x->answers &= !is_refused;
	findings_add(&x->findings,
	    !is_refused && (x->answers || speaks) ? RANK_ASIDE : RANK_LIKELY,
	    "service-tls-on-plain", "the server speaks TLS on this port");
	findings_advise(&x->findings, "ask it by TLS: genet doctor tls:%s",
	    write_target(target, x));
}

void exam_service_judge(struct examination *x, bool has_to_greet)
{
	const struct service_facts *f = &x->service;

	if (x->opts->target.wants_tls)
		judge_tls(x);
	if (!x->opts->target.wants_tls || f->tls == SERVICE_TLS_WELL) {
		judge_greeting(x);
		judge_silence(x, has_to_greet && !x->opts->target.wants_tls);
	}
	if (!x->opts->target.wants_tls)
		judge_unasked(x);
	if (f->was_lost && !findings_have(&x->findings, "port-flaky")) {
		findings_add(&x->findings, RANK_SYMPTOM, "port-flaky",
		    "%s accepts one connection and not another",
		    x->opts->target.name);
		findings_advise(&x->findings,
		    "is the server at a limit of clients, or does it restart? "
		    "see its log");
	}
}
