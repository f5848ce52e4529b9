/* SPDX-License-Identifier: MIT */
/*
 * OpenSSL, which is loaded when it is needed: a run without TLS works without
 * it and starts faster. Its functions are pointers with the types of its
 * headers.
 */
#ifndef STREAM_TLS_TLS_LIBRARY_H
#define STREAM_TLS_TLS_LIBRARY_H

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/error.h"

/* clang-format off */
#define TLS_FUNCTIONS(X) \
	X(ASN1_INTEGER_set_uint64) X(ASN1_STRING_get0_data) X(ASN1_STRING_length) X(ASN1_STRING_to_UTF8) \
	X(ASN1_TIME_diff) X(ASN1_TIME_to_tm) X(BIO_clear_flags) X(BIO_free) X(BIO_get_data) X(BIO_get_new_index) \
	X(BIO_meth_free) X(BIO_meth_new) X(BIO_meth_set_ctrl) X(BIO_meth_set_read) X(BIO_meth_set_write) X(BIO_new) \
	X(BIO_new_mem_buf) X(BIO_set_data) X(BIO_set_flags) X(BIO_set_init) X(CRYPTO_free) X(CRYPTO_memdup) X(CRYPTO_set_mem_functions) X(ERR_clear_error) \
	X(ERR_peek_error) X(ERR_reason_error_string) X(EVP_Digest) X(EVP_EncodeBlock) X(EVP_PKEY_Q_keygen) \
	X(EVP_PKEY_free) X(EVP_PKEY_get_bits) X(EVP_sha256) X(GENERAL_NAMES_free) X(OCSP_BASICRESP_free) \
	X(OCSP_CERTID_free) X(OCSP_RESPONSE_free) X(OCSP_basic_verify) X(OCSP_cert_to_id) X(OCSP_check_validity) \
	X(OCSP_resp_find_status) X(OCSP_response_get1_basic) X(OPENSSL_cleanse) X(OPENSSL_sk_num) \
	X(OPENSSL_sk_pop_free) X(OPENSSL_sk_value) X(PEM_read_bio_PrivateKey) X(PEM_read_bio_X509) \
	X(PEM_read_bio_X509_AUX) X(PKCS12_free) X(PKCS12_parse) X(RAND_bytes) X(SSL_CIPHER_get_name) \
	X(SSL_CTX_add_client_CA) X(SSL_CTX_callback_ctrl) X(SSL_CTX_check_private_key) X(SSL_CTX_ctrl) X(SSL_CTX_free) X(SSL_CTX_get_cert_store) \
	X(SSL_CTX_load_verify_dir) X(SSL_CTX_new) X(SSL_CTX_set_alpn_protos) \
	X(SSL_CTX_set_alpn_select_cb) X(SSL_CTX_set_cert_verify_callback) X(SSL_CTX_set_cipher_list) \
	X(SSL_CTX_set_ciphersuites) X(SSL_CTX_set_default_verify_paths) \
	X(SSL_CTX_set_keylog_callback) X(SSL_CTX_set_num_tickets) X(SSL_CTX_set_options) \
	X(SSL_CTX_set_security_level) X(SSL_CTX_set_verify) X(SSL_CTX_use_PrivateKey) X(SSL_CTX_use_cert_and_key) \
	X(SSL_CTX_use_certificate) X(SSL_alert_desc_string_long) X(SSL_ctrl) X(SSL_do_handshake) X(SSL_free) \
	X(SSL_get0_alpn_selected) X(SSL_get0_param) X(SSL_get0_peer_certificate) X(SSL_get0_verified_chain) \
	X(SSL_get_current_cipher) X(SSL_get_error) X(SSL_get_ex_data) X(SSL_get_ex_data_X509_STORE_CTX_idx) \
	X(SSL_get_peer_cert_chain) X(SSL_get_version) X(SSL_new) X(SSL_peek) \
	X(SSL_pending) X(SSL_read) X(SSL_select_next_proto) X(SSL_session_reused) X(SSL_set_accept_state) \
	X(SSL_set_bio) X(SSL_set_connect_state) X(SSL_set_ex_data) X(SSL_shutdown) X(SSL_version) X(SSL_write) \
	X(TLS_client_method) X(TLS_server_method) X(X509V3_EXT_conf_nid) X(X509_EXTENSION_free) \
	X(X509_NAME_ENTRY_get_data) X(X509_NAME_add_entry_by_txt) X(X509_NAME_get_entry) \
	X(X509_NAME_get_index_by_NID) X(X509_NAME_oneline) X(X509_STORE_CTX_get0_cert) X(X509_STORE_CTX_get_current_cert) \
	X(X509_STORE_CTX_get_error) X(X509_STORE_CTX_get_ex_data) X(X509_STORE_CTX_set_error) X(X509_STORE_add_cert) \
	X(X509_VERIFY_PARAM_set1_host) X(X509_VERIFY_PARAM_set1_ip_asc) X(X509_VERIFY_PARAM_set_hostflags) \
	X(X509_add_ext) X(X509_check_host) X(X509_check_ip_asc) X(X509_cmp) X(X509_digest) X(X509_free) X(X509_get0_notAfter) X(X509_get0_notBefore) X(X509_get0_pubkey) \
	X(X509_get_X509_PUBKEY) X(X509_get_ext_d2i) X(X509_get_issuer_name) X(X509_get_serialNumber) \
	X(X509_get_subject_name) X(X509_getm_notAfter) X(X509_getm_notBefore) X(X509_gmtime_adj) X(X509_new) \
	X(X509_set_issuer_name) X(X509_set_pubkey) X(X509_set_version) X(X509_sign) X(X509_verify_cert) \
	X(X509_verify_cert_error_string) X(d2i_OCSP_RESPONSE) X(d2i_PKCS12_bio) X(i2d_X509_PUBKEY)
/* clang-format on */

#define TLS_LIBRARY_MEMBER(name) __typeof__(name) *name;

/* Global, as the functions themselves would be. Set once. */
struct tls_library {
	TLS_FUNCTIONS(TLS_LIBRARY_MEMBER)
};

extern struct tls_library tls_lib;

/* A macro of OpenSSL that is a number, as text. */
#define TLS_TEXT_OF(number) TLS_TEXT_OF_VALUE(number)
#define TLS_TEXT_OF_VALUE(number) #number

/* Loads it once; then its memory is that of base/xalloc.h. Returns 0, or -1
 * with FAULT_UNSUPPORTED. */
int tls_library_load(struct error *err);

#endif
