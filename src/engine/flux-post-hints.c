/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-hints.h"

#include "flux-json-reader.h"
#include "flux-json-writer.h"

#include <string.h>

#define DEVICE "device_id"
#define GATEWAY "gateway"

char *
flux_post_hints_write (const char *device, const char *gateway)
{
  GString *json;

  if (device == NULL && gateway == NULL)
    return NULL;
  json = g_string_new ("{");
  if (device != NULL)
    {
      flux_json_append_name (json, DEVICE);
      flux_json_append_string (json, device);
    }
  if (gateway != NULL)
    {
      flux_json_append_name (json, GATEWAY);
      flux_json_append_string (json, gateway);
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

char *
flux_post_hints_get_device (const char *hints)
{
  FluxJsonReader reader;

  if (hints == NULL)
    return NULL;
  flux_json_reader_init (&reader, hints, strlen (hints), FLUX_JSON_STRICT);
  flux_json_reader_next (&reader);
  while (flux_json_reader_next (&reader) == FLUX_JSON_NAME)
    {
      gboolean is_device = reader.length == strlen (DEVICE) && memcmp (reader.text, DEVICE, reader.length) == 0;

      if (flux_json_reader_next (&reader) != FLUX_JSON_STRING)
        return NULL;
      if (is_device)
        return g_string_free (flux_json_reader_get_string (&reader), FALSE);
    }
  return NULL;
}
