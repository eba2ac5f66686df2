/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-decoder-private.h"

#include "flux-body-members.h"
#include "flux-contract-decoder.h"
#include "flux-json-writer.h"

#include <string.h>

/* A text that holds JSON may hold another: the input's inside the collection's. */
#define MOST_NESTED_TEXTS 2

/* Bytes of what a gateway says of itself: longer texts are nothing that the inputs of RutOS have. */
#define INFO_MAX 256

/* Records of one body that lie closer together are of one poll, whatever the period. */
#define POLL_MOST (30 * FLUX_TIME_SECOND)

#define REASON_NO_OBJECT "not a form that is known here"
#define REASON_TOO_MANY "more than 100,000 records in one post"

static gboolean read_value (FluxGatewayDecoder *self, FluxJsonReader *reader, FluxJsonToken token);

/* --- Texts -------------------------------------------------------------------------------------------------------- */

static FluxSpan
resolve_escapes (FluxGatewayDecoder *self, const FluxJsonReader *reader)
{
  g_autoptr (GString) resolved = flux_json_reader_get_string (reader);

  return (FluxSpan) { g_string_chunk_insert_len (self->out->texts, resolved->str, resolved->len), resolved->len };
}

/* The string just read, escapes resolved; lives as long as the records. */
static inline FluxSpan
get_text (FluxGatewayDecoder *self, const FluxJsonReader *reader)
{
  if (G_UNLIKELY (reader->has_escapes))
    return resolve_escapes (self, reader);
  return (FluxSpan) { reader->text, reader->length };
}

static FluxSpan
get_scalar (FluxGatewayDecoder *self, const FluxJsonReader *reader, FluxJsonToken token)
{
  if (token == FLUX_JSON_STRING)
    return get_text (self, reader);
  if (token == FLUX_JSON_NUMBER || token == FLUX_JSON_NOT_FINITE)
    return (FluxSpan) { reader->text, reader->length };
  return (FluxSpan) { NULL, 0 };
}

static gboolean
read_whole (FluxSpan span, guint most, guint *number)
{
  guint value = 0;

  if (span.length == 0 || span.length > 9)
    return FALSE;
  for (gsize i = 0; i < span.length; i++)
    {
      if (!g_ascii_isdigit (span.text[i]))
        return FALSE;
      value = value * 10 + (span.text[i] - '0');
    }
  *number = value;
  return value <= most;
}

/* --- Members ------------------------------------------------------------------------------------------------------ */

static void
take_unit (FluxGatewayItem *item, FluxSpan text)
{
  guint id;

  if (text.length == 0)
    return;
  if (read_whole (text, 255, &id))
    item->origin.server_id = id;
  else
    item->origin.alias = text;
}

static void
take_address (FluxGatewayItem *item, FluxSpan text, gboolean is_full)
{
  guint number;

  if (!read_whole (text, 465536, &number) || (item->has_full_address && !is_full))
    return;
  item->origin.number = number;
  item->has_full_address = is_full;
}

static void
take_text (FluxSpan *into, FluxSpan text)
{
  if (text.length > 0)
    *into = text;
}

/* One field by its name, in the numbers that the device itself counts in. */
static void
take_field (FluxGatewayDecoder *self, FluxGatewayItem *item, FluxField field, FluxSpan value_text, FluxBodyValue value)
{
  FluxFieldSet bit = FLUX_FIELD_BIT (field);
  FluxValueSink sink = { &item->record, self->rejected, self->extras };
  const char *reason = NULL;
  double kept = 0;

  item->has_fields = TRUE;
  if (value.kind == FLUX_BODY_VALUE_NONE || ((item->record.present | item->record.bad) & bit) != 0)
    return;
  if (value.kind == FLUX_BODY_VALUE_NOT_FINITE)
    reason = FLUX_REASON_NO_NUMBER;
  else if (value.kind == FLUX_BODY_VALUE_WRONG)
    reason = FLUX_REASON_NOT_A_NUMBER;
  else if (!flux_field_round (field, value.number, &kept))
    reason = FLUX_REASON_OUT_OF_RANGE;

  if (reason == NULL)
    {
      item->record.present |= bit;
      item->record.values[field] = kept;
      return;
    }
  item->record.bad |= bit;
  flux_value_sink_reject (&sink, flux_field_get_name (field), value_text, reason);
}

/* What a gateway says of itself is kept as its own words, whatever input it stands in. */
static void
take_gateway_info (FluxGatewayDecoder *self, const char *name, gsize name_length, const FluxJsonReader *reader,
                   FluxJsonToken token)
{
  FluxSpan text = get_scalar (self, reader, token);

  if (text.text == NULL || text.length > INFO_MAX)
    return;
  if (self->info == NULL)
    self->info = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_replace (self->info, g_strndup (name, name_length), g_strndup (text.text, text.length));
}

/* Returns: (nullable): as a JSON object, in the order of the names */
static const char *
write_gateway_info (FluxGatewayDecoder *self)
{
  g_autoptr (GString) json = g_string_new ("{");
  g_autoptr (GList) names = NULL;

  if (self->info == NULL)
    return NULL;
  names = g_list_sort (g_hash_table_get_keys (self->info), (GCompareFunc) strcmp);
  for (const GList *name = names; name != NULL; name = name->next)
    {
      flux_json_append_name (json, name->data);
      flux_json_append_string (json, g_hash_table_lookup (self->info, name->data));
    }
  g_string_append_c (json, '}');
  return g_string_chunk_insert (self->out->texts, json->str);
}

/* A member that is neither object nor array. */
static void
take_scalar (FluxGatewayDecoder *self, FluxGatewayItem *item, int role, FluxSpan name, const FluxJsonReader *reader,
             FluxJsonToken token)
{
  FluxSpan text = get_scalar (self, reader, token);

  switch (role)
    {
    case FLUX_ROLE_SERVER_NAME:
      take_text (&item->origin.server_name, text);
      break;
    case FLUX_ROLE_SERVER_ID:
    case FLUX_ROLE_UNIT:
      take_unit (item, text);
      break;
    case FLUX_ROLE_IP:
      take_text (&item->origin.ip, text);
      break;
    case FLUX_ROLE_DEVICE:
      take_text (&item->device, text);
      break;
    case FLUX_ROLE_ADDRESS:
    case FLUX_MEMBER_FULL_ADDRESS:
      take_address (item, text, role == FLUX_MEMBER_FULL_ADDRESS);
      break;
    case FLUX_ROLE_REQUEST:
      take_text (&item->origin.request, text);
      break;
    case FLUX_ROLE_VALUE:
      item->has_value = TRUE;
      item->origin.value = text;
      break;
    case FLUX_ROLE_TIME:
      flux_record_time_take (&item->time, FLUX_TIME_FORM_ANY, text);
      break;
    case FLUX_MEMBER_ISO_TIME:
      flux_record_time_take (&item->time, FLUX_TIME_FORM_ISO, text);
      break;
    case FLUX_MEMBER_LOCAL_TIME:
      flux_record_time_take (&item->time, FLUX_TIME_FORM_LOCAL, text);
      break;
    case FLUX_MEMBER_ALARM:
      item->is_alarm = TRUE;
      break;
    case FLUX_MEMBER_STATE:
      item->is_state = TRUE;
      break;
    case FLUX_MEMBER_SIGNAL:
      self->signal = flux_body_value_from_token (reader, token);
      item->is_gateway = TRUE;
      take_gateway_info (self, name.text, name.length, reader, token);
      break;
    case FLUX_MEMBER_GATEWAY:
      item->is_gateway = TRUE;
      take_gateway_info (self, name.text, name.length, reader, token);
      break;
    case FLUX_MEMBER_IGNORED:
    case FLUX_MEMBER_METADATA:
      break;
    case FLUX_MEMBER_UNKNOWN:
    case FLUX_MEMBER_VALUES_IF_OBJECT:
      item->has_unknown |= token != FLUX_JSON_NULL;
      break;
    default:
      take_field (self, item, role - FLUX_ROLE_FIELD, text, flux_body_value_from_token (reader, token));
    }
}

/* "data":{…}: fields by name. What is in it and means nothing is passed over. */
static gboolean
take_named_values (FluxGatewayDecoder *self, FluxGatewayItem *item, FluxJsonReader *reader)
{
  FluxJsonToken token;

  while ((token = flux_json_reader_next (reader)) == FLUX_JSON_NAME)
    {
      FluxSpan name = get_text (self, reader);
      int role = flux_body_member_get_role (self->names, name.text, name.length);

      token = flux_json_reader_next (reader);
      if (token == FLUX_JSON_OBJECT_BEGIN || token == FLUX_JSON_ARRAY_BEGIN || role < FLUX_ROLE_FIELD
          || role >= FLUX_BODY_ROLE_OF_FIELD (FLUX_N_FIELDS))
        item->has_unknown = TRUE;
      else
        take_scalar (self, item, role, name, reader, token);
      if (!flux_json_reader_skip (reader, token))
        return FALSE;
    }
  return token == FLUX_JSON_OBJECT_END;
}

/* "data":[…] as an array of JSON: kept as the piece of text that it is, which reads the same. */
static gboolean
take_value_array (FluxGatewayDecoder *self, FluxGatewayItem *item, FluxJsonReader *reader, FluxJsonToken token)
{
  if (!flux_json_reader_skip (reader, token))
    return FALSE;
  item->has_value = TRUE;
  item->origin.value = (FluxSpan) { reader->text, reader->length };
  return TRUE;
}

static gboolean
take_metadata (FluxGatewayItem *item, FluxJsonReader *reader, FluxJsonToken token)
{
  if (!flux_json_reader_skip (reader, token))
    return FALSE;
  item->metadata = (FluxSpan) { reader->text, reader->length };
  return TRUE;
}

static gboolean
is_json_text (FluxSpan text)
{
  while (text.length > 0 && g_ascii_isspace (*text.text))
    text.text++, text.length--;
  return text.length > 1 && (*text.text == '{' || *text.text == '[');
}

/* An input of custom format inside a collection of JSON: its records are in a text, joined without brackets. A text
 * that turns out to be none is a member like any other. */
static gboolean
take_json_text (FluxGatewayDecoder *self, FluxSpan text)
{
  FluxJsonReader reader;
  FluxJsonToken token;
  guint n_before = self->out->records->len;

  if (self->nested_texts == MOST_NESTED_TEXTS || !is_json_text (text))
    return FALSE;
  self->nested_texts++;
  flux_json_reader_init (&reader, text.text, text.length, FLUX_JSON_ALLOW_NOT_FINITE | FLUX_JSON_FORGIVE);
  while ((token = flux_json_reader_next (&reader)) != FLUX_JSON_END)
    if (token == FLUX_JSON_ERROR || !read_value (self, &reader, token))
      {
        g_array_set_size (self->out->records, n_before);
        break;
      }
  self->nested_texts--;
  return token == FLUX_JSON_END;
}

static int
get_role (FluxGatewayDecoder *self, guint place, FluxSpan name)
{
  int role;

  if (place < FLUX_EXPECTED_MEMBERS && name.length > 0 && self->expected[place].name.length == name.length
      && memcmp (self->expected[place].name.text, name.text, name.length) == 0)
    return self->expected[place].role;
  role = flux_body_member_get_role (self->names, name.text, name.length);
  if (place < FLUX_EXPECTED_MEMBERS && name.length > 0)
    {
      self->expected[place].name = name;
      self->expected[place].role = role;
    }
  return role;
}

static gboolean
take_member (FluxGatewayDecoder *self, FluxGatewayItem *item, FluxJsonReader *reader)
{
  FluxSpan name = get_text (self, reader);
  int role = get_role (self, item->n_members++, name);
  FluxJsonToken token = flux_json_reader_next (reader);
  gboolean is_value = role == FLUX_ROLE_VALUE || role == FLUX_MEMBER_VALUES_IF_OBJECT;

  switch (token)
    {
    case FLUX_JSON_ERROR:
      return FALSE;

    case FLUX_JSON_OBJECT_BEGIN:
      if (is_value)
        return take_named_values (self, item, reader);
      if (role == FLUX_MEMBER_METADATA)
        return take_metadata (item, reader, token);
      if (role == FLUX_MEMBER_IGNORED)
        return flux_json_reader_skip (reader, token);
      return read_value (self, reader, token);

    case FLUX_JSON_ARRAY_BEGIN:
      if (role == FLUX_ROLE_VALUE)
        return take_value_array (self, item, reader, token);
      if (role == FLUX_MEMBER_IGNORED || role == FLUX_MEMBER_METADATA)
        return flux_json_reader_skip (reader, token);
      self->saw_scalars = FALSE;
      if (!read_value (self, reader, token))
        return FALSE;
      item->has_unknown |= self->saw_scalars;
      return TRUE;

    case FLUX_JSON_STRING:
      if (role == FLUX_MEMBER_UNKNOWN && take_json_text (self, get_text (self, reader)))
        return TRUE;
      break;

    default:
      break;
    }
  take_scalar (self, item, role, name, reader, token);
  return TRUE;
}

/* --- The walk ----------------------------------------------------------------------------------------------------- */

static gboolean
read_members (FluxGatewayDecoder *self, FluxJsonReader *reader, FluxGatewayItem *item)
{
  FluxJsonToken token;

  while ((token = flux_json_reader_next (reader)) == FLUX_JSON_NAME)
    if (!take_member (self, item, reader) || self->out->records->len > FLUX_CONTRACT_MAX_RECORDS)
      return FALSE;
  return token == FLUX_JSON_OBJECT_END;
}

/* Reads the object whose brace was just read. It may lie in another one, which has rejected something already. */
static gboolean
read_object (FluxGatewayDecoder *self, FluxJsonReader *reader)
{
  FluxGatewayItem item = {
    .origin.server_id = FLUX_UNIT_NO_SERVER_ID,
    .n_before = self->out->records->len,
    .is_top = self->depth == 0 && self->nested_texts == 0,
  };
  GString *outer = self->rejected;
  gboolean is_whole;

  if (outer->len > 0)
    self->rejected = g_string_new (NULL);
  self->depth++;
  is_whole = read_members (self, reader, &item);
  self->depth--;
  if (is_whole)
    flux_gateway_item_finish (&item, self);
  g_string_truncate (self->rejected, 0);
  g_string_truncate (self->extras, 0);
  if (outer != self->rejected)
    g_string_free (self->rejected, TRUE);
  self->rejected = outer;
  return is_whole;
}

/* Reads the value that begins with @token. The depth of a document is bounded by its reader. */
static gboolean
read_value (FluxGatewayDecoder *self, FluxJsonReader *reader, FluxJsonToken token)
{
  if (token == FLUX_JSON_OBJECT_BEGIN)
    return read_object (self, reader);
  if (token == FLUX_JSON_STRING)
    take_json_text (self, get_text (self, reader));
  if (token != FLUX_JSON_ARRAY_BEGIN)
    return token != FLUX_JSON_ERROR;
  while ((token = flux_json_reader_next (reader)) != FLUX_JSON_ARRAY_END)
    {
      self->saw_scalars |= token == FLUX_JSON_NUMBER || token == FLUX_JSON_STRING;
      if (!read_value (self, reader, token))
        return FALSE;
    }
  return TRUE;
}

/* The signal is the gateway's: it goes once to each poll of each device that the same body brings. */
static void
give_signal (FluxGatewayDecoder *self)
{
  g_autoptr (GHashTable) given = NULL; /* (key-type utf8) (value-type FluxRecord): device → the record that has it */
  double signal;

  if (self->signal.kind != FLUX_BODY_VALUE_NUMBER
      || !flux_field_round (FLUX_FIELD_SIGNAL_STRENGTH, self->signal.number, &signal))
    return;
  given = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->out->records->len; i++)
    {
      FluxRecord *record = flux_records_get (self->out, i);
      const FluxRecord *before;

      if (record->kind != FLUX_RECORD_READING || record->present == 0
          || ((record->present | record->bad) & FLUX_FIELD_BIT (FLUX_FIELD_SIGNAL_STRENGTH)) != 0)
        continue;
      before = g_hash_table_lookup (given, record->device_id);
      if (before != NULL && (!record->has_time || ABS (record->time - before->time) <= POLL_MOST))
        continue;
      g_hash_table_insert (given, (gpointer) record->device_id, record);
      record->present |= FLUX_FIELD_BIT (FLUX_FIELD_SIGNAL_STRENGTH);
      record->values[FLUX_FIELD_SIGNAL_STRENGTH] = signal;
    }
}

static gboolean
is_left_out (const FluxJsonReader *reader, FluxJsonToken token)
{
  return token == FLUX_JSON_NULL && reader->length == 0;
}

/* An element of the body itself: what is no object, and holds none, was received all the same. */
static gboolean
read_element (FluxGatewayDecoder *self, FluxJsonReader *reader, FluxJsonToken token)
{
  FluxRecord other = { .kind = FLUX_RECORD_WAITS, .reason = REASON_NO_OBJECT, .origin = -1 };

  if (token == FLUX_JSON_OBJECT_BEGIN || token == FLUX_JSON_ARRAY_BEGIN || token == FLUX_JSON_ERROR)
    return read_value (self, reader, token);
  if (!is_left_out (reader, token)
      && !(token == FLUX_JSON_STRING && take_json_text (self, get_text (self, reader))))
    g_array_append_val (self->out->records, other);
  return self->out->records->len <= FLUX_CONTRACT_MAX_RECORDS;
}

static gboolean
read_elements (FluxGatewayDecoder *self, FluxJsonReader *reader)
{
  FluxJsonToken token;

  while ((token = flux_json_reader_next (reader)) != FLUX_JSON_ARRAY_END)
    if (!read_element (self, reader, token))
      return FALSE;
  return TRUE;
}

static const char *
read_document (FluxGatewayDecoder *self, const char *text, gsize size)
{
  FluxJsonReader reader;
  FluxJsonToken token;

  flux_json_reader_init (&reader, text, size, FLUX_JSON_ALLOW_NOT_FINITE | FLUX_JSON_FORGIVE);
  while ((token = flux_json_reader_next (&reader)) != FLUX_JSON_END)
    {
      if (token == FLUX_JSON_STRING && take_json_text (self, get_text (self, &reader)))
        continue;
      if (token != FLUX_JSON_ERROR && token != FLUX_JSON_OBJECT_BEGIN && token != FLUX_JSON_ARRAY_BEGIN
          && !is_left_out (&reader, token))
        return REASON_NO_OBJECT;
      if (!(token == FLUX_JSON_ARRAY_BEGIN ? read_elements (self, &reader) : read_value (self, &reader, token)))
        return reader.fault != NULL ? reader.fault : REASON_TOO_MANY;
    }
  return NULL;
}

FluxRecords *
flux_gateway_decode (GBytes *body, FluxGatewayMapping *mapping, const char *device_hint, gint64 received_at)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (FluxBodyValue));
  g_autoptr (GString) rejected = g_string_new (NULL);
  g_autoptr (GString) extras = g_string_new (NULL);
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  FluxGatewayDecoder self = {
    .out = flux_records_new (),
    .mapping = mapping,
    .names = mapping != NULL ? flux_gateway_mapping_get_names (mapping) : NULL,
    .received_at = received_at,
    .values = values,
    .rejected = rejected,
    .extras = extras,
  };

  self.out->origins = g_array_new (FALSE, FALSE, sizeof (FluxRecordOrigin));
  self.out->body = g_bytes_ref (body);
  self.out->mapping = mapping != NULL ? flux_gateway_mapping_ref (mapping) : NULL;
  if (device_hint != NULL)
    self.device_hint = g_string_chunk_insert (self.out->texts, device_hint);
  self.out->whole_waits = read_document (&self, text, size);
  if (self.out->whole_waits != NULL)
    {
      g_array_set_size (self.out->records, 0);
      g_clear_pointer (&self.info, g_hash_table_unref);
      return self.out;
    }
  give_signal (&self);
  self.out->gateway_info = write_gateway_info (&self);
  g_clear_pointer (&self.info, g_hash_table_unref);
  return self.out;
}
