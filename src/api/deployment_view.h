/*
 * What clients are told about a deployment.
 */
#ifndef JWKMINT_API_DEPLOYMENT_VIEW_H
#define JWKMINT_API_DEPLOYMENT_VIEW_H

#include "base/json_writer.h"
#include "deploy/deployment.h"

/* Writes {"success": true, "deploymentResult": {...}}. */
void deployment_view_write(struct json_writer *writer, const struct deployment *deployment);

#endif
