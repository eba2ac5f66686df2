/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-body-names.h"

#include "flux-device.h"
#include "flux-file-object.h"
#include "flux-file-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MEMBERS_MAX 100

static const char *const role_words[] = {
  [FLUX_ROLE_SERVER_NAME] = "server_name",
  [FLUX_ROLE_SERVER_ID] = "server_id",
  [FLUX_ROLE_UNIT] = "unit",
  [FLUX_ROLE_IP] = "ip",
  [FLUX_ROLE_DEVICE] = "device",
  [FLUX_ROLE_ADDRESS] = "address",
  [FLUX_ROLE_REQUEST] = "request",
  [FLUX_ROLE_VALUE] = "value",
  [FLUX_ROLE_TIME] = "time",
};

static const char *const names_members[] = { "members", "by_position", "identity", NULL };
static const char *const identity_members[] = { "member", "value", NULL };

FluxBodyNames *
flux_body_names_new (void)
{
  FluxBodyNames *self = g_new0 (FluxBodyNames, 1);

  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
flux_body_names_free (FluxBodyNames *self)
{
  g_hash_table_unref (self->roles);
  g_free (self->identity_member);
  g_free (self->identity_value);
  g_free (self);
}

const char *
flux_body_role_to_word (int role)
{
  if (role >= FLUX_ROLE_FIELD && role < FLUX_ROLE_FIELD + FLUX_N_FIELDS)
    return flux_field_get_name (role - FLUX_ROLE_FIELD);
  return role > FLUX_ROLE_NONE && role < FLUX_ROLE_FIELD ? role_words[role] : NULL;
}

gboolean
flux_body_role_from_word (const char *word, int *role)
{
  for (int i = FLUX_ROLE_NONE + 1; i < FLUX_ROLE_FIELD + FLUX_N_FIELDS; i++)
    if (g_strcmp0 (flux_body_role_to_word (i), word) == 0)
      {
        *role = i;
        return TRUE;
      }
  return FALSE;
}

/* --- In ----------------------------------------------------------------------------------------------------------- */

static gboolean
refuse_role (GError **error, const char *path)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (int i = FLUX_ROLE_NONE + 1; i < FLUX_ROLE_FIELD + FLUX_N_FIELDS; i++)
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", flux_body_role_to_word (i));
  return flux_file_refuse (error, _ ("%s must be one of: %s"), path, words->str);
}

static gboolean
read_role (FluxBodyNames *self, const FluxFileObject *members, const char *name, GError **error)
{
  g_autofree char *path = flux_file_object_get_path (members, name);
  g_autofree char *word = NULL;
  int role;

  if (!flux_file_object_get_text (members, name, &word, error))
    return FALSE;
  if (word == NULL || !flux_body_role_from_word (word, &role))
    return refuse_role (error, path);
  g_hash_table_insert (self->roles, g_strdup (name), GINT_TO_POINTER (role));
  return TRUE;
}

static gboolean
read_roles (FluxBodyNames *self, const FluxFileObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object->object, "members");
  g_autofree char *path = flux_file_object_get_path (object, "members");
  g_autoptr (GList) names = NULL;
  FluxFileObject members;

  if (node == NULL || json_node_is_null (node))
    return TRUE;
  if (!flux_file_object_init (&members, node, path, NULL, error))
    return FALSE;
  if (json_object_get_size (members.object) > MEMBERS_MAX)
    return flux_file_refuse (error, _ ("%s must have at most %d members"), path, MEMBERS_MAX);
  names = json_object_get_members (members.object);
  for (GList *name = names; name != NULL; name = name->next)
    {
      if (!flux_file_is_name (name->data))
        return flux_file_refuse (error, _ ("%s: a name must have 1 to %d characters without control characters"), path,
                                 FLUX_DEVICE_ID_MAX);
      if (!read_role (self, &members, name->data, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_identity (FluxBodyNames *self, const FluxFileObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object->object, "identity");
  g_autofree char *path = flux_file_object_get_path (object, "identity");
  FluxFileObject identity;

  if (node == NULL || json_node_is_null (node))
    return TRUE;
  return flux_file_object_init (&identity, node, path, identity_members, error)
         && flux_file_object_require (&identity, "member", error)
         && flux_file_object_require (&identity, "value", error)
         && flux_file_object_get_name (&identity, "member", &self->identity_member, error)
         && flux_file_object_get_name (&identity, "value", &self->identity_value, error);
}

FluxBodyNames *
flux_body_names_from_json (JsonNode *node, const char *path, GError **error)
{
  g_autoptr (FluxBodyNames) self = flux_body_names_new ();
  FluxFileObject object;

  if (!flux_file_object_init (&object, node, path, names_members, error) || !read_roles (self, &object, error)
      || !flux_file_object_get_boolean (&object, "by_position", &self->by_position, error)
      || !read_identity (self, &object, error))
    return NULL;
  return g_steal_pointer (&self);
}

FluxBodyNames *
flux_body_names_from_text (const char *json, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (json == NULL)
    return flux_body_names_new ();
  node = flux_file_parse (json, -1, error);
  return node != NULL ? flux_body_names_from_json (node, "", error) : NULL;
}

/* --- Out ---------------------------------------------------------------------------------------------------------- */

static void
set_roles (JsonObject *object, const FluxBodyNames *self)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->roles), (GCompareFunc) strcmp);
  JsonObject *members;

  if (names == NULL)
    return;
  members = json_object_new ();
  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_string_member (
        members, name->data, flux_body_role_to_word (GPOINTER_TO_INT (g_hash_table_lookup (self->roles, name->data))));
  json_object_set_object_member (object, "members", members);
}

static void
set_identity (JsonObject *object, const FluxBodyNames *self)
{
  JsonObject *identity;

  if (self->identity_member == NULL)
    return;
  identity = json_object_new ();
  json_object_set_string_member (identity, "member", self->identity_member);
  json_object_set_string_member (identity, "value", self->identity_value);
  json_object_set_object_member (object, "identity", identity);
}

JsonNode *
flux_body_names_to_json (const FluxBodyNames *self)
{
  JsonObject *object;

  if (g_hash_table_size (self->roles) == 0 && !self->by_position && self->identity_member == NULL)
    return NULL;
  object = json_object_new ();
  set_roles (object, self);
  if (self->by_position)
    json_object_set_boolean_member (object, "by_position", TRUE);
  set_identity (object, self);
  return flux_file_object_to_node (object);
}

char *
flux_body_names_to_text (const FluxBodyNames *self)
{
  g_autoptr (JsonNode) node = flux_body_names_to_json (self);

  return node != NULL ? flux_file_print (node, FALSE) : NULL;
}
