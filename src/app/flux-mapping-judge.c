/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-draft-private.h"

#include "flux-device.h"
#include "flux-random.h"
#include "flux-typed.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

gboolean
flux_mapping_read_server_id (const char *text, int *id)
{
  g_autofree char *typed = flux_typed_take (text);
  guint64 number;

  *id = FLUX_UNIT_NO_SERVER_ID;
  if (typed == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (typed, 10, 0, 255, &number, NULL))
    return FALSE;
  *id = number;
  return TRUE;
}

/* --- Naming ------------------------------------------------------------------------------------------------------- */

static FluxUnit *
make_unit (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  g_autofree char *device_id = flux_typed_take (unit->texts[FLUX_MAPPING_DEVICE]);
  FluxUnit *made =
      unit->known != NULL ? flux_unit_copy (unit->known) : flux_unit_new (self->gateway->uuid, device_id);

  g_free (made->device_id);
  g_free (made->server_name);
  g_free (made->ip);
  g_free (made->alias);
  made->device_id = g_steal_pointer (&device_id);
  made->server_name = flux_typed_take (unit->texts[FLUX_MAPPING_SERVER_NAME]);
  made->ip = flux_typed_take (unit->texts[FLUX_MAPPING_IP]);
  made->alias = flux_typed_take (unit->texts[FLUX_MAPPING_ALIAS]);
  flux_mapping_read_server_id (unit->texts[FLUX_MAPPING_SERVER_ID], &made->server_id);
  return made;
}

/* As the engine judges it: a post could mean either. */
static gboolean
are_named_alike (const FluxUnit *a, const FluxUnit *b)
{
  if (a->server_name != NULL && b->server_name != NULL)
    return g_str_equal (a->server_name, b->server_name);
  if (a->alias != NULL && g_strcmp0 (a->alias, b->alias) == 0)
    return TRUE;
  if (a->server_name != NULL || b->server_name != NULL)
    return FALSE;
  return a->server_id == b->server_id && g_strcmp0 (a->ip, b->ip) == 0
         && (a->server_id != FLUX_UNIT_NO_SERVER_ID || a->ip != NULL);
}

static gboolean
is_name_taken (const FluxMappingDraft *self, const FluxMappingUnit *unit, const FluxUnit *made)
{
  for (guint i = 0; i < self->known_units->len; i++)
    {
      const FluxUnit *other = g_ptr_array_index (self->known_units, i);

      if (g_str_equal (other->gateway_uuid, self->gateway->uuid) && !g_str_equal (other->uuid, made->uuid)
          && are_named_alike (made, other))
        return TRUE;
    }
  for (guint i = 0; i < self->units->len; i++)
    {
      const FluxMappingUnit *other = g_ptr_array_index (self->units, i);
      g_autoptr (FluxUnit) other_made = make_unit (self, other);

      if (other != unit && other->is_included && are_named_alike (made, other_made))
        return TRUE;
    }
  return FALSE;
}

static const char *
judge_naming (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  g_autoptr (FluxUnit) made = make_unit (self, unit);

  if (made->server_name == NULL && made->ip == NULL && made->alias == NULL
      && made->server_id == FLUX_UNIT_NO_SERVER_ID)
    return _ ("Say at least one name by which its posts call it");
  if (is_name_taken (self, unit, made))
    return _ ("Another unit of this gateway is called the same");
  return NULL;
}

static const char *
judge_device (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  const FluxDevice *device = flux_mapping_draft_find_device (self, unit);

  if (device != NULL && device->retired_at != 0)
    return _ ("This device is retired. Choose another id");
  return flux_typed_judge_device_id (unit->texts[FLUX_MAPPING_DEVICE]);
}

/* --- Maps --------------------------------------------------------------------------------------------------------- */

/* A map that is taken as it is keeps its uuid; a stored one that is changed under its own name too. */
static gboolean
keeps_uuid (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  const FluxMapChoice *choice = flux_mapping_unit_get_choice (unit);
  g_autofree char *name = flux_typed_take (unit->texts[FLUX_MAPPING_MAP_NAME]);

  return choice->kind == FLUX_MAP_CHOICE_SEEN
         || (g_strcmp0 (name, choice->map->name) == 0
             && (choice->kind == FLUX_MAP_CHOICE_STORED || !flux_mapping_draft_is_edited (self, unit)));
}

static const char *
judge_map_name (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  const FluxMapChoice *choice = flux_mapping_unit_get_choice (unit);
  g_autofree char *name = flux_typed_take (unit->texts[FLUX_MAPPING_MAP_NAME]);

  if (choice->map == NULL)
    return NULL;
  if (name == NULL || !flux_device_id_is_valid (name, strlen (name)))
    return _ ("A name of 1 to 100 characters");
  for (guint i = 0; i < self->maps->len; i++)
    {
      const FluxRegisterMap *map = g_ptr_array_index (self->maps, i);

      if (g_str_equal (map->name, name) && !(keeps_uuid (self, unit) && g_str_equal (map->uuid, choice->map->uuid)))
        return _ ("Another register map has this name");
    }
  for (guint i = 0; i < self->units->len; i++)
    {
      const FluxMappingUnit *other = g_ptr_array_index (self->units, i);
      const FluxMapChoice *others = flux_mapping_unit_get_choice (other);

      if (other == unit)
        break;
      if (other->is_included && others->map != NULL && !g_str_equal (others->map->uuid, choice->map->uuid)
          && g_strcmp0 (other->texts[FLUX_MAPPING_MAP_NAME], name) == 0)
        return _ ("Another register map has this name");
    }
  return NULL;
}

const char *
flux_mapping_draft_judge_text (const FluxMappingDraft *self, const FluxMappingUnit *unit, FluxMappingText text)
{
  int id;

  switch (text)
    {
    case FLUX_MAPPING_DEVICE:
      return judge_device (self, unit);
    case FLUX_MAPPING_SERVER_NAME:
      return judge_naming (self, unit);
    case FLUX_MAPPING_SERVER_ID:
      return flux_mapping_read_server_id (unit->texts[text], &id) ? NULL : _ ("A number from 0 to 255");
    case FLUX_MAPPING_MAP_NAME:
      return judge_map_name (self, unit);
    default:
      return NULL;
    }
}

static const char *
judge_name (const FluxRegister *reg)
{
  FluxField field;

  if (!flux_device_id_is_valid (reg->name, strlen (reg->name)))
    return _ ("Say what it is called");
  if (!reg->is_field && flux_field_from_name (reg->name, strlen (reg->name), &field))
    return _ ("This is the name of a field: choose the field");
  return NULL;
}

const char *
flux_mapping_draft_judge_row (const FluxMappingDraft *self, const FluxMappingUnit *unit, const FluxMappingRow *row)
{
  g_autofree char *plain = g_strdelimit (g_strstrip (g_strdup (row->scale)), ",", '.');
  char *end;
  double scale = g_ascii_strtod (plain, &end);

  if (row->is_left_out)
    return NULL;
  if (end == plain || *end != '\0' || !isfinite (scale) || scale == 0)
    return _ ("The scale is a number other than 0");
  for (guint i = 0; i < unit->rows->len; i++)
    {
      const FluxMappingRow *other = g_ptr_array_index (unit->rows, i);

      if (other == row)
        break;
      if (!other->is_left_out && g_str_equal (other->reg->name, row->reg->name))
        return _ ("Another register is this already");
    }
  return judge_name (row->reg);
}

static gboolean
is_table_complete (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  guint n = 0;

  if (flux_mapping_unit_get_choice (unit)->map == NULL)
    return TRUE;
  for (guint i = 0; i < unit->rows->len; i++)
    {
      const FluxMappingRow *row = g_ptr_array_index (unit->rows, i);

      if (flux_mapping_draft_judge_row (self, unit, row) != NULL)
        return FALSE;
      n += !row->is_left_out;
    }
  return n > 0;
}

static gboolean
has_other_names (const FluxMappingDraft *self)
{
  g_autoptr (FluxBodyNames) before = flux_body_names_from_text (self->gateway->body_names, NULL);
  g_autofree char *old = before != NULL ? flux_body_names_to_text (before) : NULL;
  g_autofree char *fresh = flux_body_names_to_text (self->names);

  return g_strcmp0 (old, fresh) != 0;
}

gboolean
flux_mapping_draft_is_complete (const FluxMappingDraft *self)
{
  gboolean has_some = has_other_names (self);

  for (guint i = 0; i < self->units->len; i++)
    {
      FluxMappingUnit *unit = g_ptr_array_index (self->units, i), *same = flux_mapping_unit_get_choice (unit)->same;

      if (!unit->is_included || unit->is_saved)
        continue;
      for (guint j = 0; j < FLUX_MAPPING_N_TEXTS; j++)
        if (flux_mapping_draft_judge_text (self, unit, j) != NULL)
          return FALSE;
      if (!is_table_complete (self, unit) || (same != NULL && !same->is_included))
        return FALSE;
      has_some = TRUE;
    }
  return has_some;
}

/* --- Storing ------------------------------------------------------------------------------------------------------ */

void
flux_mapping_change_free (FluxMappingChange *change)
{
  g_clear_pointer (&change->device, flux_device_unref);
  g_clear_pointer (&change->map, flux_register_map_unref);
  g_clear_pointer (&change->unit, flux_unit_unref);
  g_clear_pointer (&change->gateway, flux_gateway_unref);
  g_free (change);
}

static FluxDevice *
make_device (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  g_autofree char *id = flux_typed_take (unit->texts[FLUX_MAPPING_DEVICE]);
  FluxDevice *device;

  if (flux_mapping_draft_find_device (self, unit) != NULL)
    return NULL;
  device = flux_device_new (id);
  device->gateway_uuid = g_strdup (self->gateway->uuid);
  device->confirmed_at = self->now;
  return device;
}

/* The map, when it is not stored like this already, and in any case its uuid. */
static void
put_map (const FluxMappingDraft *self, FluxMappingUnit *unit, FluxMappingChange *change)
{
  FluxMappingUnit *table = flux_mapping_unit_get_table (unit);
  const FluxMapChoice *choice = flux_mapping_unit_get_choice (table);
  g_autoptr (FluxRegisterMap) map = flux_mapping_unit_make_map (table);

  g_clear_pointer (&change->unit->map_uuid, g_free);
  if (map == NULL)
    return;
  if (!keeps_uuid (self, table))
    {
      g_free (map->uuid);
      map->uuid = flux_random_uuid ();
    }
  g_free (map->name);
  map->name = flux_typed_take (table->texts[FLUX_MAPPING_MAP_NAME]);
  change->unit->map_uuid = g_strdup (map->uuid);
  if (choice->kind == FLUX_MAP_CHOICE_STORED && flux_register_map_equal (map, choice->map))
    return;
  change->map = g_steal_pointer (&map);
}

static FluxMappingChange *
make_gateway_change (const FluxMappingDraft *self)
{
  FluxMappingChange *change = g_new0 (FluxMappingChange, 1);

  if (!has_other_names (self))
    return change;
  change->gateway = flux_gateway_copy (self->gateway);
  g_free (change->gateway->body_names);
  change->gateway->body_names = flux_body_names_to_text (self->names);
  return change;
}

FluxMappingChange *
flux_mapping_draft_make_change (const FluxMappingDraft *self, FluxMappingUnit **unit)
{
  FluxMappingChange *change = make_gateway_change (self);

  *unit = NULL;
  for (guint i = 0; i < self->units->len && *unit == NULL; i++)
    {
      FluxMappingUnit *candidate = g_ptr_array_index (self->units, i);

      if (candidate->is_included && !candidate->is_saved)
        *unit = candidate;
    }
  if (*unit == NULL && change->gateway == NULL)
    {
      flux_mapping_change_free (change);
      return NULL;
    }
  if (*unit != NULL)
    {
      change->unit = make_unit (self, *unit);
      change->device = make_device (self, *unit);
      put_map (self, *unit, change);
    }
  return change;
}

static void
put_saved_map (FluxMappingUnit *table, FluxRegisterMap *map)
{
  FluxMapChoice *choice = g_ptr_array_index (table->choices, table->choice);

  flux_register_map_unref (choice->map);
  choice->map = flux_register_map_ref (map);
  choice->kind = FLUX_MAP_CHOICE_STORED;
}

void
flux_mapping_draft_take_saved (FluxMappingDraft *self, FluxMappingUnit *unit, const FluxMappingChange *change)
{
  if (change->gateway != NULL)
    {
      flux_gateway_unref (self->gateway);
      self->gateway = flux_gateway_ref (change->gateway);
    }
  if (unit == NULL)
    return;
  unit->is_saved = TRUE;
  if (change->map != NULL)
    put_saved_map (flux_mapping_unit_get_table (unit), change->map);
}
