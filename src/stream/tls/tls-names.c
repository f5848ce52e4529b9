/* SPDX-License-Identifier: MIT */
/* Names and dates of certificates as text for people. */
#include "stream/tls/tls-names.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

/* Writes a part of a name, and returns whether there is one. */
static bool write_part(char out[TLS_NAME_TEXT], const X509_NAME *name, int nid)
{
	int at = tls_lib.X509_NAME_get_index_by_NID(name, nid, -1);
	unsigned char *text = NULL;

	if (at < 0)
		return false;
	int len = tls_lib.ASN1_STRING_to_UTF8(
	    &text, tls_lib.X509_NAME_ENTRY_get_data(
		       tls_lib.X509_NAME_get_entry(name, at)));
	if (len > 0)
		text_escape(out, TLS_NAME_TEXT, text, (size_t)len);
	tls_lib.CRYPTO_free(text, __FILE__, __LINE__);
	return len > 0;
}

char *tls_names_one(char out[TLS_NAME_TEXT], const X509_NAME *name)
{
	static const int parts[] = { NID_commonName, NID_organizationName,
		NID_organizationalUnitName, NID_pkcs9_emailAddress };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (write_part(out, name, parts[i]))
			return out;
	snprintf(out, TLS_NAME_TEXT, "a name that is empty");
	return out;
}

/* Writes a DNS name or an address. Returns false for other kinds of names. */
static bool write_general(char out[TLS_NAME_TEXT], const GENERAL_NAME *name)
{
	const ASN1_STRING *s = name->d.ia5;

	if (name->type != GEN_DNS && name->type != GEN_IPADD)
		return false;
	int len = tls_lib.ASN1_STRING_length(s);
	const unsigned char *bytes = tls_lib.ASN1_STRING_get0_data(s);
	if (name->type == GEN_DNS) {
		text_escape(out, TLS_NAME_TEXT, bytes, (size_t)len);
		return true;
	}
	return (len == 4 || len == 16) &&
	       inet_ntop(
		   len == 4 ? AF_INET : AF_INET6, bytes, out, TLS_NAME_TEXT);
}

/* Writes up to most of the names, separated by commas. */
static void write_names(
    char *out, size_t size, const X509 *certificate, int most)
{
	GENERAL_NAMES *names = tls_lib.X509_get_ext_d2i(
	    certificate, NID_subject_alt_name, NULL, NULL);
	int count = tls_lib.OPENSSL_sk_num((OPENSSL_STACK *)names);
	size_t used = 0;
	char one[TLS_NAME_TEXT];

	out[0] = '\0';
	for (int i = 0; i < count && most > 0; i++) {
		if (!write_general(one,
			tls_lib.OPENSSL_sk_value((OPENSSL_STACK *)names, i)))
			continue;
		most--;
		if (used + strlen(one) + sizeof(", ...") > size) {
			snprintf(out + used, size - used, ", ...");
			break;
		}
		used += (size_t)snprintf(
		    out + used, size - used, "%s%s", used ? ", " : "", one);
	}
	tls_lib.GENERAL_NAMES_free(names);
}

char *tls_names_all(char out[TLS_NAMES_TEXT], const X509 *certificate)
{
	write_names(out, TLS_NAMES_TEXT, certificate, 1000);
	return out;
}

char *tls_names_first(char out[TLS_NAME_TEXT], const X509 *certificate)
{
	char first[TLS_NAME_TEXT + 8];

	write_names(first, sizeof(first), certificate, 1);
	if (!first[0])
		return tls_names_one(
		    out, tls_lib.X509_get_subject_name(certificate));
	snprintf(out, TLS_NAME_TEXT, "%.*s", TLS_NAME_TEXT - 1, first);
	return out;
}

char *tls_names_date(char out[TLS_DATE_TEXT], const ASN1_TIME *time)
{
	struct tm tm;

	if (!tls_lib.ASN1_TIME_to_tm(time, &tm) ||
	    strftime(out, TLS_DATE_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(out, TLS_DATE_TEXT, "an unknown date");
	return out;
}
