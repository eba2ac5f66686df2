/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-rejected.h"

#include "flux-json-reader.h"
#include "flux-json-writer.h"

#include <string.h>

/* One member of a rejected object, in place. */
typedef struct
{
  const char *name;
  gsize name_length;
  const char *entry; /* {"value":…,"reason":…} */
  gsize entry_length;
} Member;

typedef struct
{
  FluxJsonReader reader;
} Members;

static void
members_init (Members *self, const char *rejected)
{
  flux_json_reader_init (&self->reader, rejected, strlen (rejected), FLUX_JSON_STRICT);
  flux_json_reader_next (&self->reader);
}

static gboolean
members_next (Members *self, Member *member)
{
  if (flux_json_reader_next (&self->reader) != FLUX_JSON_NAME)
    return FALSE;
  member->name = self->reader.text;
  member->name_length = self->reader.length;
  if (!flux_json_reader_skip (&self->reader, flux_json_reader_next (&self->reader)))
    return FALSE;
  member->entry = self->reader.text;
  member->entry_length = self->reader.length;
  return TRUE;
}

static gboolean
find_member (const char *rejected, const char *name, gsize length, Member *member)
{
  Members members;

  if (rejected == NULL)
    return FALSE;
  members_init (&members, rejected);
  while (members_next (&members, member))
    if (member->name_length == length && memcmp (member->name, name, length) == 0)
      return TRUE;
  return FALSE;
}

char *
flux_rejected_merge (const char *kept, const char *more)
{
  GString *merged;
  Members members;
  Member member, same;

  if (kept == NULL || more == NULL)
    return g_strdup (kept != NULL ? kept : more);

  merged = g_string_new (kept);
  g_string_truncate (merged, merged->len - 1);
  members_init (&members, more);
  while (members_next (&members, &member))
    {
      if (find_member (kept, member.name, member.name_length, &same))
        continue;
      if (merged->len > 1)
        g_string_append_c (merged, ',');
      g_string_append_c (merged, '"');
      g_string_append_len (merged, member.name, member.name_length);
      g_string_append (merged, "\":");
      g_string_append_len (merged, member.entry, member.entry_length);
    }
  g_string_append_c (merged, '}');
  return g_string_free (merged, FALSE);
}

/* The token of @entry's member @name, the reader standing on it. */
static FluxJsonToken
find_in_entry (FluxJsonReader *reader, const Member *member, const char *name)
{
  flux_json_reader_init (reader, member->entry, member->entry_length, FLUX_JSON_STRICT);
  flux_json_reader_next (reader);
  while (flux_json_reader_next (reader) == FLUX_JSON_NAME)
    {
      gboolean found = reader->length == strlen (name) && memcmp (reader->text, name, reader->length) == 0;
      FluxJsonToken token = flux_json_reader_next (reader);

      if (found)
        return token;
      if (!flux_json_reader_skip (reader, token))
        break;
    }
  return FLUX_JSON_ERROR;
}

gboolean
flux_rejected_has_field (const char *rejected, const char *field)
{
  Member member;

  return find_member (rejected, field, strlen (field), &member);
}

char *
flux_rejected_pick (const char *rejected, const char *field)
{
  Member member;

  if (!find_member (rejected, field, strlen (field), &member))
    return NULL;
  return g_strdup_printf ("{\"%s\":%.*s}", field, (int) member.entry_length, member.entry);
}

gboolean
flux_rejected_has_number (const char *rejected, const char *field, double value)
{
  FluxJsonReader reader;
  Member member;

  return find_member (rejected, field, strlen (field), &member)
         && find_in_entry (&reader, &member, "value") == FLUX_JSON_NUMBER && reader.number == value;
}

char *
flux_rejected_new_number (const char *field, double value, const char *reason)
{
  GString *json = g_string_new ("{");

  flux_json_append_name (json, field);
  g_string_append (json, "{\"value\":");
  flux_json_append_double (json, value);
  g_string_append (json, ",\"reason\":");
  flux_json_append_string (json, reason);
  g_string_append (json, "}}");
  return g_string_free (json, FALSE);
}

char *
flux_rejected_get_reasons (const char *rejected)
{
  GString *json;
  Members members;
  Member member;

  if (rejected == NULL)
    return NULL;
  json = g_string_new ("{");
  members_init (&members, rejected);
  while (members_next (&members, &member))
    {
      FluxJsonReader reader;

      if (json->len > 1)
        g_string_append_c (json, ',');
      g_string_append_c (json, '"');
      g_string_append_len (json, member.name, member.name_length);
      g_string_append (json, "\":");
      if (find_in_entry (&reader, &member, "reason") == FLUX_JSON_STRING)
        g_string_append_len (json, reader.text - 1, reader.length + 2);
      else
        g_string_append (json, "null");
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* --- What taints -------------------------------------------------------------------------------------------------- */

gboolean
flux_rejected_taints (const char *rejected)
{
  static const char *const tainting[]
      = { FLUX_REASON_NO_NUMBER, FLUX_REASON_SENTINEL, FLUX_REASON_DENORMAL, FLUX_REASON_ABSURD };

  if (rejected == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tainting); i++)
    {
      g_autofree char *member = g_strdup_printf ("\"reason\":\"%s\"", tainting[i]);

      /* Inside a value, quotes are escaped. */
      if (strstr (rejected, member) != NULL)
        return TRUE;
    }
  return FALSE;
}

char *
flux_rejected_drop (const char *rejected, const char *field)
{
  g_autoptr (GString) rest = g_string_new (NULL);
  Members members;
  Member member;

  if (rejected == NULL)
    return NULL;
  members_init (&members, rejected);
  while (members_next (&members, &member))
    {
      if (member.name_length == strlen (field) && memcmp (member.name, field, member.name_length) == 0)
        continue;
      g_string_append_c (rest, rest->len == 0 ? '{' : ',');
      g_string_append_printf (rest, "\"%.*s\":", (int) member.name_length, member.name);
      g_string_append_len (rest, member.entry, member.entry_length);
    }
  if (rest->len == 0)
    return NULL;
  g_string_append_c (rest, '}');
  return g_strdup (rest->str);
}
