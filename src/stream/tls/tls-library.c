/* SPDX-License-Identifier: MIT */
/* Loading OpenSSL. */
#include "stream/tls/tls-library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

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

/* The memory of OpenSSL, CRYPTO_set_mem_functions(3). Without these functions a
 * lack of memory becomes whatever OpenSSL makes of it: a peer whose key is too
 * short, or an authority that is not trusted. */

static void *allocate(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return xmalloc(size);
}

/* A size of 0 frees. */
static void *resize(void *old, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	if (size > 0)
		return xreallocarray(old, 1, size);
	free(old);
	return NULL;
}

static void release(void *old, const char *file, int line)
{
	(void)file;
	(void)line;
	free(old);
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
		/* lint-deep: the pointer itself is copied */
		memcpy((char *)&found + symbols[i].at, &function,
		    sizeof(function));
	}
	/* OpenSSL has allocated nothing so far, so that this succeeds. */
	found.CRYPTO_set_mem_functions(allocate, resize, release);
	tls_lib = found;
	return 0;
}
