/* SPDX-License-Identifier: MIT */
/* What a server says when it is looked at: four bytes say what was asked, and
 * what became of TLS and of the answers; then the first line is the greeting,
 * and the rest the answer. What the doctor finds is text that commands no
 * terminal, and gives a reason if the server is said not to answer. */
#include <string.h>

#include "base/text.h"
#include "doctor/exam-service.h"
#include "fuzz.h"
#include "probe/look/service-talk.h"

static void take_answer(struct service_answer *out, unsigned reply,
    const uint8_t *data, size_t size)
{
	out->reply = (enum service_reply)(reply % (SERVICE_LOST + 1));
	if (out->reply != SERVICE_SPEAKS || size == 0)
		return;
	out->len = size < sizeof(out->bytes) ? size : sizeof(out->bytes);
	memcpy(out->bytes, data, out->len);
}

static void take_answers(
    struct service_facts *f, unsigned replies, const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t first = end ? (size_t)(end - data) + 1 : size;

	take_answer(&f->greeting, replies & 15, data, first);
	if (f->asked_http || replies & 128)
		take_answer(
		    &f->answer, replies >> 4 & 7, data + first, size - first);
}

static void check_text(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	for (size_t left = strlen(text); left > 0;) {
		int len = text_sequence(at, left);
		FUZZ_MUST(len > 0);
		at += len;
		left -= (size_t)len;
	}
}

static void check_findings(const struct examination *x)
{
	bool is_ill = findings_rank(&x->findings) < RANK_ASIDE;

	FUZZ_MUST(x->answers || is_ill);
	FUZZ_MUST(!is_ill || !x->answers || x->service.was_lost);
	for (size_t i = 0; i < x->findings.count; i++) {
		const struct finding *f = &x->findings.items[i];
		FUZZ_MUST(*f->text && f->advice && *f->advice);
		FUZZ_MUST(
		    f->cause[strspn(f->cause, "abcdefghijklmnopqrstuvwxyz-")] ==
		    '\0');
		check_text(f->text);
		check_text(f->advice);
	}
}

/* Why TLS has failed, if it has. */
static void take_tls(struct service_facts *f, unsigned tls, unsigned code)
{
	static const enum hint_code codes[] = { HINT_NONE, HINT_TLS_EXPIRED,
		HINT_TLS_EARLY, HINT_TLS_PIN, HINT_TLS_OLD,
		HINT_TLS_CERTIFICATE, HINT_TLS_STARTTLS, HINT_TLS_PLAIN,
		HINT_TLS_NAME, HINT_TLS_WEAK, HINT_TLS_ENDED };
	static const enum fault kinds[] = { FAULT_TLS, FAULT_RESET,
		FAULT_TIMEOUT, FAULT_UNSUPPORTED };
	struct error failure = ERROR_NONE;

	error_set(&failure, kinds[tls / 2 % 4], "the handshake has failed");
	error_suggest(
	    &failure, codes[code % (sizeof(codes) / sizeof(*codes))], "smtp");
	f->tls = tls & 8 ? SERVICE_TLS_WELL : SERVICE_TLS_NOT_ASKED;
	if (tls & 1)
		service_note_failure(f, &failure);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned asked = fuzz_byte(&data, &size);
	unsigned tls = fuzz_byte(&data, &size);
	unsigned code = fuzz_byte(&data, &size);
	unsigned replies = fuzz_byte(&data, &size);
	struct doctor_opts opts = {
		.target = {
			.name = "h.test 443",
			.host = asked & 16 ? "2001:db8::1" : "h.test",
			.port = "443",
			.wants_tls = asked & 1,
		},
	};
	struct examination x = { .opts = &opts, .answers = true };

	x.service.asked_http = asked & 2;
	x.service.was_lost = asked & 4;
	take_tls(&x.service, tls, code);
	take_answers(&x.service, replies, data, size);
	exam_service_judge(&x, asked & 8);
	check_findings(&x);
	findings_free(&x.findings);
	return 0;
}
