/* SPDX-License-Identifier: MIT */
/* Pins: the SHA-256 of a public key, as curl(1) writes it, or of a certificate,
 * as libtls does. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "stream/tls/tls-setup.h"

#define PREFIX "sha256//"
#define BASE64_BYTES 44 /* of 32 bytes */

char *tls_pin_of(char out[TLS_PIN_TEXT], const X509 *certificate)
{
	unsigned char *key = NULL, hash[EVP_MAX_MD_SIZE];
	int len = tls_lib.i2d_X509_PUBKEY(
	    tls_lib.X509_get_X509_PUBKEY(certificate), &key);

	out[0] = '\0';
	if (len > 0 && tls_lib.EVP_Digest(key, (size_t)len, hash, NULL,
			   tls_lib.EVP_sha256(), NULL)) {
		memcpy(out, PREFIX, strlen(PREFIX));
		tls_lib.EVP_EncodeBlock(
		    (unsigned char *)out + strlen(PREFIX), hash, 32);
	}
	tls_lib.CRYPTO_free(key, __FILE__, __LINE__);
	return out;
}

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+/";

static bool is_pin(const char *text, size_t len)
{
	return len == strlen(PREFIX) + BASE64_BYTES &&
	       memcmp(text, PREFIX, strlen(PREFIX)) == 0 &&
	       strspn(text + strlen(PREFIX), base64) == BASE64_BYTES - 1 &&
	       text[len - 1] == '=';
}

/* Returns the next pin, and moves the list after it; NULL at the end. */
static const char *next_pin(const char **list, size_t *len)
{
	const char *pin = *list;

	if (!pin)
		return NULL;
	*len = strcspn(pin, ";");
	*list = pin[*len] ? pin + *len + 1 : NULL;
	return pin;
}

int tls_pin_check(const struct tls_opts *opts, struct error *err)
{
	for (size_t i = 0; i < opts->pin_count; i++) {
		const char *list = opts->pins[i], *pin;
		size_t len;
		while ((pin = next_pin(&list, &len)))
			if (!is_pin(pin, len))
				return error_set(err, FAULT_USAGE,
				    "'%.*s' is not a pin; write "
				    "sha256//BASE64, with 44 characters of "
				    "base64",
				    (int)len, pin);
	}
	return 0;
}

bool tls_pin_matches(const struct tls_opts *opts, const X509 *certificate)
{
	char own[TLS_PIN_TEXT];

	tls_pin_of(own, certificate);
	for (size_t i = 0; i < opts->pin_count; i++) {
		const char *list = opts->pins[i], *pin;
		size_t len;
		while ((pin = next_pin(&list, &len)))
			if (len == strlen(own) && memcmp(pin, own, len) == 0)
				return true;
	}
	return false;
}

char *tls_pin_hash(char out[TLS_HASH_TEXT], const X509 *certificate)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	size_t used = (size_t)snprintf(out, TLS_HASH_TEXT, "SHA256:");

	if (!tls_lib.X509_digest(certificate, tls_lib.EVP_sha256(), hash, &len))
		len = 0;
	for (unsigned i = 0; i < len; i++)
		used += (size_t)snprintf(
		    out + used, TLS_HASH_TEXT - used, "%02x", hash[i]);
	return out;
}

bool tls_pin_is_hashed(const struct tls_opts *opts, const X509 *certificate)
{
	char own[TLS_HASH_TEXT];

	return !opts->hash ||
	       strcasecmp(tls_pin_hash(own, certificate), opts->hash) == 0;
}
