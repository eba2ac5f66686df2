/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-decoder-private.h"

#include "flux-device.h"
#include "flux-json-writer.h"

#include <string.h>

#define REASON_NO_UNIT "names no unit; needs a mapping"
#define REASON_UNKNOWN_UNIT "no unit of this gateway is named so; needs a mapping"
#define REASON_NO_MAP "the unit has no register map"
#define REASON_NO_REGISTER "the unit's register map has no such register"
#define REASON_NO_VALUE "no measurement under a known name; needs a mapping"
#define REASON_EMPTY "holds no value"
#define REASON_ALARM "an alarm message of the gateway, not a reading"

static void
wait_for (FluxRecord *record, FluxRemedy remedy, const char *reason)
{
  record->kind = FLUX_RECORD_WAITS;
  record->remedy = remedy;
  record->reason = reason;
}

static gboolean
names_unit (const FluxRecordOrigin *origin)
{
  return origin->server_name.length > 0 || origin->server_id >= 0 || origin->ip.length > 0 || origin->alias.length > 0;
}

static const FluxMappedUnit *
find_unit (FluxGatewayDecoder *self, FluxGatewayItem *item)
{
  FluxRecordOrigin *origin = &item->origin;
  const FluxMappedUnit *mapped;
  FluxUnitNaming naming;

  if (origin->alias.length == 0)
    origin->alias = item->device;
  if (!names_unit (origin) && self->device_hint != NULL)
    origin->alias = (FluxSpan) { self->device_hint, strlen (self->device_hint) };
  if (self->mapping == NULL)
    return NULL;
  naming = (FluxUnitNaming) {
    .server_name = origin->server_name.text,
    .server_name_length = origin->server_name.length,
    .ip = origin->ip.text,
    .ip_length = origin->ip.length,
    .alias = origin->alias.text,
    .alias_length = origin->alias.length,
    .server_id = origin->server_id,
  };
  mapped = flux_gateway_mapping_find_unit (self->mapping, &naming, &item->record.is_renamed);
  item->record.is_mapped = mapped != NULL;
  item->record.zeros_are_real = mapped != NULL && mapped->map != NULL && mapped->map->zeros_are_real;
  return mapped;
}

/* A record that names its fields needs no map, and where it or a header names the device no unit either. */
static void
finish_fields (FluxGatewayDecoder *self, FluxGatewayItem *item, const FluxMappedUnit *mapped)
{
  FluxRecord *record = &item->record;
  const FluxSpan alias = item->origin.alias;

  record->kind = FLUX_RECORD_READING;
  if (mapped != NULL)
    record->device_id = mapped->unit->device_id;
  else if (alias.length > 0 && item->origin.server_name.length == 0 && item->origin.server_id < 0
           && flux_device_id_is_valid (alias.text, alias.length)
           && (alias.text == item->device.text || alias.text == self->device_hint))
    record->device_id = g_string_chunk_insert_len (self->out->texts, alias.text, alias.length);
  else if (names_unit (&item->origin))
    wait_for (record, FLUX_REMEDY_MAP_UNIT, REASON_UNKNOWN_UNIT);
  else
    wait_for (record, FLUX_REMEDY_NAME_DEVICE, REASON_NO_UNIT);
}

/* The register of @mapped's map that the values begin at, or -1. */
static int
find_start (const FluxGatewayItem *item, const FluxMappedUnit *mapped)
{
  const FluxRecordOrigin *origin = &item->origin;
  int index = -1;

  if (origin->number > 0)
    index = flux_register_map_find_number (mapped->map, origin->number);
  if (index < 0 && origin->request.length > 0)
    index = flux_register_map_find_request (mapped->map, origin->request.text, origin->request.length);
  return index;
}

static void
finish_registers (FluxGatewayDecoder *self, FluxGatewayItem *item, const FluxMappedUnit *mapped)
{
  FluxRecord *record = &item->record;
  FluxValueSink sink = { record, self->rejected, self->extras };
  gboolean has_place = item->origin.number > 0 || item->origin.request.length > 0;
  FluxBodyValuesForm form;
  int start;

  record->is_part = TRUE;
  if (mapped == NULL || mapped->map == NULL)
    {
      if (mapped != NULL)
        wait_for (record, FLUX_REMEDY_MAP_UNIT, REASON_NO_MAP);
      else if (names_unit (&item->origin))
        wait_for (record, FLUX_REMEDY_MAP_UNIT, REASON_UNKNOWN_UNIT);
      else
        wait_for (record, FLUX_REMEDY_NAME_DEVICE, REASON_NO_UNIT);
      return;
    }
  record->kind = FLUX_RECORD_READING;
  record->device_id = mapped->unit->device_id;
  form = flux_body_values_read (self->values, item->origin.value.text, item->origin.value.length);
  start = find_start (item, mapped);
  if (start >= 0)
    flux_register_values_take_block (mapped, start, self->values, form, &sink);
  else if (!has_place && self->names != NULL && self->names->by_position)
    flux_register_values_take_in_order (mapped, self->values, form, &sink);
  else
    wait_for (record, FLUX_REMEDY_MAP_UNIT, REASON_NO_REGISTER);
}

const char *
flux_gateway_decoder_close_object (FluxGatewayDecoder *self, GString *json)
{
  if (json->len == 0)
    return NULL;
  g_string_append_c (json, '}');
  return g_string_chunk_insert_len (self->out->texts, json->str, json->len);
}

static void
finish_time (FluxGatewayDecoder *self, FluxGatewayItem *item)
{
  FluxValueSink sink = { &item->record, self->rejected, self->extras };
  GTimeZone *zone = self->mapping != NULL ? flux_gateway_mapping_get_zone (self->mapping) : NULL;
  GTimeZone *plant_zone = self->mapping != NULL ? flux_gateway_mapping_get_plant_zone (self->mapping) : NULL;

  if (item->time.form == FLUX_TIME_FORM_NONE)
    return;
  item->record.has_time = flux_record_time_read (&item->time, zone, plant_zone, self->received_at, &item->record.time,
                                                 &item->record.is_local);
  if (!item->record.has_time)
    flux_value_sink_reject (&sink, "timestamp", item->time.text, FLUX_REASON_CLOCK_FAULT);
}

static void
append_record (FluxGatewayDecoder *self, FluxGatewayItem *item)
{
  item->record.rejected = flux_gateway_decoder_close_object (self, self->rejected);
  item->record.metadata = flux_gateway_decoder_close_object (self, self->extras);
  if (item->record.metadata == NULL && item->metadata.length > 0)
    {
      flux_json_append_value (self->extras, item->metadata.text, item->metadata.length);
      item->record.metadata = g_string_chunk_insert_len (self->out->texts, self->extras->str, self->extras->len);
    }
  item->record.origin = self->out->origins->len;
  g_array_append_val (self->out->origins, item->origin);
  g_array_append_val (self->out->records, item->record);
}

/* A register that gave no value at all ("N/A") says nothing of the unit, but it was received. */
static void
judge_emptiness (FluxGatewayDecoder *self, FluxGatewayItem *item)
{
  FluxRecord *record = &item->record;

  if (record->kind == FLUX_RECORD_READING && record->present == 0 && record->bad == 0 && self->extras->len == 0)
    {
      record->kind = FLUX_RECORD_REFUSED;
      record->reason = REASON_EMPTY;
    }
}

/* A Modbus alarm that the gateway itself watches for: kept, and shown with the unit that it is of. */
static void
finish_alarm (FluxGatewayDecoder *self, FluxGatewayItem *item)
{
  const FluxMappedUnit *mapped = find_unit (self, item);

  item->record.kind = FLUX_RECORD_REFUSED;
  item->record.reason = REASON_ALARM;
  if (mapped != NULL)
    item->record.device_id = mapped->unit->device_id;
}

/* An input of the gateway's own may have members that are not known here; a body that has some is another thing. */
static gboolean
says_gateway_only (const FluxGatewayItem *item)
{
  return item->is_gateway && !(item->is_top && item->has_unknown) && item->device.length == 0
         && !names_unit (&item->origin);
}

void
flux_gateway_item_finish (FluxGatewayItem *item, FluxGatewayDecoder *self)
{
  FluxRecord *record = &item->record;

  if (item->is_alarm)
    finish_alarm (self, item);
  else if (item->is_state && !names_unit (&item->origin) && item->origin.number == 0)
    return;
  else if (item->has_value)
    finish_registers (self, item, find_unit (self, item));
  else if (item->has_fields)
    finish_fields (self, item, find_unit (self, item));
  else if (self->out->records->len > item->n_before || says_gateway_only (item))
    return;
  else if (item->has_unknown || names_unit (&item->origin) || item->origin.number > 0)
    wait_for (record, FLUX_REMEDY_NAME_MEMBERS, REASON_NO_VALUE);
  else if (item->device.length > 0)
    {
      record->kind = FLUX_RECORD_REFUSED;
      record->reason = REASON_EMPTY;
    }
  else
    return;

  judge_emptiness (self, item);
  finish_time (self, item);
  append_record (self, item);
}
