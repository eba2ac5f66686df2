/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-seen.h"

#include "flux-body-values.h"
#include "flux-json-reader.h"

#include <math.h>
#include <string.h>

#define SHOWN_OF_VALUE 120 /* bytes */
#define DATES "^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:|^\\d\\d?[./]\\d\\d?[./]\\d{4} \\d\\d?:"

void
flux_seen_unit_free (FluxSeenUnit *self)
{
  g_free (self->server_name);
  g_free (self->ip);
  g_free (self->alias);
  g_array_unref (self->registers);
  g_string_chunk_free (self->texts);
  g_free (self);
}

void
flux_seen_member_free (FluxSeenMember *self)
{
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

gboolean
flux_seen_unit_is_named (const FluxSeenUnit *self)
{
  return self->server_name != NULL || self->ip != NULL || self->alias != NULL
         || self->server_id != FLUX_UNIT_NO_SERVER_ID;
}

static const FluxSeenRegister *
get_register (const FluxSeenUnit *self, guint index)
{
  return &g_array_index (self->registers, FluxSeenRegister, index);
}

static int
find_register (const FluxSeenUnit *self, guint number, const char *request)
{
  for (guint i = 0; i < self->registers->len; i++)
    if (get_register (self, i)->number == number && g_strcmp0 (get_register (self, i)->request, request) == 0)
      return i;
  return -1;
}

gboolean
flux_seen_unit_has_same_registers (const FluxSeenUnit *self, const FluxSeenUnit *other)
{
  if (self->registers->len != other->registers->len)
    return FALSE;
  for (guint i = 0; i < self->registers->len; i++)
    if (find_register (other, get_register (self, i)->number, get_register (self, i)->request) < 0)
      return FALSE;
  return TRUE;
}

/* --- Registers ---------------------------------------------------------------------------------------------------- */

static char *
take_span (FluxSpan span)
{
  return span.length > 0 ? g_strndup (span.text, span.length) : NULL;
}

static void
add_register (FluxSeenUnit *self, guint number, FluxSpan request, double value)
{
  FluxSeenRegister seen = { .number = number, .value = value };
  int index;

  if (request.length > 0)
    seen.request = g_string_chunk_insert_len (self->texts, request.text, request.length);
  index = number > 0 || seen.request != NULL ? find_register (self, number, seen.request) : -1;
  if (index < 0)
    g_array_append_val (self->registers, seen);
  else if (!isnan (value))
    g_array_index (self->registers, FluxSeenRegister, index).value = value;
}

static double
get_number (const GArray *values, guint index)
{
  const FluxBodyValue *value = &g_array_index (values, FluxBodyValue, index);

  return value->kind == FLUX_BODY_VALUE_NUMBER ? value->number : NAN;
}

static gboolean
has_fraction (const GArray *values)
{
  for (guint i = 0; i < values->len; i++)
    if (get_number (values, i) != floor (get_number (values, i)) && !isnan (get_number (values, i)))
      return TRUE;
  return FALSE;
}

/* Every second word begins a value, as in the usual block of floats; which bytes are which is for the map to say. */
static void
add_hex (FluxSeenUnit *self, const FluxRecordOrigin *origin, guint n_words)
{
  for (guint i = 0; i < n_words; i += 2)
    add_register (self, origin->number > 0 ? origin->number + i : 0, (FluxSpan) { NULL, 0 }, NAN);
}

static void
add_values (FluxSeenUnit *self, const FluxRecordOrigin *origin)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (FluxBodyValue));
  FluxBodyValuesForm form = flux_body_values_read (values, origin->value.text, origin->value.length);
  guint width;

  if (form == FLUX_BODY_VALUES_HEX)
    {
      add_hex (self, origin, values->len);
      return;
    }
  if (values->len <= 1)
    {
      add_register (self, origin->number, origin->request, values->len == 1 ? get_number (values, 0) : NAN);
      return;
    }
  width = has_fraction (values) ? 2 : 1;
  for (guint i = 0; i < values->len; i++)
    add_register (self, origin->number > 0 ? origin->number + i * width : 0, (FluxSpan) { NULL, 0 },
                  get_number (values, i));
}

/* --- Units -------------------------------------------------------------------------------------------------------- */

static gboolean
span_equal (FluxSpan span, const char *text)
{
  return text == NULL ? span.length == 0
                      : span.length == strlen (text) && memcmp (span.text, text, span.length) == 0;
}

static FluxSeenUnit *
find_unit (GPtrArray *units, const FluxRecordOrigin *origin)
{
  for (guint i = 0; i < units->len; i++)
    {
      FluxSeenUnit *unit = g_ptr_array_index (units, i);

      if (unit->server_id == origin->server_id && span_equal (origin->server_name, unit->server_name)
          && span_equal (origin->ip, unit->ip) && span_equal (origin->alias, unit->alias))
        return unit;
    }
  return NULL;
}

static FluxSeenUnit *
add_unit (GPtrArray *units, const FluxRecordOrigin *origin)
{
  FluxSeenUnit *unit = g_new0 (FluxSeenUnit, 1);

  unit->server_name = take_span (origin->server_name);
  unit->ip = take_span (origin->ip);
  unit->alias = take_span (origin->alias);
  unit->server_id = origin->server_id;
  unit->registers = g_array_new (FALSE, FALSE, sizeof (FluxSeenRegister));
  unit->texts = g_string_chunk_new (256);
  g_ptr_array_add (units, unit);
  return unit;
}

GPtrArray *
flux_seen_units_list (const FluxRecords *records)
{
  GPtrArray *units = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_seen_unit_free);

  for (guint i = 0; i < flux_records_get_length (records); i++)
    {
      const FluxRecord *record = flux_records_get (records, i);
      const FluxRecordOrigin *origin = flux_records_get_origin (records, record);
      FluxSeenUnit *unit;

      if (origin == NULL || record->remedy == FLUX_REMEDY_NAME_MEMBERS
          || (record->kind == FLUX_RECORD_REFUSED && !record->is_part))
        continue;
      unit = find_unit (units, origin);
      if (unit == NULL)
        unit = add_unit (units, origin);
      unit->waits |= record->kind == FLUX_RECORD_WAITS;
      unit->names_fields |= !record->is_part;
      unit->has_no_place |= record->is_part && origin->number == 0 && origin->request.length == 0;
      if (record->is_part)
        add_values (unit, origin);
    }
  return units;
}

/* --- Members of the site's own template --------------------------------------------------------------------------- */

static gboolean
is_whole (const char *text, gsize least, gsize most)
{
  gsize length = strlen (text);

  return length >= least && length <= most && strspn (text, "0123456789") == length;
}

static gboolean
is_time (const char *text)
{
  return is_whole (text, 10, 10) || is_whole (text, 13, 13) || g_regex_match_simple (DATES, text, 0, 0);
}

static int
guess_role (const char *name, const char *value)
{
  FluxField field;
  double number;
  char *end;

  if (flux_field_from_name (name, strlen (name), &field))
    return FLUX_BODY_ROLE_OF_FIELD (field);
  if (is_time (value))
    return FLUX_ROLE_TIME;
  if (is_whole (value, 5, 6) && strchr ("134", *value) != NULL)
    return FLUX_ROLE_ADDRESS;
  if (flux_field_from_name (value, strlen (value), &field))
    return FLUX_ROLE_REQUEST;
  if (g_regex_match_simple ("^\\d{1,3}(\\.\\d{1,3}){3}$", value, 0, 0))
    return FLUX_ROLE_IP;
  if (*value == '[' || strchr (value, '.') != NULL)
    {
      number = g_ascii_strtod (value + (*value == '['), &end);
      if (end > value + 1 && isfinite (number))
        return FLUX_ROLE_VALUE;
    }
  if (is_whole (value, 1, 3))
    return FLUX_ROLE_NONE;
  return *value != '\0' ? FLUX_ROLE_SERVER_NAME : FLUX_ROLE_NONE;
}

static void
add_member (GPtrArray *members, const FluxJsonReader *name, const FluxJsonReader *value)
{
  FluxSeenMember *member = g_new0 (FluxSeenMember, 1);

  member->name = g_strndup (name->text, name->length);
  member->value = g_strndup (value->text, MIN (value->length, SHOWN_OF_VALUE));
  if (!g_utf8_validate (member->value, -1, NULL))
    {
      char *valid = g_utf8_make_valid (member->value, -1);

      g_free (member->value);
      member->value = valid;
    }
  member->guess = guess_role (member->name, member->value);
  g_ptr_array_add (members, member);
}

/* Only one member can be what a role says: the first that looks like it. */
static void
settle_guesses (GPtrArray *members)
{
  for (guint i = 0; i < members->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const FluxSeenMember *before = g_ptr_array_index (members, j);
        FluxSeenMember *member = g_ptr_array_index (members, i);

        if (member->guess == before->guess)
          member->guess = FLUX_ROLE_NONE;
      }
}

/* Reads the members of the object that has begun. Returns: %FALSE when the document is faulty or ends */
static gboolean
read_object (FluxJsonReader *reader, GPtrArray *members)
{
  FluxJsonToken token;

  g_ptr_array_set_size (members, 0);
  while ((token = flux_json_reader_next (reader)) == FLUX_JSON_NAME)
    {
      FluxJsonReader name = *reader;

      token = flux_json_reader_next (reader);
      if (token == FLUX_JSON_OBJECT_BEGIN)
        return read_object (reader, members);
      if (token == FLUX_JSON_ARRAY_BEGIN)
        {
          FluxJsonReader inner = *reader;

          if (flux_json_reader_next (&inner) == FLUX_JSON_OBJECT_BEGIN)
            {
              *reader = inner;
              return read_object (reader, members);
            }
        }
      if (!flux_json_reader_skip (reader, token))
        return FALSE;
      if (token == FLUX_JSON_STRING && reader->length >= 2)
        reader->text++, reader->length -= 2;
      if (token != FLUX_JSON_NULL)
        add_member (members, &name, reader);
    }
  return token == FLUX_JSON_OBJECT_END;
}

GPtrArray *
flux_seen_members_list (GBytes *body)
{
  GPtrArray *members = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_seen_member_free);
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  FluxJsonReader reader;
  FluxJsonToken token;

  flux_json_reader_init (&reader, text, size, FLUX_JSON_ALLOW_NOT_FINITE | FLUX_JSON_FORGIVE);
  while ((token = flux_json_reader_next (&reader)) == FLUX_JSON_ARRAY_BEGIN)
    ;
  if (token != FLUX_JSON_OBJECT_BEGIN || !read_object (&reader, members))
    g_ptr_array_set_size (members, 0);
  settle_guesses (members);
  return members;
}
