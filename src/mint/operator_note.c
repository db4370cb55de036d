#include "mint/operator_note.h"

struct noting {
	const struct audit_event *event;
};

static bool note(struct transaction *transaction, void *context, struct failure *why)
{
	const struct noting *noting = context;

	return audit_note(transaction, noting->event, why);
}

bool operator_note(struct vault *vault, const struct audit_event *event, struct failure *why)
{
	struct noting noting = {event};

	return store_write(vault->store, note, &noting, why);
}
