/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-mapping.h"

#include <math.h>
#include <string.h>

struct _FluxGatewayMapping
{
  gatomicrefcount ref_count;
  FluxBodyNames *names;
  GTimeZone *zone; /* (nullable) */
  GTimeZone *plant_zone;
  GPtrArray *units;    /* (element-type FluxMappedUnit) */
  GHashTable *by_name; /* (key-type Name) (value-type FluxMappedUnit): by server name */
};

/* A text without its NUL, so that a piece of a post can be looked up as it stands. */
typedef struct
{
  const char *text;
  gsize length;
} Name;

static guint
hash_name (gconstpointer key)
{
  const Name *name = key;
  guint hash = 5381;

  for (gsize i = 0; i < name->length; i++)
    hash = hash * 33 + (guint8) name->text[i];
  return hash;
}

static gboolean
equal_names (gconstpointer a, gconstpointer b)
{
  const Name *first = a, *second = b;

  return first->length == second->length && memcmp (first->text, second->text, first->length) == 0;
}

G_DEFINE_BOXED_TYPE (FluxGatewayMapping, flux_gateway_mapping, flux_gateway_mapping_ref, flux_gateway_mapping_unref)

static void
mapped_unit_free (gpointer data)
{
  FluxMappedUnit *self = data;

  flux_unit_unref (self->unit);
  g_clear_pointer (&self->map, flux_register_map_unref);
  g_array_unref (self->conversions);
  g_free (self);
}

FluxGatewayMapping *
flux_gateway_mapping_new (FluxBodyNames *names, GTimeZone *zone, GTimeZone *plant_zone)
{
  FluxGatewayMapping *self = g_new0 (FluxGatewayMapping, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->names = names;
  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  self->plant_zone = g_time_zone_ref (plant_zone);
  self->units = g_ptr_array_new_with_free_func (mapped_unit_free);
  self->by_name = g_hash_table_new_full (hash_name, equal_names, g_free, NULL);
  return self;
}

FluxGatewayMapping *
flux_gateway_mapping_ref (FluxGatewayMapping *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_gateway_mapping_unref (FluxGatewayMapping *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  flux_body_names_free (self->names);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_time_zone_unref (self->plant_zone);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->units);
  g_free (self);
}

/* --- Conversions -------------------------------------------------------------------------------------------------- */

/* The unit that @reg counts in: a flow without one is in the device's own. */
static const char *
get_unit (const FluxRegister *reg, FluxFlowUnit flow_unit)
{
  return reg->unit == NULL && reg->field == FLUX_FIELD_FLOW_RATE ? flux_flow_unit_to_word (flow_unit) : reg->unit;
}

/* Of a field: how raw values become kept ones, and what is physical. */
static void
convert_field (FluxConversion *conversion, const FluxRegister *reg, FluxFlowUnit flow_unit)
{
  double to_si, si_offset, from_si = 1;

  if (!flux_quantity_factor (reg->field, get_unit (reg, flow_unit), &to_si, &si_offset))
    return;
  /* Nobody has said what the numbers of a device without a flow unit are: they stay as they came. */
  if (reg->field == FLUX_FIELD_FLOW_RATE)
    from_si = flow_unit == FLUX_FLOW_UNIT_UNKNOWN ? 1 / to_si : flux_flow_unit_from_si (flow_unit, 1);

  conversion->scale = reg->scale * to_si * from_si;
  conversion->offset = (reg->offset * to_si + si_offset) * from_si;
  if (!isnan (reg->least))
    conversion->least = (reg->least * to_si + si_offset) * from_si;
  if (!isnan (reg->most))
    conversion->most = (reg->most * to_si + si_offset) * from_si;
  if (reg->field == FLUX_FIELD_FLOW_RATE && flow_unit == FLUX_FLOW_UNIT_UNKNOWN && reg->unit == NULL)
    return;
  flux_quantity_get_physical_range (reg->field, &conversion->physical_least, &conversion->physical_most);
  conversion->physical_least *= from_si;
  conversion->physical_most *= from_si;
}

static FluxConversion
make_conversion (const FluxRegister *reg, FluxFlowUnit flow_unit)
{
  FluxConversion conversion = {
    .scale = reg->scale,
    .offset = reg->offset,
    .least = isnan (reg->least) ? -INFINITY : reg->least,
    .most = isnan (reg->most) ? INFINITY : reg->most,
    .physical_least = -INFINITY,
    .physical_most = INFINITY,
  };

  if (reg->is_field)
    convert_field (&conversion, reg, flow_unit);
  return conversion;
}

/* --- Units -------------------------------------------------------------------------------------------------------- */

void
flux_gateway_mapping_add_unit (FluxGatewayMapping *self, FluxUnit *unit, FluxRegisterMap *map, FluxFlowUnit flow_unit)
{
  FluxMappedUnit *mapped = g_new0 (FluxMappedUnit, 1);

  mapped->unit = flux_unit_ref (unit);
  mapped->flow_unit = flow_unit;
  mapped->conversions = g_array_new (FALSE, FALSE, sizeof (FluxConversion));
  if (map != NULL)
    {
      mapped->map = flux_register_map_ref (map);
      for (guint i = 0; i < map->registers->len; i++)
        {
          FluxConversion conversion = make_conversion (g_ptr_array_index (map->registers, i), flow_unit);

          g_array_append_val (mapped->conversions, conversion);
        }
    }
  g_ptr_array_add (self->units, mapped);
  if (unit->server_name != NULL)
    {
      const Name name = { mapped->unit->server_name, strlen (unit->server_name) };

      g_hash_table_insert (self->by_name, g_memdup2 (&name, sizeof name), mapped);
    }
}

static gboolean
is_text (const char *text, const char *span, gsize length)
{
  return text != NULL && span != NULL && strlen (text) == length && memcmp (text, span, length) == 0;
}

static const FluxMappedUnit *
find_by_name (const FluxGatewayMapping *self, const FluxUnitNaming *naming)
{
  const Name name = { naming->server_name, naming->server_name_length };

  return g_hash_table_lookup (self->by_name, &name);
}

/* The one unit that agrees in id and address as far as both are given; of several none. */
static const FluxMappedUnit *
find_by_id_and_ip (const FluxGatewayMapping *self, const FluxUnitNaming *naming, gboolean needs_both)
{
  const FluxMappedUnit *found = NULL;

  for (guint i = 0; i < self->units->len; i++)
    {
      const FluxMappedUnit *mapped = g_ptr_array_index (self->units, i);
      const FluxUnit *unit = mapped->unit;
      gboolean same_id = naming->server_id >= 0 && unit->server_id == naming->server_id;
      gboolean same_ip = is_text (unit->ip, naming->ip, naming->ip_length);
      gboolean other_id = naming->server_id >= 0 && unit->server_id >= 0 && !same_id;
      gboolean other_ip = naming->ip != NULL && unit->ip != NULL && !same_ip;

      if (other_id || other_ip || !(needs_both ? same_id && same_ip : same_id || same_ip))
        continue;
      if (found != NULL)
        return NULL;
      found = mapped;
    }
  return found;
}

static const FluxMappedUnit *
find_by_alias (const FluxGatewayMapping *self, const FluxUnitNaming *naming)
{
  const FluxMappedUnit *by_device = NULL;

  for (guint i = 0; i < self->units->len; i++)
    {
      const FluxMappedUnit *mapped = g_ptr_array_index (self->units, i);

      if (is_text (mapped->unit->alias, naming->alias, naming->alias_length))
        return mapped;
      if (is_text (mapped->unit->server_name, naming->alias, naming->alias_length)
          || is_text (mapped->unit->device_id, naming->alias, naming->alias_length))
        by_device = mapped;
    }
  return by_device;
}

/* Name beats id: a name that no unit has is only passed over where id and address together say which unit it is. */
static const FluxMappedUnit *
find_named (const FluxGatewayMapping *self, const FluxUnitNaming *naming, gboolean *is_renamed)
{
  const FluxUnitNaming name_only = {
    .alias = naming->server_name,
    .alias_length = naming->server_name_length,
    .server_id = FLUX_UNIT_NO_SERVER_ID,
  };
  const FluxMappedUnit *found = find_by_name (self, naming);

  if (found != NULL)
    return found;
  found = find_by_id_and_ip (self, naming, TRUE);
  *is_renamed = found != NULL && found->unit->server_name != NULL;
  return found != NULL ? found : find_by_alias (self, &name_only);
}

const FluxMappedUnit *
flux_gateway_mapping_find_unit (const FluxGatewayMapping *self, const FluxUnitNaming *naming, gboolean *is_renamed)
{
  const FluxMappedUnit *found = NULL;

  *is_renamed = FALSE;
  if (naming->server_name != NULL)
    return find_named (self, naming, is_renamed);
  if (naming->server_id >= 0 || naming->ip != NULL)
    found = find_by_id_and_ip (self, naming, FALSE);
  if (found == NULL && naming->alias != NULL)
    found = find_by_alias (self, naming);
  return found;
}

const FluxBodyNames *
flux_gateway_mapping_get_names (const FluxGatewayMapping *self)
{
  return self->names;
}

GTimeZone *
flux_gateway_mapping_get_zone (const FluxGatewayMapping *self)
{
  return self->zone;
}

GTimeZone *
flux_gateway_mapping_get_plant_zone (const FluxGatewayMapping *self)
{
  return self->plant_zone;
}
