/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register-map.h"

#include "flux-random.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (FluxRegisterMap, flux_register_map, flux_register_map_ref, flux_register_map_unref)

FluxRegisterMap *
flux_register_map_new (const char *name)
{
  FluxRegisterMap *self = g_new0 (FluxRegisterMap, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uuid = flux_random_uuid ();
  self->name = g_strdup (name);
  self->registers = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_free);
  return self;
}

FluxRegisterMap *
flux_register_map_ref (FluxRegisterMap *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_register_map_unref (FluxRegisterMap *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->manufacturer);
  g_free (self->model);
  g_free (self->description);
  g_free (self->source);
  g_ptr_array_unref (self->registers);
  g_free (self);
}

FluxRegisterMap *
flux_register_map_copy (const FluxRegisterMap *self)
{
  FluxRegisterMap *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->uuid = g_strdup (self->uuid);
  copy->name = g_strdup (self->name);
  copy->manufacturer = g_strdup (self->manufacturer);
  copy->model = g_strdup (self->model);
  copy->description = g_strdup (self->description);
  copy->source = g_strdup (self->source);
  copy->registers = g_ptr_array_new_full (self->registers->len, (GDestroyNotify) flux_register_free);
  for (guint i = 0; i < self->registers->len; i++)
    g_ptr_array_add (copy->registers, flux_register_copy (g_ptr_array_index (self->registers, i)));
  return copy;
}

static gboolean
has_same_registers (const FluxRegisterMap *self, const FluxRegisterMap *other)
{
  if (self->registers->len != other->registers->len)
    return FALSE;
  for (guint i = 0; i < self->registers->len; i++)
    if (!flux_register_equal (g_ptr_array_index (self->registers, i), g_ptr_array_index (other->registers, i)))
      return FALSE;
  return TRUE;
}

gboolean
flux_register_map_equal (const FluxRegisterMap *self, const FluxRegisterMap *other)
{
  return g_strcmp0 (self->name, other->name) == 0 && g_strcmp0 (self->manufacturer, other->manufacturer) == 0
         && g_strcmp0 (self->model, other->model) == 0 && g_strcmp0 (self->description, other->description) == 0
         && g_strcmp0 (self->source, other->source) == 0 && self->form == other->form
         && self->zeros_are_real == other->zeros_are_real && has_same_registers (self, other);
}

/* --- Finding ------------------------------------------------------------------------------------------------------ */

int
flux_register_map_find_number (const FluxRegisterMap *self, guint number)
{
  FluxFunction area = 0, best = 0;
  guint16 address = 0;
  gboolean has_area = flux_register_parse_number (number, &area, &address);
  int found = -1, by_area = -1;

  for (guint i = 0; i < self->registers->len; i++)
    {
      const FluxRegister *reg = g_ptr_array_index (self->registers, i);

      if (reg->address + 1u == number && reg->function > best)
        {
          found = i;
          best = reg->function;
          if (best == FLUX_FUNCTION_INPUT_REGISTERS)
            return found;
        }
      else if (has_area && by_area < 0 && reg->address == address && reg->function == area)
        by_area = i;
    }
  return found >= 0 ? found : by_area;
}

/* @name may hold NUL, which ends the comparison of letters. */
static gboolean
is_same_word (const char *word, const char *name, gsize length)
{
  return strlen (word) == length && g_ascii_strncasecmp (word, name, length) == 0;
}

static gboolean
is_called (const FluxRegister *reg, const char *name, gsize length)
{
  if (is_same_word (reg->name, name, length))
    return TRUE;
  for (guint i = 0; reg->request_names[i] != NULL; i++)
    if (is_same_word (reg->request_names[i], name, length))
      return TRUE;
  return FALSE;
}

int
flux_register_map_find_request (const FluxRegisterMap *self, const char *name, gsize length)
{
  FluxField field;

  if (length == 0)
    return -1;
  for (guint i = 0; i < self->registers->len; i++)
    if (is_called (g_ptr_array_index (self->registers, i), name, length))
      return i;
  if (!flux_field_from_name (name, length, &field))
    return -1;
  for (guint i = 0; i < self->registers->len; i++)
    {
      const FluxRegister *reg = g_ptr_array_index (self->registers, i);

      if (reg->is_field && reg->field == field)
        return i;
    }
  return -1;
}
