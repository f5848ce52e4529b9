/* SPDX-License-Identifier: MIT */
/* Loading OpenSSL. */
#include "stream/tls/tls-library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define FILE_NAME "libssl.so." TLS_TEXT_OF(OPENSSL_SHLIB_VERSION)

struct tls_library tls_lib;

#define ROW(name) { #name, offsetof(struct tls_library, name) },

static const struct symbol {
	char name[40];
	size_t at; /* in tls_lib */
} symbols[] = { TLS_FUNCTIONS(ROW) };

static int fail(struct error *err)
{
	char text[256];
	const char *reason = dlerror();

	if (!reason)
		reason = "no reason is known";
	text_escape(text, sizeof(text), reason, strlen(reason));
	error_set(err, FAULT_UNSUPPORTED, "cannot load OpenSSL: %s", text);
	return error_suggest(err, HINT_TLS_LIBRARY, FILE_NAME);
}

/* dlsym(3) finds the functions of libcrypto by libssl, which depends on it. The
 * library is never unloaded, since OpenSSL registers handlers of its own. */
int tls_library_load(struct error *err)
{
	struct tls_library found;
	size_t count = sizeof(symbols) / sizeof(symbols[0]);

	if (tls_lib.SSL_new)
		return 0;
	void *library = dlopen(FILE_NAME, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return fail(err);
	for (size_t i = 0; i < count; i++) {
		void *function = dlsym(library, symbols[i].name);
		if (!function)
			return fail(err);
		memcpy((char *)&found + symbols[i].at, &function,
		    sizeof(function));
	}
	tls_lib = found;
	return 0;
}
