/*
 * GnuTLS, loaded when it is needed: its functions are members here.
 *
 * RSA keys, certificates and keystores need it. Linked, it and the eight libraries that it brings
 * along would take a third of the time of a plain CGI request which needs none of them.
 */
#ifndef JWKMINT_BASE_LIBGNUTLS_H
#define JWKMINT_BASE_LIBGNUTLS_H

#include "base/failure.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>

struct libgnutls {
	__typeof__(gnutls_free) *free; /* the library has it in a variable: (*gnutls->free)(x) */
	__typeof__(gnutls_memset) *memset;
	__typeof__(gnutls_strerror) *strerror;
	__typeof__(gnutls_cipher_init) *cipher_init;
	__typeof__(gnutls_cipher_decrypt) *cipher_decrypt;
	__typeof__(gnutls_cipher_deinit) *cipher_deinit;
	__typeof__(gnutls_pbkdf2) *pbkdf2;
	__typeof__(gnutls_pkcs12_init) *pkcs12_init;
	__typeof__(gnutls_pkcs12_deinit) *pkcs12_deinit;
	__typeof__(gnutls_pkcs12_import) *pkcs12_import;
	__typeof__(gnutls_pkcs12_get_bag) *pkcs12_get_bag;
	__typeof__(gnutls_pkcs12_mac_info) *pkcs12_mac_info;
	__typeof__(gnutls_pkcs12_verify_mac) *pkcs12_verify_mac;
	__typeof__(gnutls_pkcs12_bag_init) *pkcs12_bag_init;
	__typeof__(gnutls_pkcs12_bag_deinit) *pkcs12_bag_deinit;
	__typeof__(gnutls_pkcs12_bag_decrypt) *pkcs12_bag_decrypt;
	__typeof__(gnutls_pkcs12_bag_enc_info) *pkcs12_bag_enc_info;
	__typeof__(gnutls_pkcs12_bag_get_count) *pkcs12_bag_get_count;
	__typeof__(gnutls_pkcs12_bag_get_data) *pkcs12_bag_get_data;
	__typeof__(gnutls_pkcs12_bag_get_friendly_name) *pkcs12_bag_get_friendly_name;
	__typeof__(gnutls_pkcs12_bag_get_key_id) *pkcs12_bag_get_key_id;
	__typeof__(gnutls_pkcs12_bag_get_type) *pkcs12_bag_get_type;
	__typeof__(gnutls_privkey_init) *privkey_init;
	__typeof__(gnutls_privkey_deinit) *privkey_deinit;
	__typeof__(gnutls_privkey_generate) *privkey_generate;
	__typeof__(gnutls_privkey_export_rsa_raw2) *privkey_export_rsa_raw2;
	__typeof__(gnutls_x509_crt_init) *x509_crt_init;
	__typeof__(gnutls_x509_crt_deinit) *x509_crt_deinit;
	__typeof__(gnutls_x509_crt_import) *x509_crt_import;
	__typeof__(gnutls_x509_crt_list_import2) *x509_crt_list_import2;
	__typeof__(gnutls_x509_crt_check_issuer) *x509_crt_check_issuer;
	__typeof__(gnutls_x509_crt_get_activation_time) *x509_crt_get_activation_time;
	__typeof__(gnutls_x509_crt_get_expiration_time) *x509_crt_get_expiration_time;
	__typeof__(gnutls_x509_crt_get_dn3) *x509_crt_get_dn3;
};

/* Loads it, the first time that a process asks; it stays. FAILURE_INTERNAL, as library_load. */
bool libgnutls_open(struct libgnutls *gnutls, struct failure *why);

#endif
