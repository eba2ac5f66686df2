/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib-object.h>

#include "flux-quantity.h"
#include "flux-register.h"

G_BEGIN_DECLS

#define FLUX_TYPE_REGISTER_MAP (flux_register_map_get_type ())

/**
 * FluxRegisterMap:
 * @uuid: (owned): of a stored map; a profile has its own for good
 * @name: (owned): what people call it, unique among stored maps
 * @manufacturer: @model: @description: (nullable) (owned)
 * @source: (nullable) (owned): document that it was taken from
 * @form: how gateways write its values
 * @zeros_are_real: zeros for every value are a reading, not a failed read
 * @registers: (element-type FluxRegister) (owned): in the order of their values in a post that names no register
 *
 * Which Modbus register of a kind of unit holds which quantity, and how: the same for the posts of a gateway and for
 * direct reading. Shared by reference and never changed once shared: take a flux_register_map_copy(). Any thread.
 */
typedef struct
{
  gatomicrefcount ref_count;
  char *uuid;
  char *name;
  char *manufacturer;
  char *model;
  char *description;
  char *source;
  FluxValueForm form;
  gboolean zeros_are_real;
  GPtrArray *registers;
  gint64 created_at;
  gint64 updated_at;
} FluxRegisterMap;

GType flux_register_map_get_type (void) G_GNUC_CONST;

/* An empty map with a fresh uuid. Returns: (transfer full) */
FluxRegisterMap *flux_register_map_new (const char *name);
FluxRegisterMap *flux_register_map_ref (FluxRegisterMap *self);
void flux_register_map_unref (FluxRegisterMap *self);
FluxRegisterMap *flux_register_map_copy (const FluxRegisterMap *self);

/* Whether both say the same, uuid and times aside. */
gboolean flux_register_map_equal (const FluxRegisterMap *self, const FluxRegisterMap *other);

/* The index in @registers of the register that people and gateways call @number, or -1. @number is an address from 1,
 * in any area, that of function 4 first, then 3, 2, 1; or, where the map has none of that number, one with an area
 * digit before it: 30011 and 300011 are input register 11, 40011 holding register 11, 10011 discrete input 11. */
int flux_register_map_find_number (const FluxRegisterMap *self, guint number);

/* The index of the register whose requests are called @name (@length bytes), without regard to case, or -1. Where none
 * is, @name may also be any spelling of a field that the map has: see flux_field_from_name(). */
int flux_register_map_find_request (const FluxRegisterMap *self, const char *name, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxRegisterMap, flux_register_map_unref)

G_END_DECLS
