/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-log.h"

#include <stdio.h>
#include <unistd.h>

static GRegex *
secret_pattern (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      /* A name and its value; an option and its value; the password of a URI; a key's own text. */
      GRegex *pattern = g_regex_new ("(?:(?:x-api-key|authorization|pass(?:word|wd|phrase)?|api[_-](?:secret[_-])?key)"
                                     "[\"']?\\s*[:=]\\s*(?:(?:bearer|basic|token)\\s+)?"
                                     "|--(?:api-key|password)\\s+)\\K"
                                     "(?:'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|\\S+)"
                                     "|://[^\\s/:@]*:\\K\\S+(?=@)"
                                     "|flx_\\K[0-9a-f]+",
                                     G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
      g_once_init_leave (&once, GPOINTER_TO_SIZE (pattern));
    }
  return GSIZE_TO_POINTER (once);
}

char *
flux_log_redact (const char *text)
{
  char *redacted = g_regex_replace (secret_pattern (), text, -1, 0, "***", 0, NULL);

  /* Text that is not UTF-8 cannot be searched; what cannot be searched is not shown. */
  return redacted != NULL ? redacted : g_strdup ("(message withheld: not UTF-8)");
}

static const char *
domain_of (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
      return fields[i].value;
  return NULL;
}

static GLogWriterOutput
write_redacted (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_autofree GLogField *copy = NULL;
  g_autofree char *message = NULL;

  if (g_log_writer_default_would_drop (level, domain_of (fields, n_fields)))
    return G_LOG_WRITER_HANDLED;

  copy = g_memdup2 (fields, n_fields * sizeof *fields);
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (copy[i].key, "MESSAGE"))
      {
        g_autofree char *text = copy[i].length < 0 ? g_strdup (copy[i].value)
                                                   : g_strndup (copy[i].value, copy[i].length);
        message = flux_log_redact (text);
        copy[i].value = message;
        copy[i].length = -1;
      }

  if (g_log_writer_is_journald (STDERR_FILENO)
      && g_log_writer_journald (level, copy, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_standard_streams (level, copy, n_fields, NULL);
}

void
flux_log_init (void)
{
  g_log_writer_default_set_use_stderr (TRUE);
  g_log_set_writer_func (write_redacted, NULL, NULL);
}
