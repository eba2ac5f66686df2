/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-error-sentence.h"

#include <glib/gi18n.h>

const char *
flux_error_sentence (const GError *error)
{
  /* Of "", gettext would give the head of the catalogue. */
  return *error->message != '\0' ? gettext (error->message) : "";
}
