/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-draft-private.h"

#include "flux-device.h"
#include "flux-post-decoder.h"
#include "flux-quantity.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Units -------------------------------------------------------------------------------------------------------- */

static void
flux_mapping_unit_free (FluxMappingUnit *self)
{
  g_clear_pointer (&self->seen, flux_seen_unit_free);
  g_clear_pointer (&self->known, flux_unit_unref);
  for (guint i = 0; i < FLUX_MAPPING_N_TEXTS; i++)
    g_free (self->texts[i]);
  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
put_text (FluxMappingUnit *unit, FluxMappingText text, const char *value)
{
  char *fresh = g_strdup (value != NULL ? value : "");

  g_free (unit->texts[text]);
  unit->texts[text] = fresh;
}

static void
put_naming (FluxMappingUnit *unit, const char *server_name, int server_id, const char *ip, const char *alias)
{
  g_autofree char *id = server_id != FLUX_UNIT_NO_SERVER_ID ? g_strdup_printf ("%d", server_id) : NULL;

  put_text (unit, FLUX_MAPPING_SERVER_NAME, server_name);
  put_text (unit, FLUX_MAPPING_SERVER_ID, id);
  put_text (unit, FLUX_MAPPING_IP, ip);
  put_text (unit, FLUX_MAPPING_ALIAS, alias);
}

char *
flux_mapping_unit_describe (const FluxMappingUnit *unit)
{
  const FluxUnit *known = unit->known;
  const FluxSeenUnit *seen = unit->seen;
  const char *name = seen != NULL ? seen->server_name : known->server_name;
  const char *alias = seen != NULL ? seen->alias : known->alias;
  const char *ip = seen != NULL ? seen->ip : known->ip;
  int id = seen != NULL ? seen->server_id : known->server_id;

  if (name != NULL || alias != NULL)
    return g_strdup (name != NULL ? name : alias);
  if (id != FLUX_UNIT_NO_SERVER_ID)
    /* Translators: a unit behind a gateway, by its Modbus id */
    return g_strdup_printf (_ ("unit %d"), id);
  return g_strdup (ip != NULL ? ip : _ ("a unit without a name"));
}

static FluxDevice *
find_device (GPtrArray *devices, const char *device_id)
{
  for (guint i = 0; i < devices->len; i++)
    if (g_strcmp0 (((FluxDevice *) g_ptr_array_index (devices, i))->device_id, device_id) == 0)
      return g_ptr_array_index (devices, i);
  return NULL;
}

/* The name that the unit has, as long as it is not another gateway's device that happens to be called so. */
static void
propose_device (FluxMappingDraft *self, FluxMappingUnit *unit)
{
  g_autofree char *name = flux_mapping_unit_describe (unit);
  const FluxDevice *device = find_device (self->devices, name);
  g_autofree char *longer = g_strdup_printf ("%s, %s", name, self->gateway->name);

  if (device != NULL && device->gateway_uuid != NULL && !g_str_equal (device->gateway_uuid, self->gateway->uuid))
    put_text (unit, FLUX_MAPPING_DEVICE, longer);
  else
    put_text (unit, FLUX_MAPPING_DEVICE, name);
}

/* @seen: (nullable) (transfer full). @known: (nullable) */
static FluxMappingUnit *
unit_new (FluxMappingDraft *self, FluxSeenUnit *seen, FluxUnit *known)
{
  FluxMappingUnit *unit = g_new0 (FluxMappingUnit, 1);

  unit->seen = seen;
  unit->known = known != NULL ? flux_unit_ref (known) : NULL;
  unit->is_included = seen == NULL || flux_seen_unit_is_named (seen);
  unit->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_map_choice_free);
  unit->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_mapping_row_free);
  put_text (unit, FLUX_MAPPING_MAP_NAME, NULL);
  if (known != NULL)
    {
      put_naming (unit, known->server_name, known->server_id, known->ip, known->alias);
      put_text (unit, FLUX_MAPPING_DEVICE, known->device_id);
    }
  else
    {
      put_naming (unit, seen->server_name, seen->server_id, seen->ip, seen->alias);
      propose_device (self, unit);
    }
  return unit;
}

/* --- What the post has -------------------------------------------------------------------------------------------- */

static FluxUnit *
find_known (FluxMappingDraft *self, const FluxGatewayMapping *mapping, const FluxSeenUnit *seen)
{
  FluxUnitNaming naming = {
    .server_name = seen->server_name,
    .server_name_length = seen->server_name != NULL ? strlen (seen->server_name) : 0,
    .ip = seen->ip,
    .ip_length = seen->ip != NULL ? strlen (seen->ip) : 0,
    .alias = seen->alias,
    .alias_length = seen->alias != NULL ? strlen (seen->alias) : 0,
    .server_id = seen->server_id,
  };
  gboolean is_renamed = FALSE;
  const FluxMappedUnit *found = flux_gateway_mapping_find_unit (mapping, &naming, &is_renamed);

  return found != NULL ? found->unit : NULL;
}

static FluxGatewayMapping *
make_known_mapping (FluxMappingDraft *self)
{
  g_autofree char *text = flux_body_names_to_text (self->names);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  FluxGatewayMapping *mapping = flux_gateway_mapping_new (flux_body_names_from_text (text, NULL), NULL, utc);

  for (guint i = 0; i < self->known_units->len; i++)
    {
      FluxUnit *unit = g_ptr_array_index (self->known_units, i);
      FluxRegisterMap *map = NULL;

      for (guint j = 0; j < self->maps->len && map == NULL; j++)
        if (g_strcmp0 (((FluxRegisterMap *) g_ptr_array_index (self->maps, j))->uuid, unit->map_uuid) == 0)
          map = g_ptr_array_index (self->maps, j);
      if (g_str_equal (unit->gateway_uuid, self->gateway->uuid))
        flux_gateway_mapping_add_unit (mapping, unit, map, FLUX_FLOW_UNIT_M3_PER_S);
    }
  return mapping;
}

static FluxMappingUnit *
take_kept (GPtrArray *before, const FluxSeenUnit *seen)
{
  for (guint i = 0; i < before->len; i++)
    {
      FluxMappingUnit *unit = g_ptr_array_index (before, i);

      if (unit->seen != NULL && unit->seen->server_id == seen->server_id
          && g_strcmp0 (unit->seen->server_name, seen->server_name) == 0
          && g_strcmp0 (unit->seen->ip, seen->ip) == 0 && g_strcmp0 (unit->seen->alias, seen->alias) == 0
          && flux_seen_unit_has_same_registers (unit->seen, seen))
        return g_ptr_array_steal_index (before, i);
    }
  return NULL;
}

/* @owned: (transfer full) */
static void
take_seen (FluxMappingDraft *self, GPtrArray *before, const FluxGatewayMapping *mapping, FluxSeenUnit *owned)
{
  g_autoptr (FluxSeenUnit) seen = owned;
  FluxUnit *known = find_known (self, mapping, seen);
  gboolean is_wanted =
      self->unit_uuid != NULL ? known != NULL && g_str_equal (known->uuid, self->unit_uuid) : seen->waits;
  FluxMappingUnit *unit;

  if (!is_wanted)
    return;
  self->asks_position |= seen->has_no_place;
  unit = take_kept (before, seen);
  if (unit == NULL)
    {
      unit = unit_new (self, g_steal_pointer (&seen), known);
      flux_mapping_draft_propose_maps (self, unit);
    }
  g_ptr_array_add (self->units, unit);
}

static gboolean
asks_members (const FluxRecords *records)
{
  for (guint i = 0; i < flux_records_get_length (records); i++)
    if (flux_records_get (records, i)->remedy == FLUX_REMEDY_NAME_MEMBERS)
      return TRUE;
  return FALSE;
}

static void
add_edited (FluxMappingDraft *self)
{
  for (guint i = 0; i < self->known_units->len && self->unit_uuid != NULL && self->units->len == 0; i++)
    {
      FluxUnit *known = g_ptr_array_index (self->known_units, i);

      if (!g_str_equal (known->uuid, self->unit_uuid))
        continue;
      g_ptr_array_add (self->units, unit_new (self, NULL, known));
      flux_mapping_draft_propose_maps (self, g_ptr_array_index (self->units, 0));
    }
}

/* A choice may be the map of a unit that is not there any more. */
static void
drop_lost_choices (FluxMappingDraft *self)
{
  for (guint i = 0; i < self->units->len; i++)
    {
      FluxMappingUnit *unit = g_ptr_array_index (self->units, i);

      for (guint j = unit->choices->len; j-- > 0;)
        {
          const FluxMapChoice *choice = g_ptr_array_index (unit->choices, j);

          if (choice->same == NULL || g_ptr_array_find (self->units, choice->same, NULL))
            continue;
          g_ptr_array_remove_index (unit->choices, j);
          if (unit->choice > j)
            unit->choice--;
          else if (unit->choice == j)
            flux_mapping_draft_choose_map (self, unit, 0);
        }
    }
}

static void
find_units (FluxMappingDraft *self)
{
  g_autoptr (GPtrArray) before = self->units;
  g_autoptr (FluxGatewayMapping) mapping = make_known_mapping (self);
  g_autoptr (FluxRecords) records = NULL;
  g_autoptr (GPtrArray) seen = NULL;

  self->units = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_mapping_unit_free);
  self->asks_position = self->names->by_position;
  if (self->body != NULL)
    {
      records = flux_post_decode (self->body, mapping, self->device_hint, self->now);
      seen = flux_seen_units_list (records);
      g_ptr_array_set_free_func (seen, NULL);
      for (guint i = 0; i < seen->len; i++)
        take_seen (self, before, mapping, g_ptr_array_index (seen, i));
    }
  add_edited (self);
  drop_lost_choices (self);
}

/* --- Names of members --------------------------------------------------------------------------------------------- */

static void
put_role (FluxMappingDraft *self, guint index, int role)
{
  const FluxSeenMember *member = g_ptr_array_index (self->members, index);

  self->roles[index] = role;
  if (role == FLUX_ROLE_NONE)
    g_hash_table_remove (self->names->roles, member->name);
  else
    g_hash_table_replace (self->names->roles, g_strdup (member->name), GINT_TO_POINTER (role));
}

/* The template of a site is asked for when its members mean nothing, or when it was asked for before. */
static void
find_members (FluxMappingDraft *self)
{
  g_autoptr (FluxGatewayMapping) mapping = make_known_mapping (self);
  g_autoptr (FluxRecords) records = NULL;
  gboolean is_asked;

  if (self->body == NULL)
    return;
  records = flux_post_decode (self->body, mapping, self->device_hint, self->now);
  is_asked = asks_members (records);
  if (!is_asked && g_hash_table_size (self->names->roles) == 0)
    return;
  g_ptr_array_unref (self->members);
  self->members = flux_seen_members_list (self->body);
  self->roles = g_new0 (int, self->members->len);
  for (guint i = 0; i < self->members->len; i++)
    {
      const FluxSeenMember *member = g_ptr_array_index (self->members, i);

      self->roles[i] = GPOINTER_TO_INT (g_hash_table_lookup (self->names->roles, member->name));
      if (is_asked && self->roles[i] == FLUX_ROLE_NONE)
        put_role (self, i, member->guess);
    }
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

FluxMappingDraft *
flux_mapping_draft_new (const FluxMappingPlace *place)
{
  FluxMappingDraft *self = g_new0 (FluxMappingDraft, 1);

  self->gateway = flux_gateway_ref (place->gateway);
  self->names = flux_body_names_from_text (place->gateway->body_names, NULL);
  if (self->names == NULL)
    self->names = flux_body_names_new ();
  self->members = g_ptr_array_new ();
  self->units = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_mapping_unit_free);
  self->known_units = g_ptr_array_ref (place->units);
  self->maps = g_ptr_array_ref (place->maps);
  self->devices = g_ptr_array_ref (place->devices);
  self->body = place->body != NULL ? g_bytes_ref (place->body) : NULL;
  self->device_hint = g_strdup (place->device_hint);
  self->unit_uuid = g_strdup (place->unit_uuid);
  self->now = place->now;
  find_members (self);
  find_units (self);
  if (self->asks_position && place->unit_uuid == NULL)
    self->names->by_position = TRUE;
  flux_mapping_draft_try (self);
  return self;
}

void
flux_mapping_draft_free (FluxMappingDraft *self)
{
  flux_gateway_unref (self->gateway);
  flux_body_names_free (self->names);
  g_ptr_array_unref (self->members);
  g_free (self->roles);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->known_units);
  g_ptr_array_unref (self->maps);
  g_ptr_array_unref (self->devices);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->device_hint);
  g_free (self->unit_uuid);
  g_free (self);
}

/* --- Choosing ----------------------------------------------------------------------------------------------------- */

void
flux_mapping_draft_set_role (FluxMappingDraft *self, guint member, int role)
{
  g_return_if_fail (member < self->members->len);
  put_role (self, member, role);
  find_units (self);
  flux_mapping_draft_try (self);
}

void
flux_mapping_draft_set_by_position (FluxMappingDraft *self, gboolean by_position)
{
  self->names->by_position = by_position;
  flux_mapping_draft_try (self);
}

void
flux_mapping_draft_set_text (FluxMappingDraft *self, FluxMappingUnit *unit, FluxMappingText text, const char *typed)
{
  put_text (unit, text, typed);
  flux_mapping_draft_try (self);
}

void
flux_mapping_draft_choose_map (FluxMappingDraft *self, FluxMappingUnit *unit, guint choice)
{
  g_return_if_fail (choice < unit->choices->len);
  unit->choice = choice;
  flux_mapping_unit_fill_rows (unit);
  put_text (unit, FLUX_MAPPING_MAP_NAME, flux_mapping_unit_get_choice (unit)->map != NULL
                                             ? flux_mapping_unit_get_choice (unit)->map->name
                                             : NULL);
  flux_mapping_draft_try (self);
}

void
flux_mapping_draft_set_form (FluxMappingDraft *self, FluxMappingUnit *unit, FluxValueForm form)
{
  unit->form = form;
  flux_mapping_draft_try (self);
}

guint
flux_mapping_row_get_meaning (const FluxMappingRow *row)
{
  return row->is_left_out ? FLUX_MAPPING_LEFT_OUT : row->reg->is_field ? row->reg->field : FLUX_MAPPING_OTHER;
}

/* Where it came from says nothing any more once a person has changed it. */
static void
take_over (FluxMappingRow *row)
{
  row->reg->grade = 0;
  row->reg->is_verified = FALSE;
  g_clear_pointer (&row->reg->source, g_free);
}

static gboolean
is_unit_of (FluxField field, const char *unit)
{
  double factor, offset;

  return flux_quantity_factor (field, unit, &factor, &offset);
}

void
flux_mapping_draft_set_meaning (FluxMappingDraft *self, FluxMappingRow *row, guint meaning)
{
  if (meaning == flux_mapping_row_get_meaning (row))
    return;
  row->is_left_out = meaning == FLUX_MAPPING_LEFT_OUT;
  if (meaning < FLUX_N_FIELDS)
    {
      flux_register_set_name (row->reg, flux_field_get_name (meaning));
      if (row->reg->unit == NULL || !is_unit_of (meaning, row->reg->unit))
        {
          g_free (row->reg->unit);
          row->reg->unit = g_strdup (flux_quantity_get_units (meaning)[0]);
        }
    }
  else if (meaning == FLUX_MAPPING_OTHER && row->reg->is_field)
    {
      g_autofree char *name = g_strdup_printf ("register_%u", row->reg->address + 1u);

      flux_register_set_name (row->reg, name);
      g_clear_pointer (&row->reg->unit, g_free);
    }
  take_over (row);
  flux_mapping_draft_try (self);
}

void
flux_mapping_draft_set_name (FluxMappingDraft *self, FluxMappingRow *row, const char *name)
{
  if (g_str_equal (row->reg->name, name))
    return;
  g_free (row->reg->name);
  row->reg->name = g_strdup (name);
  take_over (row);
  flux_mapping_draft_try (self);
}

void
flux_mapping_draft_set_type (FluxMappingDraft *self, FluxMappingRow *row, FluxRegisterType type)
{
  row->reg->type = type;
  take_over (row);
  flux_mapping_draft_try (self);
}

void
flux_mapping_draft_set_order (FluxMappingDraft *self, FluxMappingRow *row, FluxWordOrder order)
{
  row->reg->order = order;
  take_over (row);
  flux_mapping_draft_try (self);
}

void
flux_mapping_draft_set_unit (FluxMappingDraft *self, FluxMappingRow *row, const char *word)
{
  g_free (row->reg->unit);
  row->reg->unit = g_strdup (word);
  take_over (row);
  flux_mapping_draft_try (self);
}

const FluxMapChoice *
flux_mapping_unit_get_choice (const FluxMappingUnit *unit)
{
  return g_ptr_array_index (unit->choices, unit->choice);
}

FluxMappingUnit *
flux_mapping_unit_get_table (FluxMappingUnit *unit)
{
  while (flux_mapping_unit_get_choice (unit)->same != NULL)
    unit = flux_mapping_unit_get_choice (unit)->same;
  return unit;
}

FluxDevice *
flux_mapping_draft_find_device (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  g_autofree char *id = g_strstrip (g_strdup (unit->texts[FLUX_MAPPING_DEVICE]));

  return find_device (self->devices, id);
}

guint
flux_mapping_draft_count_devices (const FluxMappingDraft *self)
{
  return self->devices->len;
}

FluxDevice *
flux_mapping_draft_get_device (const FluxMappingDraft *self, guint index)
{
  g_return_val_if_fail (index < self->devices->len, NULL);
  return g_ptr_array_index (self->devices, index);
}
