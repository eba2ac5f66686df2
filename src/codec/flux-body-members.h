/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-body-names.h"

G_BEGIN_DECLS

/* What the members of gateways' posts mean, beyond the roles that a site may give to members of its own template. */
enum
{
  FLUX_MEMBER_UNKNOWN = FLUX_ROLE_NONE,
  /* the roles of #FluxBodyRole and of fields lie between */
  FLUX_MEMBER_IGNORED = 100, /* binary and redundant forms of other members */
  FLUX_MEMBER_FULL_ADDRESS,  /* an address with its area digit, which beats a plain one */
  FLUX_MEMBER_ISO_TIME,
  FLUX_MEMBER_LOCAL_TIME,
  FLUX_MEMBER_VALUES_IF_OBJECT, /* "d" of the {"d":{…},"ts":…} form */
  FLUX_MEMBER_METADATA,
  FLUX_MEMBER_ALARM,   /* only a gateway's Modbus alarm has it */
  FLUX_MEMBER_SIGNAL,  /* signal strength of the gateway, dBm */
  FLUX_MEMBER_GATEWAY, /* only what gateways say of themselves has it */
  FLUX_MEMBER_STATE,   /* of an input or output of the gateway, where there is no register */
};

/* What @name (@length bytes, escapes resolved) means in the bodies of the gateway that @names is of (nullable): the
 * site's own names first, then those of RutOS and of the old data sender, then the fields of a reading. */
int flux_body_member_get_role (const FluxBodyNames *names, const char *name, gsize length);

G_END_DECLS
