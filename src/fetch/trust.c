#include "fetch/trust.h"

#include "base/file.h"
#include "base/libgnutls.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

#define TRUST_LIMIT 1048576

static bool check(const char *path, const struct buffer *pem, size_t start, struct failure *why)
{
	gnutls_datum_t data = {(unsigned char *)pem->data + start, (unsigned)(pem->length - start)};
	gnutls_x509_crt_t *list = NULL;
	struct libgnutls gnutls;
	unsigned count = 0;

	if (!libgnutls_open(&gnutls, why))
		return false;

	int code = gnutls.x509_crt_list_import2(&list, &count, &data, GNUTLS_X509_FMT_PEM, 0);

	if (code < 0)
		return fail(why, FAILURE_INTERNAL, "%s: it holds no PEM certificates: %s", path,
			gnutls.strerror(code));
	for (unsigned i = 0; i < count; i++)
		gnutls.x509_crt_deinit(list[i]);
	(*gnutls.free)(list);
	return count > 0 || fail(why, FAILURE_INTERNAL, "%s: it holds no PEM certificates.", path);
}

bool trust_read(const char *path, struct buffer *pem, struct failure *why)
{
	size_t start = pem->length;

	return file_read(AT_FDCWD, path, TRUST_LIMIT, pem, NULL, why) &&
	       check(path, pem, start, why);
}

bool trust_open(const char *ca_file, int *descriptor, struct failure *why)
{
	buffer_auto pem = BUFFER_INIT;
	file_auto made = -1;
	bool found; /* a machine without the system's file trusts nobody else */

	if (!trust_read(ca_file, &pem, why))
		return false;
	buffer_append_byte(&pem, '\n');
	if (!file_read(AT_FDCWD, TRUST_SYSTEM_FILE, TRUST_LIMIT, &pem, &found, why))
		return false;
	made = memfd_create("certificates", MFD_CLOEXEC);
	if (made < 0 || !file_write_all(made, pem.data, pem.length))
		return fail(why, FAILURE_INTERNAL, "Certificates can not be put together: %s.",
			strerror(errno));
	*descriptor = made;
	made = -1;
	return true;
}
