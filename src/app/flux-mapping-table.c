/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-draft-private.h"

#include "flux-quantity.h"
#include "flux-register-map-file.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

void
flux_map_choice_free (FluxMapChoice *choice)
{
  g_clear_pointer (&choice->map, flux_register_map_unref);
  g_free (choice);
}

void
flux_mapping_row_free (FluxMappingRow *row)
{
  flux_register_free (row->reg);
  g_free (row->scale);
  g_free (row->seen);
  g_free (row->fault);
  g_free (row);
}

/* --- Which maps there are ----------------------------------------------------------------------------------------- */

static gboolean
has_map (GPtrArray *choices, const FluxRegisterMap *map)
{
  for (guint i = 0; i < choices->len; i++)
    {
      const FluxMapChoice *choice = g_ptr_array_index (choices, i);

      if (choice->map != NULL && g_str_equal (choice->map->uuid, map->uuid))
        return TRUE;
    }
  return FALSE;
}

/* @map: (nullable). Returns: (transfer none) */
static FluxMapChoice *
add_choice (FluxMappingUnit *unit, FluxMapChoiceKind kind, FluxRegisterMap *map)
{
  FluxMapChoice *choice = g_new0 (FluxMapChoice, 1);

  choice->kind = kind;
  choice->map = map != NULL ? flux_register_map_ref (map) : NULL;
  g_ptr_array_add (unit->choices, choice);
  return choice;
}

static gboolean
is_stored (FluxMappingDraft *self, const FluxRegisterMap *map)
{
  for (guint i = 0; i < self->maps->len; i++)
    if (g_str_equal (((FluxRegisterMap *) g_ptr_array_index (self->maps, i))->uuid, map->uuid))
      return TRUE;
  return FALSE;
}

static void
add_maps (FluxMappingUnit *unit, FluxMapChoiceKind kind, GPtrArray *maps)
{
  for (guint i = 0; i < maps->len; i++)
    if (!has_map (unit->choices, g_ptr_array_index (maps, i)))
      add_choice (unit, kind, g_ptr_array_index (maps, i));
}

static void
add_same (FluxMappingDraft *self, FluxMappingUnit *unit)
{
  for (guint i = 0; i < self->units->len; i++)
    {
      FluxMappingUnit *other = g_ptr_array_index (self->units, i);

      if (other != unit && other->seen != NULL && other->seen->registers->len > 0
          && flux_mapping_unit_get_choice (other)->same == NULL
          && flux_seen_unit_has_same_registers (other->seen, unit->seen))
        {
          add_choice (unit, FLUX_MAP_CHOICE_SAME, NULL)->same = other;
          return;
        }
    }
}

static FluxRegisterMap *
find_current (FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  for (guint i = 0; i < self->maps->len && unit->known != NULL; i++)
    if (g_strcmp0 (((FluxRegisterMap *) g_ptr_array_index (self->maps, i))->uuid, unit->known->map_uuid) == 0)
      return g_ptr_array_index (self->maps, i);
  return NULL;
}

/* A map that explains less than half, or whose values mostly cannot be, is worse than a fresh one. */
static gboolean
is_good (const FluxMapProposal *proposal, guint n_seen)
{
  return proposal->n_matched * 2 >= n_seen && proposal->n_implausible * 2 <= proposal->n_matched;
}

static void
add_proposals (FluxMappingDraft *self, FluxMappingUnit *unit, gboolean good)
{
  const FluxSeenRegister *seen = (const FluxSeenRegister *) unit->seen->registers->data;
  guint n_seen = unit->seen->registers->len;
  g_autoptr (GPtrArray) proposals = flux_map_proposals (seen, n_seen, self->maps);

  for (guint i = 0; i < proposals->len; i++)
    {
      const FluxMapProposal *proposal = g_ptr_array_index (proposals, i);
      FluxMapChoice *choice;

      if (is_good (proposal, n_seen) != good || has_map (unit->choices, proposal->map))
        continue;
      choice = add_choice (unit, is_stored (self, proposal->map) ? FLUX_MAP_CHOICE_STORED : FLUX_MAP_CHOICE_PROFILE,
                           proposal->map);
      choice->n_matched = proposal->n_matched;
      choice->n_implausible = proposal->n_implausible;
    }
}

static void
add_fresh (FluxMappingUnit *unit)
{
  g_autofree char *name = flux_mapping_unit_describe (unit);
  /* Translators: the name of a new register map; %s is a unit, such as NIVUS_01 */
  g_autofree char *title = g_strdup_printf (_ ("Registers of %s"), name);
  g_autoptr (FluxRegisterMap) map = flux_map_from_seen ((const FluxSeenRegister *) unit->seen->registers->data,
                                                        unit->seen->registers->len, title);

  add_choice (unit, FLUX_MAP_CHOICE_SEEN, map);
}

void
flux_mapping_draft_propose_maps (FluxMappingDraft *self, FluxMappingUnit *unit)
{
  FluxRegisterMap *current = find_current (self, unit);
  gboolean has_registers = unit->seen != NULL && unit->seen->registers->len > 0;

  if (current != NULL)
    add_choice (unit, FLUX_MAP_CHOICE_STORED, current);
  if ((unit->seen != NULL && !has_registers) || (unit->known != NULL && unit->known->map_uuid == NULL))
    add_choice (unit, FLUX_MAP_CHOICE_NONE, NULL);
  if (has_registers)
    {
      add_same (self, unit);
      add_proposals (self, unit, TRUE);
      add_fresh (unit);
      add_proposals (self, unit, FALSE);
    }
  add_maps (unit, FLUX_MAP_CHOICE_STORED, self->maps);
  add_maps (unit, FLUX_MAP_CHOICE_PROFILE, flux_unit_profiles_get ());
  flux_mapping_draft_choose_map (self, unit, 0);
}

/* --- The table ---------------------------------------------------------------------------------------------------- */

static char *
write_number (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", number));
}

/* @owned: (transfer full) */
static FluxMappingRow *
add_row (FluxMappingUnit *unit, FluxRegister *owned)
{
  FluxMappingRow *row = g_new0 (FluxMappingRow, 1);

  row->reg = owned;
  row->scale = write_number (owned->scale);
  g_ptr_array_add (unit->rows, row);
  return row;
}

/* What was seen and is not in the map may be taken into it. */
static void
add_left_out (FluxMappingUnit *unit, const FluxRegisterMap *map)
{
  g_autoptr (FluxRegisterMap) all = flux_map_from_seen ((const FluxSeenRegister *) unit->seen->registers->data,
                                                        unit->seen->registers->len, "");

  for (guint i = 0; i < all->registers->len && i < unit->seen->registers->len; i++)
    {
      const FluxSeenRegister *seen = &g_array_index (unit->seen->registers, FluxSeenRegister, i);
      gboolean has_number = seen->number > 0 && flux_register_map_find_number (map, seen->number) >= 0;
      gboolean has_request =
          seen->request != NULL
          && flux_register_map_find_request (map, seen->request, strlen (seen->request)) >= 0;

      if (seen->number == 0 && seen->request == NULL)
        continue;
      if (!has_number && !has_request)
        add_row (unit, flux_register_copy (g_ptr_array_index (all->registers, i)))->is_left_out = TRUE;
    }
}

void
flux_mapping_unit_fill_rows (FluxMappingUnit *unit)
{
  const FluxMapChoice *choice = flux_mapping_unit_get_choice (unit);

  g_ptr_array_set_size (unit->rows, 0);
  unit->form = choice->map != NULL ? choice->map->form : FLUX_VALUE_FORM_NUMBERS;
  unit->zeros_are_real = choice->map != NULL && choice->map->zeros_are_real;
  if (choice->map == NULL)
    return;
  for (guint i = 0; i < choice->map->registers->len; i++)
    {
      FluxRegister *reg = add_row (unit, flux_register_copy (g_ptr_array_index (choice->map->registers, i)))->reg;

      if (choice->kind == FLUX_MAP_CHOICE_SEEN && reg->is_field && reg->unit == NULL)
        reg->unit = g_strdup (flux_quantity_get_units (reg->field)[0]);
    }
  if (unit->seen != NULL && choice->kind != FLUX_MAP_CHOICE_SEEN)
    add_left_out (unit, choice->map);
}

/* Takes the decimal sign of either kind. */
static gboolean
read_scale (const char *text, double *scale)
{
  g_autofree char *plain = g_strdelimit (g_strstrip (g_strdup (text)), ",", '.');
  char *end;
  double number = g_ascii_strtod (plain, &end);

  if (end == plain || *end != '\0' || !isfinite (number) || number == 0)
    return FALSE;
  *scale = number;
  return TRUE;
}

void
flux_mapping_draft_set_scale (FluxMappingDraft *self, FluxMappingRow *row, const char *typed)
{
  double scale;

  g_free (row->scale);
  row->scale = g_strdup (typed);
  if (!read_scale (typed, &scale) || scale == row->reg->scale)
    return;
  row->reg->scale = scale;
  row->reg->grade = 0;
  row->reg->is_verified = FALSE;
  g_clear_pointer (&row->reg->source, g_free);
  flux_mapping_draft_try (self);
}

FluxRegisterMap *
flux_mapping_unit_make_map (const FluxMappingUnit *unit)
{
  const FluxMapChoice *choice = flux_mapping_unit_get_choice (unit);
  FluxRegisterMap *map;

  if (choice->map == NULL)
    return NULL;
  map = flux_register_map_copy (choice->map);
  map->form = unit->form;
  map->zeros_are_real = unit->zeros_are_real;
  g_ptr_array_set_size (map->registers, 0);
  for (guint i = 0; i < unit->rows->len; i++)
    {
      const FluxMappingRow *row = g_ptr_array_index (unit->rows, i);

      if (!row->is_left_out)
        g_ptr_array_add (map->registers, flux_register_copy (row->reg));
    }
  return map;
}

gboolean
flux_mapping_draft_is_edited (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  g_autoptr (FluxRegisterMap) map = flux_mapping_unit_make_map (unit);

  return map != NULL && !flux_register_map_equal (map, flux_mapping_unit_get_choice (unit)->map);
}

guint
flux_mapping_draft_count_sharers (const FluxMappingDraft *self, const FluxMappingUnit *unit)
{
  const FluxMapChoice *choice = flux_mapping_unit_get_choice (unit);
  guint n = 0;

  if (choice->kind != FLUX_MAP_CHOICE_STORED)
    return 0;
  for (guint i = 0; i < self->known_units->len; i++)
    {
      const FluxUnit *other = g_ptr_array_index (self->known_units, i);

      n += g_strcmp0 (other->map_uuid, choice->map->uuid) == 0
           && (unit->known == NULL || !g_str_equal (other->uuid, unit->known->uuid));
    }
  return n;
}
