/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-vault.h"

#include <glib/gi18n.h>
#ifdef HAVE_LIBSECRET
#include <libsecret/secret.h>

#define ATTRIBUTE "key"

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    .name = "io.github.fluxio.Fluxio.ApiKey",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = { { ATTRIBUTE, SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };

  return &schema;
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
flux_key_vault_store_async (const char *key_uuid, const char *name, const char *text, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  /* Translators: how the keyring's own program names a kept API key; %s is the key's name */
  g_autofree char *label = g_strdup_printf (_ ("FluxIO API key “%s”"), name);

  g_task_set_source_tag (task, flux_key_vault_store_async);
  secret_password_store (get_schema (), SECRET_COLLECTION_DEFAULT, label, text, cancellable, on_stored, task, ATTRIBUTE,
                         key_uuid, NULL);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *text = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, text, (GDestroyNotify) secret_password_free);
}

void
flux_key_vault_lookup_async (const char *key_uuid, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, flux_key_vault_lookup_async);
  secret_password_lookup (get_schema (), cancellable, on_looked_up, task, ATTRIBUTE, key_uuid, NULL);
}

void
flux_key_vault_clear (const char *key_uuid)
{
  secret_password_clear (get_schema (), NULL, NULL, NULL, ATTRIBUTE, key_uuid, NULL);
}

#else

void
flux_key_vault_store_async (const char *key_uuid, const char *name, const char *text, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, flux_key_vault_store_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("This FluxIO was built without a keyring, so that the key’s text is shown only now"));
}

void
flux_key_vault_lookup_async (const char *key_uuid, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, flux_key_vault_lookup_async);
  g_task_return_pointer (task, NULL, NULL);
}

void
flux_key_vault_clear (const char *key_uuid)
{
}

#endif

gboolean
flux_key_vault_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

char *
flux_key_vault_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
