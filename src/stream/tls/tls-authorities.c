/* SPDX-License-Identifier: MIT */
/* The certificates of authorities that are believed, in a file or a directory.
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/pemerr.h>

#include "stream/tls/tls-setup.h"

/* Whether the directory has a file named by hash, "0123abcd.0", as OpenSSL
 * needs it. Returns -1 with errno if the directory cannot be opened. */
static int is_prepared(const char *name)
{
	DIR *dir = opendir(name);
	const struct dirent *entry;
	bool is_found = false;

	if (!dir)
		return -1;
	while (!is_found && (entry = readdir(dir)))
		is_found = strspn(entry->d_name, "0123456789abcdef") == 8 &&
		           entry->d_name[8] == '.';
	closedir(dir);
	return is_found;
}

static int load_directory(
    struct tls_context *c, const char *name, struct error *err)
{
	int is_found = is_prepared(name);

	if (is_found < 0)
		return error_sys(err, FAULT_IO, "cannot open '%s'", name);
	if (!is_found)
		return error_set(err, FAULT_USAGE,
		    "'%s' has no certificates by the hashes of their names; "
		    "'openssl rehash' makes them",
		    name);
	if (!tls_lib.SSL_CTX_load_verify_dir(c->ctx, name))
		return tls_fail_local(
		    FAULT_USAGE, "cannot use the directory", err);
	return 0;
}

/* A server tells its clients the names of its authorities. Returns whether all
 * certificates of the file could be used. */
static bool use_all(struct tls_context *c, BIO *bio)
{
	X509_STORE *store = tls_lib.SSL_CTX_get_cert_store(c->ctx);
	bool is_added = true;
	size_t count = 0;
	X509 *x;

	tls_lib.ERR_clear_error();
	while (is_added &&
	       (x = tls_lib.PEM_read_bio_X509_AUX(bio, NULL, NULL, NULL))) {
		is_added = tls_lib.X509_STORE_add_cert(store, x) &&
		           (!c->opts.is_server ||
			       tls_lib.SSL_CTX_add_client_CA(c->ctx, x));
		count += is_added;
		tls_lib.X509_free(x);
	}
	return count > 0 && ERR_GET_REASON(tls_lib.ERR_peek_error()) ==
	                        PEM_R_NO_START_LINE; /* no further one */
}

static int load_file(struct tls_context *c, const char *name, struct error *err)
{
	struct bytes text = { 0 };
	bool is_used = false;
	int result = tls_file_read(name, c->opts.deadline, &text, err);

	if (result == 0) {
		BIO *bio = tls_lib.BIO_new_mem_buf(text.at, (int)text.len);
		is_used = bio && use_all(c, bio);
		tls_lib.BIO_free(bio);
	}
	bytes_free(&text);
	if (result == 0 && !is_used)
		return error_set(
		    err, FAULT_USAGE, "'%s' has no certificate in PEM", name);
	return result;
}

/* Without the option, a client uses those of the system, and a server only if
 * it asks its clients for certificates. */
int tls_authorities_load(struct tls_context *c, struct error *err)
{
	const char *name = c->opts.ca;
	struct stat st;

	if (!name && (!c->opts.is_server || c->opts.clients))
		tls_lib.SSL_CTX_set_default_verify_paths(c->ctx);
	if (!name)
		return 0;
	if (stat(name, &st) < 0)
		return error_sys(err, FAULT_IO, "cannot open '%s'", name);
	return S_ISDIR(st.st_mode) ? load_directory(c, name, err)
	                           : load_file(c, name, err);
}
