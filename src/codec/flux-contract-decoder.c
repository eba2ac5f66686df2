/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-contract-decoder.h"

#include "flux-device.h"
#include "flux-json-reader.h"
#include "flux-json-writer.h"
#include "flux-record-time.h"

#include <math.h>
#include <string.h>

/* As seconds this is the year 5138, as milliseconds 1973: a number above it counts milliseconds. */
#define MILLISECONDS_FROM 1e11

/* A rejected value is kept with its reason; the whole of it stays in the raw post. */
#define REJECTED_VALUE_MAX 256

#define REASON_WRONG_TYPE "wrong type"
#define REASON_NOT_A_NUMBER "not a number"
#define REASON_OUT_OF_RANGE "out of range"
#define REASON_TWICE "given twice"
#define REASON_NOT_AN_OBJECT "not an object"

/* What may be kept aside besides the fields, as bits of Decoder.rejected_members above theirs. */
#define MEMBER_TIMESTAMP (1u << FLUX_N_FIELDS)
#define MEMBER_METADATA (1u << (FLUX_N_FIELDS + 1))

typedef struct
{
  FluxJsonReader reader;
  FluxRecords *out;
  const char *device_hint;
  gint64 received_at;

  /* the record under way */
  FluxRecord record;
  gboolean is_contract; /* a member of the contract was seen */
  gboolean has_others;  /* a member that the contract does not know was seen */
  gboolean bad_device;
  guint rejected_members; /* in @rejected: FLUX_FIELD_BIT and MEMBER_ */
  GString *rejected;
  GString *metadata;
} Decoder;

static const char *
keep_text (Decoder *self, const char *text, gsize length)
{
  return g_string_chunk_insert_len (self->out->texts, text, length);
}

/* The name or string just read, escapes resolved. @owner: (out): holds it where that took a copy */
static const char *
get_text (const FluxJsonReader *reader, GString **owner, gsize *length)
{
  if (!reader->has_escapes)
    {
      *length = reader->length;
      return reader->text;
    }
  *owner = flux_json_reader_get_string (reader);
  *length = (*owner)->len;
  return (*owner)->str;
}

/* Keeps the value that the reader has just passed over aside, as what it was and why it was not taken; of several for
 * one @member the first. */
static void
reject (Decoder *self, guint member, const char *name, const char *reason)
{
  if ((self->rejected_members & member) != 0)
    return;
  self->rejected_members |= member;
  if (self->rejected->len == 0)
    g_string_append_c (self->rejected, '{');
  flux_json_append_name (self->rejected, name);
  g_string_append (self->rejected, "{\"value\":");
  if (self->reader.length > REJECTED_VALUE_MAX)
    flux_json_append_string (self->rejected, "too long to be kept here");
  else
    flux_json_append_value (self->rejected, self->reader.text, self->reader.length);
  g_string_append (self->rejected, ",\"reason\":");
  flux_json_append_string (self->rejected, reason);
  g_string_append_c (self->rejected, '}');
}

/* "" and "N/A" are what gateways write for a value they do not have. */
static gboolean
says_no_value (const FluxJsonReader *reader, FluxJsonToken token)
{
  g_autoptr (GString) owner = NULL;
  const char *text;
  gsize length;

  if (token != FLUX_JSON_STRING)
    return token == FLUX_JSON_NULL;
  text = get_text (reader, &owner, &length);
  return length == 0 || (length == 3 && g_ascii_strncasecmp (text, "N/A", 3) == 0);
}

static gboolean
take_value (Decoder *self, FluxField field, FluxJsonToken token)
{
  const FluxFieldSet bit = FLUX_FIELD_BIT (field);
  const char *reason = NULL;
  double value = 0;

  if (says_no_value (&self->reader, token))
    return TRUE;
  if (token == FLUX_JSON_NUMBER)
    reason = flux_field_round (field, self->reader.number, &value) ? NULL : REASON_OUT_OF_RANGE;
  else
    reason = token == FLUX_JSON_NOT_FINITE ? REASON_NOT_A_NUMBER : REASON_WRONG_TYPE;

  if (!flux_json_reader_skip (&self->reader, token))
    return FALSE;
  if (((self->record.present | self->record.bad) & bit) != 0)
    reason = REASON_TWICE;
  else if (reason != NULL)
    self->record.bad |= bit;
  else
    {
      self->record.present |= bit;
      self->record.values[field] = value;
    }
  if (reason != NULL)
    reject (self, bit, flux_field_get_name (field), reason);
  return TRUE;
}

static gboolean
take_device (Decoder *self, FluxJsonToken token)
{
  if (token == FLUX_JSON_STRING)
    {
      g_autoptr (GString) owner = NULL;
      gsize length;
      const char *text = get_text (&self->reader, &owner, &length);

      if (length == 0)
        return TRUE;
      if (flux_device_id_is_valid (text, length))
        self->record.device_id = keep_text (self, text, length);
      else
        self->bad_device = TRUE;
      return TRUE;
    }
  self->bad_device |= token != FLUX_JSON_NULL;
  return flux_json_reader_skip (&self->reader, token);
}

static gboolean
time_from_number (double number, gint64 *time)
{
  double micros = number * (fabs (number) >= MILLISECONDS_FROM ? 1e3 : 1e6);

  if (!(fabs (micros) < 9e18))
    return FALSE;
  *time = llrint (micros);
  return TRUE;
}

gboolean
flux_contract_read_time_text (const char *text, gsize length, gint64 *time)
{
  FluxJsonReader number;

  if (flux_time_read_iso8601 (text, length, time))
    return TRUE;
  flux_json_reader_init (&number, text, length, FLUX_JSON_STRICT);
  return flux_json_reader_next (&number) == FLUX_JSON_NUMBER && number.length == length
         && time_from_number (number.number, time);
}

static gboolean
take_time (Decoder *self, FluxJsonToken token)
{
  g_autoptr (GString) owner = NULL;
  gboolean readable = FALSE;
  gint64 time = 0;
  const char *text;
  gsize length;

  if (says_no_value (&self->reader, token))
    return TRUE;
  if (token == FLUX_JSON_STRING)
    {
      text = get_text (&self->reader, &owner, &length);
      readable = flux_contract_read_time_text (text, length, &time);
    }
  else if (token == FLUX_JSON_NUMBER)
    readable = time_from_number (self->reader.number, &time);

  if (!flux_json_reader_skip (&self->reader, token))
    return FALSE;
  if (readable && flux_record_time_is_sane (time, self->received_at))
    {
      self->record.time = time;
      self->record.has_time = TRUE;
    }
  else
    reject (self, MEMBER_TIMESTAMP, "timestamp", FLUX_REASON_CLOCK_FAULT);
  return TRUE;
}

static gboolean
take_metadata (Decoder *self, FluxJsonToken token)
{
  if (token == FLUX_JSON_NULL)
    return TRUE;
  if (!flux_json_reader_skip (&self->reader, token))
    return FALSE;
  if (token == FLUX_JSON_OBJECT_BEGIN)
    {
      g_string_truncate (self->metadata, 0);
      flux_json_append_value (self->metadata, self->reader.text, self->reader.length);
      self->record.metadata = keep_text (self, self->metadata->str, self->metadata->len);
    }
  else
    reject (self, MEMBER_METADATA, "metadata", REASON_NOT_AN_OBJECT);
  return TRUE;
}

static gboolean
take_member (Decoder *self)
{
  g_autoptr (GString) owner = NULL;
  gsize length;
  const char *name = get_text (&self->reader, &owner, &length);
  FluxJsonToken token = flux_json_reader_next (&self->reader);
  FluxField field;

  if (token == FLUX_JSON_ERROR)
    return FALSE;
  if (flux_field_from_name (name, length, &field))
    {
      self->is_contract = TRUE;
      return take_value (self, field, token);
    }
  if (flux_field_name_matches (name, length, "deviceid"))
    {
      self->is_contract = TRUE;
      return take_device (self, token);
    }
  if (flux_field_name_matches (name, length, "timestamp"))
    return take_time (self, token);
  if (flux_field_name_matches (name, length, "metadata"))
    return take_metadata (self, token);

  self->has_others = TRUE;
  return flux_json_reader_skip (&self->reader, token);
}

static void
judge (Decoder *self)
{
  FluxRecord *record = &self->record;

  if (record->device_id == NULL && !self->bad_device)
    record->device_id = self->device_hint;

  record->kind = FLUX_RECORD_READING;
  if (!self->is_contract)
    {
      record->kind = FLUX_RECORD_WAITS;
      record->remedy = FLUX_REMEDY_NAME_MEMBERS;
      record->reason = "not in the contract's form; needs a mapping";
    }
  else if (self->bad_device)
    {
      record->kind = FLUX_RECORD_REFUSED;
      record->reason = "device_id must be text of 1 to 100 characters without control characters";
    }
  else if (record->present == 0 && record->bad == 0)
    {
      record->kind = self->has_others ? FLUX_RECORD_WAITS : FLUX_RECORD_REFUSED;
      record->remedy = self->has_others ? FLUX_REMEDY_NAME_MEMBERS : FLUX_REMEDY_NONE;
      record->reason = self->has_others ? "no measurement under a known name; needs a mapping" : "no measurement";
    }
  else if (record->device_id == NULL)
    {
      record->kind = FLUX_RECORD_WAITS;
      record->remedy = FLUX_REMEDY_NAME_DEVICE;
      record->reason = "names no device";
    }
}

static const char *
close_object (Decoder *self, GString *json)
{
  if (json->len == 0)
    return NULL;
  g_string_append_c (json, '}');
  return keep_text (self, json->str, json->len);
}

/* Reads the object whose brace was just read. */
static gboolean
take_record (Decoder *self)
{
  FluxJsonToken token;

  self->record = (FluxRecord) { .origin = -1 };
  self->is_contract = self->has_others = self->bad_device = FALSE;
  self->rejected_members = 0;
  g_string_truncate (self->rejected, 0);

  while ((token = flux_json_reader_next (&self->reader)) == FLUX_JSON_NAME)
    if (!take_member (self))
      return FALSE;
  if (token != FLUX_JSON_OBJECT_END)
    return FALSE;

  judge (self);
  self->record.rejected = close_object (self, self->rejected);
  g_array_append_val (self->out->records, self->record);
  return TRUE;
}

static gboolean
take_other (Decoder *self, FluxJsonToken token)
{
  FluxRecord record = {
    .kind = FLUX_RECORD_WAITS,
    .reason = "not in the contract's form; needs a mapping",
    .origin = -1,
  };

  if (!flux_json_reader_skip (&self->reader, token))
    return FALSE;
  g_array_append_val (self->out->records, record);
  return TRUE;
}

/* Reads the document. Returns: (nullable): why it waits as a whole */
static const char *
take_document (Decoder *self)
{
  gboolean any_contract = FALSE;
  FluxJsonToken token = flux_json_reader_next (&self->reader);

  if (token == FLUX_JSON_OBJECT_BEGIN)
    {
      if (!take_record (self))
        return self->reader.fault;
      any_contract = self->is_contract;
    }
  else if (token == FLUX_JSON_ARRAY_BEGIN)
    {
      while ((token = flux_json_reader_next (&self->reader)) != FLUX_JSON_ARRAY_END)
        {
          if (!(token == FLUX_JSON_OBJECT_BEGIN ? take_record (self) : take_other (self, token)))
            return self->reader.fault;
          any_contract |= token == FLUX_JSON_OBJECT_BEGIN && self->is_contract;
          if (self->out->records->len > FLUX_CONTRACT_MAX_RECORDS)
            return "more than 100,000 records in one post";
        }
      any_contract |= self->out->records->len == 0;
    }
  else if (token == FLUX_JSON_ERROR)
    return self->reader.fault;

  if (flux_json_reader_next (&self->reader) != FLUX_JSON_END)
    return self->reader.fault;
  return any_contract ? NULL : "not in the contract's form; needs a mapping";
}

FluxRecords *
flux_contract_decode (const char *body, gsize size, const char *device_hint, gint64 received_at)
{
  g_autoptr (GString) rejected = g_string_new (NULL);
  g_autoptr (GString) metadata = g_string_new (NULL);
  Decoder self = {
    .out = flux_records_new (),
    .received_at = received_at,
    .rejected = rejected,
    .metadata = metadata,
  };

  if (device_hint != NULL && flux_device_id_is_valid (device_hint, strlen (device_hint)))
    self.device_hint = keep_text (&self, device_hint, strlen (device_hint));
  flux_json_reader_init (&self.reader, body, size, FLUX_JSON_ALLOW_NOT_FINITE);
  self.out->whole_waits = take_document (&self);
  if (self.out->whole_waits != NULL)
    g_array_set_size (self.out->records, 0);
  return self.out;
}
