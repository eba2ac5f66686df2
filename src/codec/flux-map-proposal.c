/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-map-proposal.h"

#include "flux-device.h"
#include "flux-quantity.h"
#include "flux-register-map-file.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* What a seen register adds to a map that explains it: a field is what people look for, an extra may be chance, and a
 * value that cannot be speaks against the map. */
#define WORTH_OF_FIELD 1.0
#define WORTH_OF_EXTRA 0.5
#define WORTH_OF_IMPLAUSIBLE -0.5

/* The part of the score that is for the map's fields being there. */
#define WEIGHT_OF_COVERAGE 0.1

void
flux_map_proposal_free (FluxMapProposal *self)
{
  flux_register_map_unref (self->map);
  g_free (self);
}

/* --- Plausibility ------------------------------------------------------------------------------------------------- */

static gboolean
is_float (FluxRegisterType type)
{
  return type == FLUX_REGISTER_FLOAT32 || type == FLUX_REGISTER_FLOAT64;
}

static gboolean
is_sentinel (const FluxRegister *reg, double raw)
{
  for (guint i = 0; i < reg->n_sentinels; i++)
    if (raw == reg->sentinels[i])
      return TRUE;
  return FALSE;
}

static gboolean
is_within (const FluxRegister *reg, double value)
{
  double factor, offset, least, most;

  if (value < reg->least || value > reg->most)
    return FALSE;
  if (!reg->is_field || !flux_quantity_factor (reg->field, reg->unit, &factor, &offset))
    return TRUE;
  flux_quantity_get_physical_range (reg->field, &least, &most);
  value = value * factor + offset;
  return value >= least && value <= most;
}

static gboolean
is_plausible (const FluxRegisterMap *map, const FluxRegister *reg, double raw)
{
  double least = reg->type == FLUX_REGISTER_FLOAT32 ? FLT_MIN : DBL_MIN;

  if (isnan (raw) || is_sentinel (reg, raw))
    return TRUE;
  if (map->form == FLUX_VALUE_FORM_WORDS && flux_register_type_get_words (reg->type) > 1)
    return raw == floor (raw); /* the first word of several says nothing else */
  if (is_float (reg->type) ? raw != 0 && fabs (raw) < least : raw != floor (raw))
    return FALSE;
  if (reg->type == FLUX_REGISTER_INT16 && raw > G_MAXINT16 && raw <= G_MAXUINT16)
    raw -= G_MAXUINT16 + 1.0; /* the gateway reads it as unsigned */
  return is_within (reg, raw * reg->scale + reg->offset);
}

/* --- Proposals ---------------------------------------------------------------------------------------------------- */

static int
find_register (const FluxRegisterMap *map, const FluxSeenRegister *seen)
{
  int index = seen->number > 0 ? flux_register_map_find_number (map, seen->number) : -1;

  if (index < 0 && seen->number == 0 && seen->request != NULL)
    index = flux_register_map_find_request (map, seen->request, strlen (seen->request));
  return index;
}

static double
get_coverage (const FluxRegisterMap *map, FluxFieldSet found)
{
  guint n_fields = 0, n_found = 0;

  for (guint i = 0; i < map->registers->len; i++)
    {
      const FluxRegister *reg = g_ptr_array_index (map->registers, i);

      if (!reg->is_field)
        continue;
      n_fields++;
      if ((found & FLUX_FIELD_BIT (reg->field)) != 0)
        n_found++;
    }
  return n_fields > 0 ? (double) n_found / n_fields : 0;
}

/* Returns: (transfer full) (nullable) */
static FluxMapProposal *
propose (FluxRegisterMap *map, const FluxSeenRegister *seen, guint n_seen)
{
  FluxMapProposal proposal = { 0 };
  FluxFieldSet found = 0;
  double worth = 0;

  for (guint i = 0; i < n_seen; i++)
    {
      int index = find_register (map, &seen[i]);
      const FluxRegister *reg = index >= 0 ? g_ptr_array_index (map->registers, index) : NULL;

      if (reg == NULL)
        continue;
      proposal.n_matched++;
      if (!is_plausible (map, reg, seen[i].value))
        {
          proposal.n_implausible++;
          worth += WORTH_OF_IMPLAUSIBLE;
          continue;
        }
      worth += reg->is_field ? WORTH_OF_FIELD : WORTH_OF_EXTRA;
      if (reg->is_field)
        found |= FLUX_FIELD_BIT (reg->field);
    }
  if (worth <= 0)
    return NULL;
  proposal.score = (1 - WEIGHT_OF_COVERAGE) * worth / n_seen + WEIGHT_OF_COVERAGE * get_coverage (map, found);
  proposal.map = flux_register_map_ref (map);
  return g_memdup2 (&proposal, sizeof proposal);
}

static gboolean
has_map (GPtrArray *maps, const char *uuid)
{
  for (guint i = 0; maps != NULL && i < maps->len; i++)
    if (g_str_equal (((FluxRegisterMap *) g_ptr_array_index (maps, i))->uuid, uuid))
      return TRUE;
  return FALSE;
}

static void
add_proposals (GPtrArray *proposals, GPtrArray *maps, GPtrArray *known, const FluxSeenRegister *seen, guint n_seen)
{
  for (guint i = 0; i < maps->len; i++)
    {
      FluxRegisterMap *map = g_ptr_array_index (maps, i);
      FluxMapProposal *proposal = has_map (known, map->uuid) ? NULL : propose (map, seen, n_seen);

      if (proposal != NULL)
        g_ptr_array_add (proposals, proposal);
    }
}

static int
compare_proposals (gconstpointer a, gconstpointer b)
{
  const FluxMapProposal *const *first = a, *const *second = b;

  if ((*first)->score != (*second)->score)
    return (*first)->score > (*second)->score ? -1 : 1;
  return g_strcmp0 ((*first)->map->name, (*second)->map->name);
}

GPtrArray *
flux_map_proposals (const FluxSeenRegister *seen, guint n_seen, GPtrArray *maps)
{
  GPtrArray *proposals = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_map_proposal_free);

  if (maps != NULL)
    add_proposals (proposals, maps, NULL, seen, n_seen);
  add_proposals (proposals, flux_unit_profiles_get (), maps, seen, n_seen);
  g_ptr_array_sort (proposals, compare_proposals);
  return proposals;
}

/* --- A map of what was seen --------------------------------------------------------------------------------------- */

static gboolean
has_number (const FluxSeenRegister *seen, guint n_seen, guint number)
{
  for (guint i = 0; i < n_seen; i++)
    if (seen[i].number == number)
      return TRUE;
  return FALSE;
}

static gboolean
has_register (const FluxRegisterMap *map, const FluxRegister *reg)
{
  for (guint i = 0; i < map->registers->len; i++)
    {
      const FluxRegister *other = g_ptr_array_index (map->registers, i);

      if ((other->function == reg->function && other->address == reg->address) || g_str_equal (other->name, reg->name))
        return TRUE;
    }
  return FALSE;
}

static FluxRegisterType
guess_type (const FluxSeenRegister *self, const FluxSeenRegister *seen, guint n_seen)
{
  gboolean is_word = self->value == floor (self->value) && self->value >= G_MININT16 && self->value <= G_MAXUINT16;

  if (self->number == 0 || !is_word
      || (!has_number (seen, n_seen, self->number + 1) && !has_number (seen, n_seen, self->number - 1)))
    return FLUX_REGISTER_FLOAT32;
  return self->value > G_MAXINT16 ? FLUX_REGISTER_UINT16 : FLUX_REGISTER_INT16;
}

/* A request's name is that of the register where it is a field's; otherwise it stays what gateways call it. */
static void
name_register (FluxRegister *reg, const FluxSeenRegister *seen, const FluxRegisterMap *map)
{
  g_autofree char *plain = g_strdup_printf ("register_%u", reg->address + 1u);
  g_autoptr (GStrvBuilder) requests = g_strv_builder_new ();

  if (seen->request != NULL)
    flux_register_set_name (reg, seen->request);
  if (reg->is_field && !has_register (map, reg))
    return;
  flux_register_set_name (reg, plain);
  if (seen->request == NULL || !flux_device_id_is_valid (seen->request, strlen (seen->request)))
    return;
  g_strv_builder_add (requests, seen->request);
  g_strfreev (reg->request_names);
  reg->request_names = g_strv_builder_end (requests);
}

FluxRegisterMap *
flux_map_from_seen (const FluxSeenRegister *seen, guint n_seen, const char *name)
{
  FluxRegisterMap *map = flux_register_map_new (name);
  guint16 next = 0;

  for (guint i = 0; i < n_seen; i++)
    {
      FluxRegister *reg = flux_register_new ("");

      reg->type = guess_type (&seen[i], seen, n_seen);
      if (seen[i].number == 0 || !flux_register_parse_number (seen[i].number, &reg->function, &reg->address))
        {
          reg->address = next;
          next += flux_register_type_get_words (reg->type);
        }
      name_register (reg, &seen[i], map);
      if (has_register (map, reg))
        flux_register_free (reg);
      else
        g_ptr_array_add (map->registers, reg);
    }
  return map;
}
