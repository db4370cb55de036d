#include "base/libgnutls.h"

#include "base/library.h"

#define LIBRARY    "libgnutls.so.30"
#define BROUGHT_BY "libgnutls30"

bool libgnutls_open(struct libgnutls *gnutls, struct failure *why)
{
	const struct library_function functions[] = {
		{"gnutls_free", &gnutls->free},
		{"gnutls_memset", &gnutls->memset},
		{"gnutls_strerror", &gnutls->strerror},
		{"gnutls_cipher_init", &gnutls->cipher_init},
		{"gnutls_cipher_decrypt", &gnutls->cipher_decrypt},
		{"gnutls_cipher_deinit", &gnutls->cipher_deinit},
		{"gnutls_pbkdf2", &gnutls->pbkdf2},
		{"gnutls_pkcs12_init", &gnutls->pkcs12_init},
		{"gnutls_pkcs12_deinit", &gnutls->pkcs12_deinit},
		{"gnutls_pkcs12_import", &gnutls->pkcs12_import},
		{"gnutls_pkcs12_get_bag", &gnutls->pkcs12_get_bag},
		{"gnutls_pkcs12_mac_info", &gnutls->pkcs12_mac_info},
		{"gnutls_pkcs12_verify_mac", &gnutls->pkcs12_verify_mac},
		{"gnutls_pkcs12_bag_init", &gnutls->pkcs12_bag_init},
		{"gnutls_pkcs12_bag_deinit", &gnutls->pkcs12_bag_deinit},
		{"gnutls_pkcs12_bag_decrypt", &gnutls->pkcs12_bag_decrypt},
		{"gnutls_pkcs12_bag_enc_info", &gnutls->pkcs12_bag_enc_info},
		{"gnutls_pkcs12_bag_get_count", &gnutls->pkcs12_bag_get_count},
		{"gnutls_pkcs12_bag_get_data", &gnutls->pkcs12_bag_get_data},
		{"gnutls_pkcs12_bag_get_friendly_name", &gnutls->pkcs12_bag_get_friendly_name},
		{"gnutls_pkcs12_bag_get_key_id", &gnutls->pkcs12_bag_get_key_id},
		{"gnutls_pkcs12_bag_get_type", &gnutls->pkcs12_bag_get_type},
		{"gnutls_privkey_init", &gnutls->privkey_init},
		{"gnutls_privkey_deinit", &gnutls->privkey_deinit},
		{"gnutls_privkey_generate", &gnutls->privkey_generate},
		{"gnutls_privkey_export_rsa_raw2", &gnutls->privkey_export_rsa_raw2},
		{"gnutls_x509_crt_init", &gnutls->x509_crt_init},
		{"gnutls_x509_crt_deinit", &gnutls->x509_crt_deinit},
		{"gnutls_x509_crt_import", &gnutls->x509_crt_import},
		{"gnutls_x509_crt_list_import2", &gnutls->x509_crt_list_import2},
		{"gnutls_x509_crt_check_issuer", &gnutls->x509_crt_check_issuer},
		{"gnutls_x509_crt_get_activation_time", &gnutls->x509_crt_get_activation_time},
		{"gnutls_x509_crt_get_expiration_time", &gnutls->x509_crt_get_expiration_time},
		{"gnutls_x509_crt_get_dn3", &gnutls->x509_crt_get_dn3},
	};

	return library_load(
		LIBRARY, BROUGHT_BY, functions, sizeof functions / sizeof *functions, why);
}
