/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-decoder.h"

#include "flux-body-members.h"
#include "flux-contract-decoder.h"
#include "flux-gateway-decoder.h"
#include "flux-json-reader.h"
#include "flux-wrapping.h"

#include <string.h>

typedef enum
{
  FORM_UNDECIDED,
  FORM_CONTRACT,
  FORM_GATEWAY,
} Form;

/* --- Which form --------------------------------------------------------------------------------------------------- */

/* What a member with this name, whose value begins with @token, says of the form. */
static Form
judge_member (const FluxBodyNames *names, const FluxJsonReader *name, FluxJsonToken token)
{
  int role = flux_body_member_get_role (names, name->text, name->length);

  if (role == FLUX_ROLE_DEVICE || (role >= FLUX_ROLE_FIELD && role < FLUX_BODY_ROLE_OF_FIELD (FLUX_N_FIELDS)))
    return FORM_CONTRACT;
  if (role == FLUX_MEMBER_METADATA || (role == FLUX_ROLE_TIME && name->length == strlen ("timestamp")))
    return FORM_UNDECIDED;
  if (role != FLUX_MEMBER_UNKNOWN || token == FLUX_JSON_OBJECT_BEGIN || token == FLUX_JSON_ARRAY_BEGIN)
    return FORM_GATEWAY;
  return FORM_UNDECIDED;
}

/* The form of the object whose brace @reader has just read, by the first member that decides it. */
static Form
judge_object (const FluxBodyNames *names, FluxJsonReader *reader)
{
  FluxJsonToken token;

  while ((token = flux_json_reader_next (reader)) == FLUX_JSON_NAME)
    {
      FluxJsonReader name = *reader;
      Form form;

      token = flux_json_reader_next (reader);
      form = judge_member (names, &name, token);
      if (form != FORM_UNDECIDED || !flux_json_reader_skip (reader, token))
        return form;
    }
  return FORM_UNDECIDED;
}

static Form
judge_form (const FluxBodyNames *names, const char *text, gsize size)
{
  FluxJsonReader reader;
  FluxJsonToken token;

  flux_json_reader_init (&reader, text, size, FLUX_JSON_ALLOW_NOT_FINITE | FLUX_JSON_FORGIVE);
  token = flux_json_reader_next (&reader);
  if (token == FLUX_JSON_ARRAY_BEGIN)
    {
      token = flux_json_reader_next (&reader);
      if (token == FLUX_JSON_ARRAY_END)
        return FORM_CONTRACT;
    }
  return token == FLUX_JSON_OBJECT_BEGIN ? judge_object (names, &reader) : FORM_GATEWAY;
}

/* --- Decoding ----------------------------------------------------------------------------------------------------- */

static FluxRecords *
make_waiting (const char *why)
{
  FluxRecords *records = flux_records_new ();

  records->whole_waits = why;
  return records;
}

static gboolean
needs_mapping (const FluxRecords *records)
{
  for (guint i = 0; i < flux_records_get_length (records); i++)
    if (flux_records_get (records, i)->remedy == FLUX_REMEDY_NAME_MEMBERS)
      return TRUE;
  return FALSE;
}

FluxRecords *
flux_post_decode (GBytes *body, FluxGatewayMapping *mapping, const char *device_hint, gint64 received_at)
{
  const FluxBodyNames *names = mapping != NULL ? flux_gateway_mapping_get_names (mapping) : NULL;
  const char *fault = NULL;
  g_autoptr (GBytes) plain = flux_wrapping_undo (body, &fault);
  g_autoptr (FluxRecords) records = NULL;
  FluxRecords *others;
  const char *text;
  gsize size;
  Form form;

  if (plain == NULL)
    return make_waiting (fault);
  text = g_bytes_get_data (plain, &size);
  form = judge_form (names, text, size);
  if (form == FORM_GATEWAY)
    return flux_gateway_decode (plain, mapping, device_hint, received_at);

  records = flux_contract_decode (text, size, device_hint, received_at);
  records->body = g_bytes_ref (plain);
  if (form == FORM_CONTRACT && (records->whole_waits != NULL || !needs_mapping (records)))
    return g_steal_pointer (&records);

  /* Elements of another form stand among the contract's. */
  others = flux_gateway_decode (plain, mapping, device_hint, received_at);
  if (others->whole_waits == NULL && others->records->len >= records->records->len)
    return others;
  flux_records_free (others);
  return g_steal_pointer (&records);
}

char *
flux_post_find_member (GBytes *body, const char *name)
{
  const char *fault;
  g_autoptr (GBytes) plain = flux_wrapping_undo (body, &fault);
  FluxJsonReader reader;
  FluxJsonToken token;
  const char *text;
  gsize size;

  if (plain == NULL)
    return NULL;
  text = g_bytes_get_data (plain, &size);
  flux_json_reader_init (&reader, text, size, FLUX_JSON_ALLOW_NOT_FINITE | FLUX_JSON_FORGIVE);
  token = flux_json_reader_next (&reader);
  if (token == FLUX_JSON_ARRAY_BEGIN)
    token = flux_json_reader_next (&reader);
  if (token != FLUX_JSON_OBJECT_BEGIN)
    return NULL;
  while (flux_json_reader_next (&reader) == FLUX_JSON_NAME)
    {
      gboolean is_it = strlen (name) == reader.length && memcmp (name, reader.text, reader.length) == 0;

      token = flux_json_reader_next (&reader);
      if (is_it && token == FLUX_JSON_STRING)
        return g_string_free (flux_json_reader_get_string (&reader), FALSE);
      if (is_it && token == FLUX_JSON_NUMBER)
        return g_strndup (reader.text, reader.length);
      if (!flux_json_reader_skip (&reader, token))
        return NULL;
    }
  return NULL;
}
