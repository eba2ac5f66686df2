/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register-map-file.h"

#include "flux-file-object.h"
#include "flux-file-text.h"
#include "flux-quantity.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FORMAT "fluxio-register-map"
#define REGISTERS_MAX 1000
#define SENTINELS_MAX 100
#define N_ADDRESSES 65536
#define GRADES "VSCI"

G_DEFINE_QUARK (flux-codec-error-quark, flux_codec_error)

static const char *const map_members[] = {
  "$schema", "format", "version",        "id",        "name", "manufacturer", "model", "description",
  "source",  "values", "zeros_are_real", "registers", NULL,
};

static const char *const register_members[] = {
  "name", "function", "address",   "type",          "word_order", "scale", "offset",   "span",
  "unit", "valid",    "sentinels", "request_names", "source",     "grade", "verified", NULL,
};

static const char *const span_members[] = { "min", "max", "full", NULL };
static const char *const valid_members[] = { "min", "max", NULL };

/* --- Registers out ------------------------------------------------------------------------------------------------ */

static void
set_valid (JsonObject *object, const FluxRegister *reg)
{
  JsonObject *valid;

  if (isnan (reg->least) && isnan (reg->most))
    return;
  valid = json_object_new ();
  flux_file_set_number (valid, "min", reg->least, NAN);
  flux_file_set_number (valid, "max", reg->most, NAN);
  json_object_set_object_member (object, "valid", valid);
}

static void
set_sentinels (JsonObject *object, const FluxRegister *reg)
{
  JsonArray *sentinels;

  if (reg->n_sentinels == 0)
    return;
  sentinels = json_array_new ();
  for (guint i = 0; i < reg->n_sentinels; i++)
    json_array_add_double_element (sentinels, reg->sentinels[i]);
  json_object_set_array_member (object, "sentinels", sentinels);
}

static JsonObject *
register_to_json (const FluxRegister *reg)
{
  JsonObject *object = json_object_new ();
  const char grade[] = { reg->grade, '\0' };

  json_object_set_string_member (object, "name", reg->name);
  if (reg->function != FLUX_FUNCTION_INPUT_REGISTERS)
    json_object_set_int_member (object, "function", reg->function);
  json_object_set_int_member (object, "address", reg->address);
  if (reg->type != FLUX_REGISTER_FLOAT32)
    json_object_set_string_member (object, "type", flux_register_type_to_word (reg->type));
  if (reg->order != FLUX_WORD_ORDER_ABCD)
    json_object_set_string_member (object, "word_order", flux_word_order_to_word (reg->order));
  flux_file_set_number (object, "scale", reg->scale, 1);
  flux_file_set_number (object, "offset", reg->offset, 0);
  flux_file_set_text (object, "unit", reg->unit);
  set_valid (object, reg);
  set_sentinels (object, reg);
  flux_file_set_names (object, "request_names", reg->request_names);
  flux_file_set_text (object, "source", reg->source);
  if (reg->grade != 0)
    json_object_set_string_member (object, "grade", grade);
  if (reg->is_verified)
    json_object_set_boolean_member (object, "verified", TRUE);
  return object;
}

/* --- Registers in ------------------------------------------------------------------------------------------------- */

static gboolean
read_name (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  g_autofree char *name = NULL;

  if (!flux_file_object_require (self, "name", error) || !flux_file_object_get_name (self, "name", &name, error))
    return FALSE;
  flux_register_set_name (reg, name);
  return TRUE;
}

static gboolean
read_type (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  g_autofree char *type = NULL, *order = NULL;

  if (!flux_file_object_get_text (self, "type", &type, error)
      || !flux_file_object_get_text (self, "word_order", &order, error))
    return FALSE;
  if (type != NULL && !flux_register_type_from_word (type, &reg->type))
    {
      g_autofree char *path = flux_file_object_get_path (self, "type");

      return flux_file_refuse (error, _ ("%s must be one of: %s"), path,
                               "int16, uint16, int32, uint32, float32, int64, uint64, float64, bits16, bits32");
    }
  if (order != NULL && !flux_word_order_from_word (order, &reg->order))
    {
      g_autofree char *path = flux_file_object_get_path (self, "word_order");

      return flux_file_refuse (error, _ ("%s must be one of: %s"), path, "ABCD, CDAB, BADC, DCBA");
    }
  return TRUE;
}

static gboolean
read_place (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  int function = reg->function, address = 0;
  guint n_words = flux_register_type_get_words (reg->type);

  if (!flux_file_object_get_int (self, "function", FLUX_FUNCTION_COILS, FLUX_FUNCTION_INPUT_REGISTERS, &function, error)
      || !flux_file_object_require (self, "address", error)
      || !flux_file_object_get_int (self, "address", 0, N_ADDRESSES - (int) n_words, &address, error))
    return FALSE;
  reg->function = function;
  reg->address = address;
  if (function <= FLUX_FUNCTION_DISCRETE_INPUTS && n_words > 1)
    {
      g_autofree char *path = flux_file_object_get_path (self, "type");

      return flux_file_refuse (error, _ ("%s must be one of: %s"), path, "int16, uint16, bits16");
    }
  return TRUE;
}

static gboolean
read_span (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  JsonNode *node = json_object_get_member (self->object, "span");
  g_autofree char *path = flux_file_object_get_path (self, "span");
  double least = 0, most = 0, full = 0;
  FluxFileObject span;

  if (node == NULL || json_node_is_null (node))
    return TRUE;
  if (json_object_has_member (self->object, "scale") || json_object_has_member (self->object, "offset"))
    return flux_file_refuse (error, _ ("%s stands beside a scale or an offset. Keep one of the two"), path);
  if (!flux_file_object_init (&span, node, path, span_members, error) || !flux_file_object_require (&span, "max", error)
      || !flux_file_object_require (&span, "full", error) || !flux_file_object_get_number (&span, "min", &least, error)
      || !flux_file_object_get_number (&span, "max", &most, error)
      || !flux_file_object_get_number (&span, "full", &full, error))
    return FALSE;
  if (full == 0 || most == least)
    return flux_file_refuse (error, _ ("%s must have a full that is not 0, and a max that is not its min"), path);
  flux_register_set_span (reg, least, most, full);
  return TRUE;
}

static gboolean
read_scaling (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  g_autofree char *path = flux_file_object_get_path (self, "scale");

  if (!flux_file_object_get_number (self, "scale", &reg->scale, error)
      || !flux_file_object_get_number (self, "offset", &reg->offset, error) || !read_span (self, reg, error))
    return FALSE;
  if (reg->scale == 0 || !isfinite (reg->scale))
    return flux_file_refuse (error, _ ("%s must be a number other than 0"), path);
  return TRUE;
}

static gboolean
read_unit (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  double factor, offset;
  g_autofree char *path = NULL, *units = NULL;

  if (!flux_file_object_get_name (self, "unit", &reg->unit, error))
    return FALSE;
  if (!reg->is_field || flux_quantity_factor (reg->field, reg->unit, &factor, &offset))
    return TRUE;
  path = flux_file_object_get_path (self, "unit");
  units = g_strjoinv (", ", (char **) flux_quantity_get_units (reg->field));
  return flux_file_refuse (error, _ ("%s must be one of: %s"), path, units);
}

static gboolean
read_valid (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  JsonNode *node = json_object_get_member (self->object, "valid");
  g_autofree char *path = flux_file_object_get_path (self, "valid");
  FluxFileObject valid;

  if (node == NULL || json_node_is_null (node))
    return TRUE;
  if (!flux_file_object_init (&valid, node, path, valid_members, error)
      || !flux_file_object_get_number (&valid, "min", &reg->least, error)
      || !flux_file_object_get_number (&valid, "max", &reg->most, error))
    return FALSE;
  if (reg->least > reg->most)
    return flux_file_refuse (error, _ ("%s must have a min that is not above its max"), path);
  return TRUE;
}

static gboolean
read_sentinels (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  JsonArray *array = NULL;

  if (!flux_file_object_get_array (self, "sentinels", SENTINELS_MAX, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;
  reg->n_sentinels = json_array_get_length (array);
  reg->sentinels = g_new0 (double, reg->n_sentinels);
  for (guint i = 0; i < reg->n_sentinels; i++)
    if (!flux_file_read_number (json_array_get_element (array, i), &reg->sentinels[i]))
      {
        g_autofree char *path = flux_file_object_get_element_path (self, "sentinels", i);

        return flux_file_refuse (error, _ ("%s must be a number"), path);
      }
  return TRUE;
}

static gboolean
read_origin (const FluxFileObject *self, FluxRegister *reg, GError **error)
{
  g_autofree char *grade = NULL;

  if (!flux_file_object_get_text (self, "source", &reg->source, error)
      || !flux_file_object_get_text (self, "grade", &grade, error)
      || !flux_file_object_get_boolean (self, "verified", &reg->is_verified, error))
    return FALSE;
  if (grade == NULL)
    return TRUE;
  if (strlen (grade) != 1 || strchr (GRADES, grade[0]) == NULL)
    {
      g_autofree char *path = flux_file_object_get_path (self, "grade");

      return flux_file_refuse (error, _ ("%s must be one of: %s"), path, "V, S, C, I");
    }
  reg->grade = grade[0];
  return TRUE;
}

static FluxRegister *
register_from_json (JsonNode *node, const char *path, GError **error)
{
  g_autoptr (FluxRegister) reg = flux_register_new ("");
  FluxFileObject self;

  if (!flux_file_object_init (&self, node, path, register_members, error) || !read_name (&self, reg, error)
      || !read_type (&self, reg, error) || !read_place (&self, reg, error) || !read_scaling (&self, reg, error)
      || !read_unit (&self, reg, error) || !read_valid (&self, reg, error) || !read_sentinels (&self, reg, error)
      || !flux_file_object_get_names (&self, "request_names", &reg->request_names, error)
      || !read_origin (&self, reg, error))
    return NULL;
  return g_steal_pointer (&reg);
}

/* --- Maps --------------------------------------------------------------------------------------------------------- */

JsonNode *
flux_register_map_to_json (const FluxRegisterMap *map)
{
  JsonObject *object = json_object_new ();
  JsonArray *registers = json_array_sized_new (map->registers->len);

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", 1);
  json_object_set_string_member (object, "id", map->uuid);
  json_object_set_string_member (object, "name", map->name);
  flux_file_set_text (object, "manufacturer", map->manufacturer);
  flux_file_set_text (object, "model", map->model);
  flux_file_set_text (object, "description", map->description);
  flux_file_set_text (object, "source", map->source);
  if (map->form != FLUX_VALUE_FORM_NUMBERS)
    json_object_set_string_member (object, "values", flux_value_form_to_word (map->form));
  if (map->zeros_are_real)
    json_object_set_boolean_member (object, "zeros_are_real", TRUE);
  for (guint i = 0; i < map->registers->len; i++)
    json_array_add_object_element (registers, register_to_json (g_ptr_array_index (map->registers, i)));
  json_object_set_array_member (object, "registers", registers);
  return flux_file_object_to_node (object);
}

static gboolean
read_identity (const FluxFileObject *self, FluxRegisterMap *map, GError **error)
{
  if (!flux_file_object_get_text (self, "id", &map->uuid, error) || !flux_file_object_require (self, "name", error)
      || !flux_file_object_get_name (self, "name", &map->name, error)
      || !flux_file_object_get_text (self, "manufacturer", &map->manufacturer, error)
      || !flux_file_object_get_text (self, "model", &map->model, error)
      || !flux_file_object_get_text (self, "description", &map->description, error)
      || !flux_file_object_get_text (self, "source", &map->source, error))
    return FALSE;
  if (!g_uuid_string_is_valid (map->uuid))
    {
      g_autofree char *path = flux_file_object_get_path (self, "id");

      return flux_file_refuse (error, _ ("%s must be a UUID. Leave it out to get a new one"), path);
    }
  return TRUE;
}

static gboolean
read_form (const FluxFileObject *self, FluxRegisterMap *map, GError **error)
{
  g_autofree char *form = NULL, *path = NULL;

  if (!flux_file_object_get_text (self, "values", &form, error)
      || !flux_file_object_get_boolean (self, "zeros_are_real", &map->zeros_are_real, error))
    return FALSE;
  if (form == NULL || flux_value_form_from_word (form, &map->form))
    return TRUE;
  path = flux_file_object_get_path (self, "values");
  return flux_file_refuse (error, _ ("%s must be one of: %s"), path, "numbers, words");
}

static gboolean
read_registers (const FluxFileObject *self, FluxRegisterMap *map, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array = NULL;

  if (!flux_file_object_require (self, "registers", error)
      || !flux_file_object_get_array (self, "registers", REGISTERS_MAX, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *path = flux_file_object_get_element_path (self, "registers", i);
      FluxRegister *reg = register_from_json (json_array_get_element (array, i), path, error);

      if (reg == NULL)
        return FALSE;
      g_ptr_array_add (map->registers, reg);
      if (!g_hash_table_add (names, g_ascii_strdown (reg->name, -1)))
        return flux_file_refuse (error, _ ("%s.name: another register is named %s as well. Choose another name"), path,
                                 reg->name);
    }
  return TRUE;
}

FluxRegisterMap *
flux_register_map_from_json_at (JsonNode *node, const char *path, GError **error)
{
  g_autoptr (FluxRegisterMap) map = flux_register_map_new ("");
  FluxFileObject self;

  if (!flux_file_object_init (&self, node, path, NULL, error) || !flux_file_object_check_format (&self, FORMAT, error)
      || !flux_file_object_init (&self, node, path, map_members, error) || !read_identity (&self, map, error)
      || !read_form (&self, map, error) || !read_registers (&self, map, error))
    return NULL;
  return g_steal_pointer (&map);
}

FluxRegisterMap *
flux_register_map_from_json (JsonNode *node, GError **error)
{
  return flux_register_map_from_json_at (node, "", error);
}

char *
flux_register_map_to_text (const FluxRegisterMap *map)
{
  g_autoptr (JsonNode) node = flux_register_map_to_json (map);

  return flux_file_print (node, TRUE);
}

FluxRegisterMap *
flux_register_map_from_text (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) node = flux_file_parse (text, length, error);

  return node != NULL ? flux_register_map_from_json (node, error) : NULL;
}
