/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-curl-line.h"

#include "flux-json-writer.h"

#include <string.h>

/* What a shell takes as it stands, inside double quotes and outside of them; neither starts an option of curl's. */
#define BARE "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/._-"
#define NOT_IN_DOUBLE_QUOTES "\"$`\\!"

/* In single quotes everything but the single quote itself is meant as it stands. */
static void
append_in_single_quotes (GString *line, const char *word)
{
  g_string_append_c (line, '\'');
  for (; *word != '\0'; word++)
    if (*word == '\'')
      g_string_append (line, "'\\''");
    else
      g_string_append_c (line, *word);
  g_string_append_c (line, '\'');
}

static void
append_url (GString *line, const char *url)
{
  g_autofree char *whole = g_strconcat (url, FLUX_CURL_LINE_PATH, NULL);

  if (whole[strspn (whole, BARE)] == '\0' && *whole != '-')
    g_string_append (line, whole);
  else
    append_in_single_quotes (line, whole);
}

static void
append_header (GString *line, const char *fold, const char *name, const char *value)
{
  g_autofree char *header = g_strdup_printf ("%s: %s", name, value);

  g_string_append_printf (line, "%s-H ", fold);
  if (strpbrk (header, NOT_IN_DOUBLE_QUOTES) == NULL)
    g_string_append_printf (line, "\"%s\"", header);
  else
    append_in_single_quotes (line, header);
}

static char *
make_body (const char *device_id)
{
  GString *json = g_string_new ("{\"device_id\":");

  flux_json_append_string (json, device_id);
  g_string_append (json, ",\"flow_rate\":12.5,\"totalizer\":4500.25,\"temperature\":22.3}");
  return g_string_free (json, FALSE);
}

/* @fold: what is between the words that belong together */
static char *
make_line (const char *url, const char *key, const char *device_id, const char *fold)
{
  GString *line = g_string_new ("curl -X POST ");
  g_autofree char *body = make_body (device_id != NULL ? device_id : FLUX_CURL_LINE_NO_DEVICE);

  append_url (line, url);
  append_header (line, fold, "Content-Type", "application/json");
  append_header (line, fold, "x-api-key", key != NULL ? key : FLUX_CURL_LINE_NO_KEY);
  g_string_append_printf (line, "%s-d ", fold);
  append_in_single_quotes (line, body);
  return g_string_free (line, FALSE);
}

char *
flux_curl_line_new (const char *url, const char *key, const char *device_id)
{
  return make_line (url, key, device_id, " ");
}

char *
flux_curl_line_new_folded (const char *url, const char *key, const char *device_id)
{
  return make_line (url, key, device_id, " \\\n  ");
}
