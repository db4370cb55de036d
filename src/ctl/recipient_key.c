#include "ctl/recipient_key.h"

#include "base/file.h"
#include "base/json_writer.h"
#include "base/name.h"
#include "ctl/input.h"
#include "jwk/jwk.h"
#include "jwk/kid.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define RECIPIENT_LIMIT     65536
#define RECIPIENT_ALGORITHM "ECDH-ES+A256KW"

/* Lets the remover end; with `word` it first removes the file. */
static void dismiss_remover(struct recipient_key *recipient, const char *word)
{
	pid_t ended;

	if (recipient->remover == 0)
		return;
	file_write_all(recipient->remover_channel, word, strlen(word));
	file_close_at(&recipient->remover_channel);
	do {
		ended = waitpid(recipient->remover, NULL, 0);
	} while (ended < 0 && errno == EINTR);
	recipient->remover = 0;
}

void recipient_key_free(struct recipient_key *recipient)
{
	dismiss_remover(recipient, "");
	buffer_free(&recipient->text);
	buffer_free(&recipient->kid);
	buffer_free(&recipient->path);
}

bool recipient_key_read(struct recipient_key *recipient, const char *path, struct failure *why)
{
	if (strcmp(path, "-") == 0)
		return input_read(RECIPIENT_LIMIT, &recipient->text, why);
	return file_read(AT_FDCWD, path, RECIPIENT_LIMIT, &recipient->text, NULL, why);
}

/* Waits for the word; without one (the parent died, or is content) the file stays. */
static _Noreturn void run_remover(int channel, const char *path)
{
	char word;
	ssize_t got;

	signal(SIGINT, SIG_IGN);
	do {
		got = read(channel, &word, 1);
	} while (got < 0 && errno == EINTR);
	if (got == 1)
		unlink(path);
	_exit(0);
}

/*
 * Root can write where the owner of the home can not, and will have become that owner when it turns
 * out that the file has to go. So a child that stays root waits for that; it starts before there is
 * a key in memory.
 */
static bool start_remover(struct recipient_key *recipient, struct failure *why)
{
	int channel[2];

	if (geteuid() != 0)
		return true;
	if (pipe2(channel, O_CLOEXEC) < 0)
		return fail(why, FAILURE_INTERNAL, "Can not make a pipe: %s.", strerror(errno));
	recipient->remover = fork();
	if (recipient->remover == 0) {
		close(channel[1]);
		run_remover(channel[0], recipient->path.data);
	}
	close(channel[0]);
	if (recipient->remover < 0) {
		recipient->remover = 0;
		close(channel[1]);
		return fail(why, FAILURE_INTERNAL, "Can not fork: %s.", strerror(errno));
	}
	recipient->remover_channel = channel[1];
	return true;
}

static void write_jwks(
	struct recipient_key *recipient, const struct jwk *jwk, struct buffer *private)
{
	const struct jwk_attributes attributes = {.kid = recipient->kid.data,
		.use = JWK_ENCRYPTION,
		.algorithm = RECIPIENT_ALGORITHM};
	struct json_writer writer;

	json_writer_init(&writer, &recipient->text);
	jwk_write_public(&writer, NULL, jwk, &attributes);
	json_writer_init(&writer, private);
	jwk_write_private(&writer, NULL, jwk, &attributes);
	buffer_append_byte(private, '\n');
}

bool recipient_key_make(struct recipient_key *recipient, const char *path, const char *environment,
	struct failure *why)
{
	buffer_auto private = BUFFER_INIT;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (!name_check(environment, "Environment name", why))
		return false;
	if (path != NULL) {
		buffer_append_string(&recipient->path, path);
	} else {
		buffer_append_string(&recipient->path, "./");
		name_append_file(&recipient->path, environment);
		buffer_append_string(&recipient->path, ".recipient.jwk");
	}
	if (faccessat(AT_FDCWD, recipient->path.data, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return fail(why, FAILURE_CONFLICT,
			"%s is there already, perhaps with another environment's key: move it "
			"away, or name another file with --recipient-out.",
			recipient->path.data);
	if (!start_remover(recipient, why) ||
		!jwk_generate(JWK_EC, 0, curve_find(JWK_EC, "P-256"), &jwk, why))
		return false;
	kid_thumbprint(&jwk, &recipient->kid);
	write_jwks(recipient, &jwk, &private);
	if (file_create(AT_FDCWD, recipient->path.data, 0600, &private, why))
		return true;
	return fail_within(why, "The recipient's private key can not be written (--recipient-out "
				"names another place). ");
}

void recipient_key_discard(struct recipient_key *recipient)
{
	if (recipient->path.length == 0)
		return;
	if (recipient->remover != 0)
		dismiss_remover(recipient, "r");
	else
		unlink(recipient->path.data);
}
