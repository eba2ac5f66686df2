/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-first-gateway.h"

#include "flux-key-vault.h"

#include <glib/gi18n.h>

typedef struct
{
  char *text; /* of the key */
} Making;

static void
making_free (Making *self)
{
  g_free (self->text);
  g_free (self);
}

static void
on_text_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!flux_key_vault_store_finish (result, &error))
    g_debug ("The key is not in the keyring: %s", error->message);
}

static void
on_key_saved (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (FluxApiKey) key = flux_engine_save_key_finish (FLUX_ENGINE (engine), result, &error);

  if (key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Not waited for: a keyring that is locked asks the person first. */
  flux_key_vault_store_async (key->uuid, key->name, making->text, NULL, on_text_kept, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
on_gateway_saved (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (FluxGateway) gateway = flux_engine_save_gateway_finish (FLUX_ENGINE (engine), result, &error);
  g_autoptr (FluxApiKey) key = NULL;

  if (gateway == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  key = flux_api_key_new (gateway->name, making->text);
  key->scope = FLUX_SCOPE_INGEST;
  key->allows_new_devices = TRUE;
  key->gateway_uuid = g_strdup (gateway->uuid);
  flux_engine_save_key_async (FLUX_ENGINE (engine), key, g_get_user_name (), g_task_get_cancellable (task),
                              on_key_saved, g_object_ref (task));
}

void
flux_first_gateway_make_async (FluxEngine *engine, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (engine, cancellable, callback, user_data);
  g_autoptr (FluxGateway) gateway = flux_gateway_new (_ ("First gateway"));
  Making *making = g_new0 (Making, 1);

  making->text = flux_api_key_generate_text ();
  g_task_set_source_tag (task, flux_first_gateway_make_async);
  g_task_set_task_data (task, making, (GDestroyNotify) making_free);
  flux_engine_save_gateway_async (engine, gateway, g_get_user_name (), cancellable, on_gateway_saved, task);
}

char *
flux_first_gateway_make_finish (GAsyncResult *result, GError **error)
{
  Making *making = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&making->text);
}
