/* SPDX-License-Identifier: MIT */
/* The dialogues of STARTTLS: what is said, however the answers are cut, and
 * what is refused, in which words. */
#include "net/starttls/starttls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT(bytes) bytes, sizeof(bytes) - 1

struct row {
	const char *name;
	enum starttls_protocol protocol;
	const char *heard; /* all that the server says */
	size_t heard_len;
	const char *said; /* all that we say; NULL: not looked at */
	size_t said_len;
	const char *error; /* NULL: TLS can begin */
};

#define STREAM                                                                 \
	"<?xml version='1.0'?><stream:stream to='h.test' version='1.0' "       \
	"xml:lang='en' xmlns='jabber:client' "                                 \
	"xmlns:stream='http://etherx.jabber.org/streams'>"
#define REQUEST "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
#define XMPP_BEGIN "<?xml version='1.0'?><stream:stream id='1' from='h.test'>"
#define XMPP_OFFER                                                             \
	"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'>"  \
	"<required/></starttls><mechanisms><mechanism>A</mechanism>"           \
	"</mechanisms></stream:features>"
#define LDAP_REQUEST                                                           \
	"\x30\x1d\x02\x01\x01\x77\x18\x80\x16"                                 \
	"1.3.6.1.4.1.1466.20037"
#define POSTGRES_REQUEST "\0\0\0\x08\x04\xd2\x16\x2f"
#define MYSQL_GREETING(flags)                                                  \
	"\x1b\0\0\0\x0a"                                                       \
	"8.0.1\0"                                                              \
	"\x01\0\0\0"                                                           \
	"saltsalt\0" flags "\x2d\x02\0"                                        \
	"\xff\xc1"
#define ZEROS "\0\0\0\0\0\0\0\0"
#define MYSQL_REQUEST                                                          \
	"\x20\0\0\x01"                                                         \
	"\x05\xaa\x08\0"                                                       \
	"\0\0\0\x01"                                                           \
	"\x2d" ZEROS ZEROS "\0\0\0\0\0\0\0"

#define NOT_SMTP "which is not SMTP"

/* clang-format off */
static const struct row rows[] = {
	{ "SMTP", STARTTLS_SMTP,
	    TEXT("220 mail\r\n250-mail\r\n250-SIZE 10\r\n250 STARTTLS\r\n220 go\r\n"),
	    TEXT("EHLO [127.0.0.1]\r\nSTARTTLS\r\n"), NULL },
	{ "SMTP with a greeting of two lines, ends without CR and small letters", STARTTLS_SMTP,
	    TEXT("220-mail\n220 here\n250-mail\n250-starttls\n250 HELP\n220\n"),
	    TEXT("EHLO [127.0.0.1]\r\nSTARTTLS\r\n"), NULL },
	{ "SMTP that does not offer it", STARTTLS_SMTP,
	    TEXT("220 mail\r\n250-mail\r\n250-SIZE\r\n250 XSTARTTLS\r\n"),
	    TEXT("EHLO [127.0.0.1]\r\n"), "does not offer STARTTLS, but '250-mail 250-SIZE 250 XSTARTTLS'" },
	{ "SMTP whose name is STARTTLS", STARTTLS_SMTP,
	    TEXT("220 mail\r\n250-STARTTLS\r\n250 SIZE\r\n"),
	    NULL, 0, "does not offer STARTTLS, but '250-STARTTLS 250 SIZE'" },
	{ "SMTP that serves nobody", STARTTLS_SMTP,
	    TEXT("554-no\r\n554 service\r\n"), TEXT(""), "greeted with '554-no 554 service'" },
	{ "SMTP that does not know EHLO", STARTTLS_SMTP,
	    TEXT("220 mail\r\n502 what\r\n"), NULL, 0, "answered '502 what' to EHLO [127.0.0.1]" },
	{ "SMTP that refuses at last, with bytes for a terminal", STARTTLS_SMTP,
	    TEXT("220 m\r\n250-m\r\n250 STARTTLS\r\n454 not\033[1m now\r\n"),
	    NULL, 0, "answered '454 not\\x1b[1m now' to STARTTLS" },
	{ "SMTP with another code in the middle", STARTTLS_SMTP,
	    TEXT("220-mail\r\n250 here\r\n"), NULL, 0, "answered '250 here', " NOT_SMTP },
	{ "SMTP that is SSH", STARTTLS_SMTP,
	    TEXT("SSH-2.0-OpenSSH_9.2\r\n"), TEXT(""), "answered 'SSH-2.0-OpenSSH_9.2', " NOT_SMTP },
	{ "SMTP with a number that is too long", STARTTLS_SMTP,
	    TEXT("2200 mail\r\n"), TEXT(""), "answered '2200 mail', " NOT_SMTP },
	{ "SMTP with a code that is none", STARTTLS_SMTP,
	    TEXT("920 mail\r\n"), TEXT(""), "answered '920 mail', " NOT_SMTP },
	{ "SMTP with a code below 100", STARTTLS_SMTP,
	    TEXT("020 mail\r\n"), TEXT(""), "answered '020 mail', " NOT_SMTP },
	{ "SMTP with an empty line", STARTTLS_SMTP,
	    TEXT("\r\n"), TEXT(""), "answered '', " NOT_SMTP },
	{ "SMTP with an answer put behind the last", STARTTLS_SMTP,
	    TEXT("220 m\r\n250-m\r\n250 STARTTLS\r\n220 go\r\n250 evil\r\n"),
	    NULL, 0, "sent 10 B in the clear between its answer and TLS: '250 evil'" },

	{ "FTP", STARTTLS_FTP, TEXT("220 ftp\r\n234 go\r\n"), TEXT("AUTH TLS\r\n"), NULL },
	{ "FTP with lines without a code, and a delay", STARTTLS_FTP,
	    TEXT("120 wait\r\n220-ftp\r\n  we have\r\n230 rules\r\n220 end\r\n234 go\r\n"),
	    TEXT("AUTH TLS\r\n"), NULL },
	{ "FTP that refuses", STARTTLS_FTP, TEXT("220 ftp\r\n530 Please login\r\n"),
	    TEXT("AUTH TLS\r\n"), "answered '530 Please login' to AUTH TLS" },
	{ "FTP that is full", STARTTLS_FTP, TEXT("421 full\r\n"), TEXT(""), "greeted with '421 full'" },
	{ "FTP with an answer put behind the last", STARTTLS_FTP,
	    TEXT("220 ftp\r\n234 go\r\n\x16\x03"), NULL, 0,
	    "sent 2 B in the clear between its answer and TLS: '\\x16\\x03'" },

	{ "IMAP", STARTTLS_IMAP,
	    TEXT("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\na1 OK go\r\n"), TEXT("a1 STARTTLS\r\n"), NULL },
	{ "IMAP that says something else before", STARTTLS_IMAP,
	    TEXT("* ok hi\r\n* CAPABILITY IMAP4rev1\r\n* OK still\r\nA1 ok go\r\n"), TEXT("a1 STARTTLS\r\n"), NULL },
	{ "IMAP that does not know it", STARTTLS_IMAP,
	    TEXT("* OK hi\r\na1 BAD unknown command\r\n"), NULL, 0, "answered 'a1 BAD unknown command' to a1 STARTTLS" },
	{ "IMAP for which we are known", STARTTLS_IMAP,
	    TEXT("* PREAUTH hi\r\n"), TEXT(""), "greeted with '* PREAUTH hi'" },
	{ "IMAP that serves nobody", STARTTLS_IMAP, TEXT("* BYE no\r\n"), TEXT(""), "greeted with '* BYE no'" },
	{ "IMAP that goes away", STARTTLS_IMAP,
	    TEXT("* OK hi\r\n* X\r\n* BYE late\r\n"), NULL, 0, "answered '* BYE late' to a1 STARTTLS" },
	{ "IMAP with the answer to somebody else", STARTTLS_IMAP,
	    TEXT("* OK hi\r\na2 OK go\r\n"), NULL, 0, "answered 'a2 OK go', which is not IMAP" },
	{ "IMAP with an answer put behind the last", STARTTLS_IMAP,
	    TEXT("* OK hi\r\na1 OK go\r\n* LIST evil\r\n"), NULL, 0,
	    "sent 13 B in the clear between its answer and TLS: '* LIST evil'" },

	{ "POP3", STARTTLS_POP3, TEXT("+OK hi <1@x>\r\n+OK\r\n"), TEXT("STLS\r\n"), NULL },
	{ "POP3 that refuses", STARTTLS_POP3, TEXT("+OK hi\r\n-ERR no TLS\r\n"), TEXT("STLS\r\n"),
	    "answered '-ERR no TLS' to STLS" },
	{ "POP3 that serves nobody", STARTTLS_POP3, TEXT("-ERR busy\r\n"), TEXT(""), "greeted with '-ERR busy'" },
	{ "POP3 that is IMAP", STARTTLS_POP3, TEXT("* OK hi\r\n"), TEXT(""),
	    "answered '* OK hi', which is not POP3" },
	{ "POP3 that is nearly so", STARTTLS_POP3, TEXT("+OKAY\r\n"), TEXT(""),
	    "answered '+OKAY', which is not POP3" },

	{ "PostgreSQL", STARTTLS_POSTGRES, TEXT("S"), TEXT(POSTGRES_REQUEST), NULL },
	{ "PostgreSQL without TLS", STARTTLS_POSTGRES, TEXT("N"), TEXT(POSTGRES_REQUEST),
	    "does not offer TLS: it answered 'N'" },
	{ "PostgreSQL with an error", STARTTLS_POSTGRES,
	    TEXT("E\0\0\0\x17" "SFATAL\0" "Mno\tthanks\0" "\0"), NULL, 0,
	    "answered 'no\\tthanks' to the request for TLS" },
	{ "PostgreSQL with an error without words", STARTTLS_POSTGRES,
	    TEXT("E\0\0\0\x0c" "SFATAL\0" "\0"), NULL, 0,
	    "answered 'E\\x00\\x00\\x00\\x0cSFATAL\\x00\\x00', which is not PostgreSQL" },
	{ "PostgreSQL with an error that does not end", STARTTLS_POSTGRES,
	    TEXT("E\xff\xff\xff\xff"), NULL, 0, "answered 'E\\xff\\xff\\xff\\xff', which is not PostgreSQL" },
	{ "PostgreSQL with an error that is too short", STARTTLS_POSTGRES,
	    TEXT("E\0\0\0\x03"), NULL, 0, "answered 'E\\x00\\x00\\x00\\x03', which is not PostgreSQL" },
	{ "PostgreSQL that is another", STARTTLS_POSTGRES,
	    TEXT("2"), NULL, 0, "answered '2', which is not PostgreSQL" },
	{ "PostgreSQL with an answer put behind", STARTTLS_POSTGRES,
	    TEXT("SZ"), NULL, 0, "sent 1 B in the clear between its answer and TLS: 'Z'" },

	{ "MySQL", STARTTLS_MYSQL, TEXT(MYSQL_GREETING("\xff\xff")), TEXT(MYSQL_REQUEST), NULL },
	{ "MySQL without TLS", STARTTLS_MYSQL, TEXT(MYSQL_GREETING("\xff\xf7")), TEXT(""),
	    "does not offer TLS; its version is '8.0.1'" },
	{ "MySQL that serves nobody", STARTTLS_MYSQL,
	    TEXT("\x09\0\0\0\xff\x6a\x04" "Host x"), TEXT(""), "greeted with error 1130: 'Host x'" },
	{ "MySQL with an error that has a state", STARTTLS_MYSQL,
	    TEXT("\x0b\0\0\0\xff\x10\x04" "#08004ab"), TEXT(""), "greeted with error 1040: 'ab'" },
	{ "MySQL with a packet that is too short", STARTTLS_MYSQL,
	    TEXT("\x02\0\0\0\x0a\0"), TEXT(""), "answered '\\x02\\x00\\x00\\x00', which is not MySQL" },
	{ "MySQL with a version that does not end", STARTTLS_MYSQL,
	    TEXT("\x03\0\0\0\x0a" "8."), TEXT(""), "answered '\\x03\\x00\\x00\\x00', which is not MySQL" },
	{ "MySQL with an empty packet", STARTTLS_MYSQL,
	    TEXT("\0\0\0\0"), TEXT(""), "answered '\\x00\\x00\\x00\\x00', which is not MySQL" },
	{ "MySQL of an old version", STARTTLS_MYSQL,
	    TEXT("\x02\0\0\0\x09\0"), TEXT(""), "answered '\\x02\\x00\\x00\\x00\\t\\x00', which is not MySQL" },
	{ "MySQL with a packet put behind the greeting", STARTTLS_MYSQL,
	    TEXT(MYSQL_GREETING("\xff\xff") "\x07\0\0\x02"), NULL, 0,
	    "sent 4 B in the clear between its answer and TLS: '\\x07\\x00\\x00\\x02'" },

	{ "LDAP", STARTTLS_LDAP,
	    TEXT("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\0\x04\0\x04\0"), TEXT(LDAP_REQUEST), NULL },
	{ "LDAP with long lengths and a name", STARTTLS_LDAP,
	    TEXT("\x30\x84\0\0\0\x13\x02\x01\x01\x78\x81\x0d\x0a\x01\0\x04\0\x04\x81\x01x\x8a\x02" "12"),
	    TEXT(LDAP_REQUEST), NULL },
	{ "LDAP that refuses", STARTTLS_LDAP,
	    TEXT("\x30\x0e\x02\x01\x01\x78\x09\x0a\x01\x02\x04\0\x04\x02no"), NULL, 0,
	    "answered protocolError to StartTLS: 'no'" },
	{ "LDAP that refuses without words, and by another number", STARTTLS_LDAP,
	    TEXT("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x77\x04\0\x04\0"), NULL, 0,
	    "answered result 119 to StartTLS" },
	{ "LDAP that goes away", STARTTLS_LDAP,
	    TEXT("\x30\x0c\x02\x01\0\x78\x07\x0a\x01\x34\x04\0\x04\0"), NULL, 0,
	    "answered unavailable to StartTLS" },
	{ "LDAP with an endless element", STARTTLS_LDAP,
	    TEXT("\x30\x80"), NULL, 0, "answered '0\\x80', which is not LDAP" },
	{ "LDAP with too long an element", STARTTLS_LDAP,
	    TEXT("\x30\x84\xff\xff\xff\xff"), NULL, 0, "answered '0\\x84\\xff\\xff\\xff\\xff', which is not LDAP" },
	{ "LDAP with a length of five bytes", STARTTLS_LDAP,
	    TEXT("\x30\x85\0\0\0\0\x0c\x02\x01\x01\x78\x07\x0a\x01\0\x04\0\x04\0"), NULL, 0,
	    "answered '0\\x85\\x00\\x00\\x00\\x00\\x0c\\x02\\x01\\x01x\\x07', which is not LDAP" },
	{ "LDAP with an element that is longer than what it is in", STARTTLS_LDAP,
	    TEXT("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\0\x04\x09\x04\0"), NULL, 0,
	    "answered '0\\x0c\\x02\\x01\\x01x\\x07', which is not LDAP" },
	{ "LDAP with the answer to somebody else", STARTTLS_LDAP,
	    TEXT("\x30\x0c\x02\x01\x02\x78\x07\x0a\x01\0\x04\0\x04\0"), NULL, 0,
	    "answered '0\\x0c\\x02\\x01\\x02x\\x07', which is not LDAP" },
	{ "LDAP that is another", STARTTLS_LDAP,
	    TEXT("220 x\r\n"), NULL, 0, "answered '220 x', which is not LDAP" },
	{ "LDAP with an answer put behind", STARTTLS_LDAP,
	    TEXT("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\0\x04\0\x04\0\x30"), NULL, 0,
	    "sent 1 B in the clear between its answer and TLS: '0'" },

	{ "XMPP", STARTTLS_XMPP,
	    TEXT(XMPP_BEGIN XMPP_OFFER "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
	    TEXT(STREAM REQUEST), NULL },
	{ "XMPP with an end of its own, spaces, and > in quotes", STARTTLS_XMPP,
	    TEXT("<?xml version='1.0'?> \n<stream:stream a='>'>\n" XMPP_OFFER "\n<proceed a=\"'>\" >\n</proceed>"),
	    TEXT(STREAM REQUEST), NULL },
	{ "XMPP that does not offer it", STARTTLS_XMPP,
	    TEXT(XMPP_BEGIN "<stream:features><a><starttls/></a></stream:features>"), TEXT(STREAM),
	    "does not offer STARTTLS" },
	{ "XMPP that offers nothing", STARTTLS_XMPP,
	    TEXT(XMPP_BEGIN "<stream:features/>"), TEXT(STREAM), "does not offer STARTTLS" },
	{ "XMPP that refuses", STARTTLS_XMPP,
	    TEXT(XMPP_BEGIN XMPP_OFFER "<failure xmlns='x'/></stream:stream>"), TEXT(STREAM REQUEST),
	    "answered 'failure' to STARTTLS" },
	{ "XMPP that serves another domain", STARTTLS_XMPP,
	    TEXT(XMPP_BEGIN "<stream:error><host-unknown xmlns='x'/></stream:error>"), TEXT(STREAM),
	    "answered with the error 'host-unknown'" },
	{ "XMPP with an error before the stream", STARTTLS_XMPP,
	    TEXT("<stream:error>\n<x/>"), TEXT(STREAM), "answered with the error 'x'" },
	{ "XMPP that is SMTP", STARTTLS_XMPP,
	    TEXT("220 mail\r\n"), TEXT(STREAM), "answered '220 mail', which is not XMPP" },
	{ "XMPP that is HTML", STARTTLS_XMPP,
	    TEXT("<!DOCTYPE html><html>"), TEXT(STREAM), "answered '<!DOCTYPE html>', which is not XMPP" },
	{ "XMPP with an empty tag", STARTTLS_XMPP,
	    TEXT("<>"), TEXT(STREAM), "answered '<>', which is not XMPP" },
	{ "XMPP with an end of nothing", STARTTLS_XMPP,
	    TEXT(XMPP_BEGIN "</>"), TEXT(STREAM), "answered '</>', which is not XMPP" },
	{ "XMPP with an answer put behind", STARTTLS_XMPP,
	    TEXT(XMPP_BEGIN XMPP_OFFER "<proceed/><evil/>"), NULL, 0,
	    "sent 7 B in the clear between its answer and TLS: '<evil/>'" },
};
/* clang-format on */

struct talk {
	enum prelude_state state;
	struct bytes said;
	struct error err;
	size_t left; /* not taken */
};

/* Shows the prelude what was heard, in pieces that end at the cuts. Each piece
 * has its own memory, so that a sanitizer sees a look behind its end. */
static struct talk talk(const struct row *row, const size_t *cuts, size_t count)
{
	struct talk t = { .err = ERROR_NONE };
	struct prelude *p = starttls_prelude(row->protocol, "h.test");
	struct bytes none = { 0 };
	size_t begin = 0;

	t.state = prelude_step(p, &none, &t.said, &t.err);
	for (size_t i = 0; i <= count && t.state == PRELUDE_GOES_ON; i++) {
		size_t end = i < count ? cuts[i] : row->heard_len;
		size_t len = end - begin;
		unsigned char *memory = xmalloc(len ? len : 1);
		struct bytes in = { memory, len, memory, len, NULL };
		memcpy(memory, row->heard + begin, len);
		t.state = prelude_step(p, &in, &t.said, &t.err);
		begin = end - in.len;
		bytes_free(&in);
	}
	t.left = row->heard_len - begin;
	prelude_free(p);
	return t;
}

static bool is_as_told(const struct row *row, struct talk *t)
{
	bool is_right =
	    t->state == (row->error ? PRELUDE_FAILED : PRELUDE_DONE);

	if (row->said && (t->said.len != row->said_len ||
			     (t->said.len && memcmp(t->said.at, row->said,
						 t->said.len) != 0)))
		is_right = false;
	if (row->error &&
	    (strcmp(t->err.text, row->error) != 0 || t->err.kind != FAULT_TLS))
		is_right = false;
	if (!row->error && t->left != 0)
		is_right = false;
	if (!is_right)
		printf("# state %d, said %zu bytes, error '%s', %zu left\n",
		    (int)t->state, t->said.len, t->err.text, t->left);
	bytes_free(&t->said);
	return is_right;
}

/* What was put behind an answer, or shown of one that is no answer, depends on
 * how much of it has come. */
static bool depends_on_cuts(const struct row *row)
{
	return row->error && (strstr(row->error, "in the clear") ||
				 strstr(row->error, "which is not"));
}

static void check_row(const struct row *row)
{
	struct talk whole = talk(row, &row->heard_len, 0);
	bool is_right = true;

	ok(is_as_told(row, &whole), "%s", row->name);
	if (depends_on_cuts(row))
		return;
	for (size_t cut = 0; cut < row->heard_len && is_right; cut++) {
		struct talk t = talk(row, &cut, 1);
		is_right = is_as_told(row, &t);
	}
	ok(is_right, "%s: cut anywhere", row->name);

	size_t *cuts = xcalloc(row->heard_len, sizeof(*cuts));
	for (size_t i = 1; i < row->heard_len; i++)
		cuts[i - 1] = i;
	struct talk t = talk(row, cuts, row->heard_len - 1);
	ok(is_as_told(row, &t), "%s: byte by byte", row->name);
	free(cuts);
}

/* A part of it waits for more, and has not failed. */
static void check_beginning(const struct row *row)
{
	bool waits = true;

	for (size_t len = 0; len < row->heard_len && waits; len++) {
		struct row part = *row;
		part.heard_len = len;
		struct talk t = talk(&part, &part.heard_len, 0);
		waits = t.state == PRELUDE_GOES_ON;
		bytes_free(&t.said);
	}
	ok(waits, "%s: any part of it waits for the rest", row->name);
}

/* The server sends the bytes again and again, and never ends. */
static void check_endless(enum starttls_protocol protocol, const char *begin,
    const char *again, const char *error)
{
	struct bytes heard = { 0 };

	bytes_add_text(&heard, begin);
	while (heard.len < 3 * 8192)
		bytes_add_text(&heard, again);
	struct row row = { .protocol = protocol,
		.heard = (const char *)heard.at,
		.heard_len = heard.len };
	struct talk t = talk(&row, &row.heard_len, 0);
	is_int(t.state, PRELUDE_FAILED, "%s without end of a part ends",
	    starttls_words[protocol]);
	has_text(t.err.text, error, "... and says what came");
	bytes_free(&t.said);
	bytes_free(&heard);
}

static void check_words(void)
{
	for (int i = STARTTLS_NONE + 1; i < STARTTLS_PROTOCOLS; i++) {
		const char *server = starttls_server((enum starttls_protocol)i);
		struct prelude *p =
		    starttls_prelude((enum starttls_protocol)i, "h.test");

		ok(starttls_words[i], "%s has a word", server);
		prelude_free(p);
	}
	ok(!starttls_words[STARTTLS_PROTOCOLS], "the words have an end");
}

/* A name is not taken for XML. */
static void check_name(void)
{
	struct prelude *p = starttls_prelude(STARTTLS_XMPP, "a'b<&>");
	struct bytes none = { 0 }, said = { 0 };
	struct error err = ERROR_NONE;

	prelude_step(p, &none, &said, &err);
	bytes_add(&said, "", 1);
	has_text((const char *)said.at, " to='a&apos;b&lt;&amp;>' ",
	    "the name of an XMPP server stays a value");
	bytes_free(&said);
	prelude_free(p);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		check_row(&rows[i]);
		if (!rows[i].error)
			check_beginning(&rows[i]);
	}
	check_endless(STARTTLS_SMTP, "220 ", "x", "answered '220 xxx");
	check_endless(STARTTLS_FTP, "", "x", "answered 'xxx");
	check_endless(STARTTLS_IMAP, "* OK\r\n", "* ", "answered '* * ");
	check_endless(STARTTLS_XMPP, "<a ", "b", "answered '<a bb");
	check_words();
	check_name();
	return plan();
}
