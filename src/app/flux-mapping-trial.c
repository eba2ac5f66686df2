/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-draft-private.h"

#include "flux-device.h"
#include "flux-post-decoder.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* The post is decoded twice, as it would be with what is chosen: once for what would be kept, and once with every
 * register as an extra of its own without scale, for the raw values. So what the table shows is what will be. */

static char *
take_stripped (const char *text)
{
  char *stripped = g_strstrip (g_strdup (text));

  if (*stripped == '\0')
    g_clear_pointer (&stripped, g_free);
  return stripped;
}

/* Named as it is typed, with its place in the draft in place of a device. */
static FluxUnit *
make_unit (FluxMappingDraft *self, guint index)
{
  const FluxMappingUnit *unit = g_ptr_array_index (self->units, index);
  g_autofree char *place = g_strdup_printf ("%u", index);
  FluxUnit *made = flux_unit_new (self->gateway->uuid, place);

  made->server_name = take_stripped (unit->texts[FLUX_MAPPING_SERVER_NAME]);
  made->ip = take_stripped (unit->texts[FLUX_MAPPING_IP]);
  made->alias = take_stripped (unit->texts[FLUX_MAPPING_ALIAS]);
  flux_mapping_read_server_id (unit->texts[FLUX_MAPPING_SERVER_ID], &made->server_id);
  return made;
}

static void
add_request (GPtrArray *names, const char *name)
{
  if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

/* The names by which the requests of row @index are known in the map that it is of. */
static char **
list_requests (const FluxMappingUnit *unit, const FluxRegisterMap *map, int index, const FluxRegister *reg)
{
  GPtrArray *names = g_ptr_array_new ();

  add_request (names, reg->name);
  for (guint i = 0; reg->request_names != NULL && reg->request_names[i] != NULL; i++)
    add_request (names, reg->request_names[i]);
  for (guint i = 0; unit->seen != NULL && i < unit->seen->registers->len; i++)
    {
      const char *request = g_array_index (unit->seen->registers, FluxSeenRegister, i).request;

      if (request != NULL && flux_register_map_find_request (map, request, strlen (request)) == index)
        add_request (names, request);
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

static FluxRegister *
make_raw_register (const FluxMappingUnit *unit, const FluxRegisterMap *map, int index, const FluxRegister *reg)
{
  g_autofree char *name = g_strdup_printf ("raw-%d", index);
  FluxRegister *raw = flux_register_new (name);

  raw->function = reg->function;
  raw->address = reg->address;
  raw->type = reg->type;
  raw->order = reg->order;
  g_strfreev (raw->request_names);
  raw->request_names = list_requests (unit, map, index, reg);
  return raw;
}

/* Every row is in it, in its place, those that are left out too. */
static FluxRegisterMap *
make_raw_map (const FluxMappingUnit *unit, const FluxMappingUnit *table)
{
  g_autoptr (FluxRegisterMap) all = flux_register_map_new ("");
  FluxRegisterMap *raw = flux_register_map_new ("");

  for (guint i = 0; i < table->rows->len; i++)
    g_ptr_array_add (all->registers,
                     flux_register_copy (((FluxMappingRow *) g_ptr_array_index (table->rows, i))->reg));
  raw->form = table->form;
  for (guint i = 0; i < all->registers->len; i++)
    g_ptr_array_add (raw->registers, make_raw_register (unit, all, i, g_ptr_array_index (all->registers, i)));
  return raw;
}

static FluxFlowUnit
get_flow_unit (FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  const FluxDevice *device = flux_mapping_draft_find_device (self, unit);

  return device != NULL ? device->flow_unit : FLUX_FLOW_UNIT_M3_PER_H;
}

static FluxGatewayMapping *
make_mapping (FluxMappingDraft *self, gboolean is_raw)
{
  g_autofree char *text = flux_body_names_to_text (self->names);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  FluxGatewayMapping *mapping = flux_gateway_mapping_new (flux_body_names_from_text (text, NULL), NULL, utc);

  for (guint i = 0; i < self->units->len; i++)
    {
      FluxMappingUnit *unit = g_ptr_array_index (self->units, i), *table = flux_mapping_unit_get_table (unit);
      g_autoptr (FluxUnit) made = make_unit (self, i);
      g_autoptr (FluxRegisterMap) map = NULL;

      if (flux_mapping_unit_get_choice (table)->map != NULL)
        map = is_raw ? make_raw_map (unit, table) : flux_mapping_unit_make_map (table);
      flux_gateway_mapping_add_unit (mapping, made, map, get_flow_unit (self, unit));
    }
  return mapping;
}

/* --- What comes out ----------------------------------------------------------------------------------------------- */

static JsonObject *
parse (const char *text, JsonNode **node)
{
  *node = text != NULL ? json_from_string (text, NULL) : NULL;
  return *node != NULL && JSON_NODE_HOLDS_OBJECT (*node) ? json_node_get_object (*node) : NULL;
}

static void
take_number (FluxMappingRow *row, double number)
{
  if (row->has_result)
    return;
  row->has_result = TRUE;
  row->result = number;
  g_clear_pointer (&row->fault, g_free);
}

static void
take_kept (FluxMappingRow *row, const FluxRecord *record, JsonObject *extras, JsonObject *rejected)
{
  const FluxRegister *reg = row->reg;

  if (row->is_left_out || row->has_result)
    return;
  if (reg->is_field && (record->present & FLUX_FIELD_BIT (reg->field)) != 0)
    take_number (row, record->values[reg->field]);
  else if (!reg->is_field && extras != NULL && json_object_has_member (extras, reg->name))
    take_number (row, json_object_get_double_member_with_default (extras, reg->name, NAN));
  else if (rejected != NULL && row->fault == NULL && json_object_has_member (rejected, reg->name))
    {
      JsonNode *fault = json_object_get_member (rejected, reg->name);

      if (JSON_NODE_HOLDS_OBJECT (fault))
        row->fault = g_strdup (
            json_object_get_string_member_with_default (json_node_get_object (fault), "reason", NULL));
    }
}

static char *
write_node (JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_OBJECT (node))
    node = json_object_get_member (json_node_get_object (node), "value");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", json_node_get_double (node)));
}

static void
take_raw (FluxMappingRow *row, guint index, JsonObject *extras, JsonObject *rejected)
{
  g_autofree char *name = g_strdup_printf ("raw-%u", index);

  if (row->seen != NULL)
    return;
  if (extras != NULL && json_object_has_member (extras, name))
    row->seen = write_node (json_object_get_member (extras, name));
  else if (rejected != NULL && json_object_has_member (rejected, name))
    row->seen = write_node (json_object_get_member (rejected, name));
}

static void
take_record (FluxMappingDraft *self, const FluxRecord *record, gboolean is_raw)
{
  guint64 index = record->is_mapped && record->device_id != NULL ? g_ascii_strtoull (record->device_id, NULL, 10)
                                                                 : G_MAXUINT64;
  g_autoptr (JsonNode) extras_node = NULL;
  g_autoptr (JsonNode) rejected_node = NULL;
  JsonObject *extras = parse (record->metadata, &extras_node);
  JsonObject *rejected = parse (record->rejected, &rejected_node);
  FluxMappingUnit *unit;

  if (index >= self->units->len)
    return;
  unit = g_ptr_array_index (self->units, index);
  for (guint i = 0; i < unit->rows->len; i++)
    if (is_raw)
      take_raw (g_ptr_array_index (unit->rows, i), i, extras, rejected);
    else
      take_kept (g_ptr_array_index (unit->rows, i), record, extras, rejected);
}

static void
decode (FluxMappingDraft *self, gboolean is_raw)
{
  g_autoptr (FluxGatewayMapping) mapping = make_mapping (self, is_raw);
  g_autoptr (FluxRecords) records = flux_post_decode (self->body, mapping, self->device_hint, self->now);

  for (guint i = 0; i < flux_records_get_length (records); i++)
    take_record (self, flux_records_get (records, i), is_raw);
}

/* The table of a unit that has another's map shows that map, with its own values. */
static void
follow_table (FluxMappingUnit *unit)
{
  const FluxMappingUnit *table = flux_mapping_unit_get_table (unit);

  if (table == unit)
    return;
  g_ptr_array_set_size (unit->rows, 0);
  for (guint i = 0; i < table->rows->len; i++)
    {
      const FluxMappingRow *from = g_ptr_array_index (table->rows, i);
      FluxMappingRow *row = g_new0 (FluxMappingRow, 1);

      row->reg = flux_register_copy (from->reg);
      row->is_left_out = from->is_left_out;
      row->scale = g_strdup (from->scale);
      g_ptr_array_add (unit->rows, row);
    }
}

static void
clear_rows (FluxMappingUnit *unit)
{
  for (guint i = 0; i < unit->rows->len; i++)
    {
      FluxMappingRow *row = g_ptr_array_index (unit->rows, i);

      row->has_result = FALSE;
      g_clear_pointer (&row->seen, g_free);
      g_clear_pointer (&row->fault, g_free);
    }
}

void
flux_mapping_draft_try (FluxMappingDraft *self)
{
  for (guint i = 0; i < self->units->len; i++)
    {
      follow_table (g_ptr_array_index (self->units, i));
      clear_rows (g_ptr_array_index (self->units, i));
    }
  if (self->body == NULL || self->units->len == 0)
    return;
  decode (self, TRUE);
  decode (self, FALSE);
}
