/* SPDX-License-Identifier: MIT */
/* Why a certificate is not believed, in words. */
#include "stream/tls-setup.h"

void tls_doubt(
    struct tls *t, X509_STORE_CTX *store, int code, struct error *err)
{
	char pin[TLS_PIN_TEXT];
	const X509 *x = tls_lib.X509_STORE_CTX_get0_cert(store);

	if (code == TLS_DOUBT_PIN)
		error_set(err, FAULT_TLS,
		    "failed: the peer has the pin %s, none of those that are "
		    "asked for",
		    tls_pin_of(pin, x));
	else
		error_set(err, FAULT_TLS, "failed: %s",
		    tls_lib.X509_verify_cert_error_string(code));
}
