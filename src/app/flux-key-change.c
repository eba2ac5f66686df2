/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-change.h"

#include "flux-error-sentence.h"
#include "flux-key-vault.h"
#include "flux-random.h"

#include <glib/gi18n.h>

void
flux_fresh_key_free (FluxFreshKey *self)
{
  g_clear_pointer (&self->key, flux_api_key_unref);
  g_free (self->text);
  g_free (self);
}

/* --- Making ------------------------------------------------------------------------------------------------------- */

/* Under way, as the data of its task. */
typedef struct
{
  FluxFreshKey *fresh;
  FluxApiKey *old; /* (nullable): that it replaces */
  gint64 overlap;
  GError *failure; /* (nullable): why the old key could not be changed */
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  g_clear_pointer (&self->fresh, flux_fresh_key_free);
  g_clear_pointer (&self->old, flux_api_key_unref);
  g_clear_error (&self->failure);
  g_free (self);
}

static void
return_fresh (GTask *task)
{
  Making *making = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&making->fresh), (GDestroyNotify) flux_fresh_key_free);
}

static void
taken_back_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  g_autoptr (FluxApiKey) revoked = flux_engine_save_key_finish (FLUX_ENGINE (engine), result, NULL);

  if (revoked != NULL)
    g_task_return_error (task, g_steal_pointer (&making->failure));
  else
    g_task_return_new_error (task, making->failure->domain, making->failure->code,
                             /* Translators: the name of a key, and why the old key could not be changed */
                             _ ("The fresh key %s is in force beside the old one. %s"), making->fresh->key->name,
                             flux_error_sentence (making->failure));
}

static void
old_saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  g_autoptr (FluxApiKey) old = flux_engine_save_key_finish (FLUX_ENGINE (engine), result, &making->failure);
  g_autoptr (FluxApiKey) revoked = NULL;

  if (old != NULL)
    {
      return_fresh (task);
      return;
    }
  revoked = flux_api_key_copy (making->fresh->key);
  revoked->revoked_at = flux_clock_get_now (flux_engine_get_clock (FLUX_ENGINE (engine)));
  flux_engine_save_key_async (FLUX_ENGINE (engine), revoked, g_get_user_name (), NULL, taken_back_cb,
                              g_steal_pointer (&task));
}

static void
end_old (FluxEngine *engine, GTask *task)
{
  Making *making = g_task_get_task_data (task);
  g_autoptr (FluxApiKey) old = flux_api_key_copy (making->old);
  gint64 end = flux_clock_get_now (flux_engine_get_clock (engine)) + making->overlap;

  old->expires_at = old->expires_at != 0 ? MIN (old->expires_at, end) : end;
  flux_engine_save_key_async (engine, old, g_get_user_name (), NULL, old_saved_cb, task);
}

static void
fresh_saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  FluxApiKey *key = flux_engine_save_key_finish (FLUX_ENGINE (engine), result, &error);

  if (key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  flux_api_key_unref (making->fresh->key);
  making->fresh->key = key;
  if (making->old != NULL)
    end_old (FLUX_ENGINE (engine), g_steal_pointer (&task));
  else
    return_fresh (task);
}

/* A key of its own with the settings of another. Returns: (transfer full) */
static FluxFreshKey *
make_fresh (const FluxApiKey *settings)
{
  FluxFreshKey *fresh = g_new0 (FluxFreshKey, 1);

  fresh->text = flux_api_key_generate_text ();
  fresh->key = flux_api_key_copy (settings);
  g_free (fresh->key->uuid);
  fresh->key->uuid = flux_random_uuid ();
  fresh->key->number = 0;
  fresh->key->created_at = fresh->key->expires_at = fresh->key->revoked_at = fresh->key->last_used = 0;
  flux_api_key_digest (fresh->text, fresh->key->digest);
  return fresh;
}

static void
start (FluxEngine *engine, const FluxApiKey *settings, FluxApiKey *old, gint64 overlap, GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (engine, NULL, callback, user_data);
  Making *making = g_new0 (Making, 1);

  making->fresh = make_fresh (settings);
  making->old = old != NULL ? flux_api_key_ref (old) : NULL;
  making->overlap = overlap;
  g_task_set_source_tag (task, flux_key_change_make_async);
  g_task_set_task_data (task, making, making_free);
  flux_engine_save_key_async (engine, making->fresh->key, g_get_user_name (), NULL, fresh_saved_cb, task);
}

void
flux_key_change_make_async (FluxEngine *engine, const FluxApiKey *settings, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  start (engine, settings, NULL, 0, callback, user_data);
}

void
flux_key_change_rotate_async (FluxEngine *engine, FluxApiKey *old, gint64 overlap, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  start (engine, old, old, overlap, callback, user_data);
}

FluxFreshKey *
flux_key_change_make_finish (FluxEngine *engine, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Revoking ----------------------------------------------------------------------------------------------------- */

static void
revoked_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (FluxApiKey) key = flux_engine_save_key_finish (FLUX_ENGINE (engine), result, &error);

  if (key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  flux_key_vault_clear (key->uuid);
  g_task_return_boolean (task, TRUE);
}

void
flux_key_change_revoke_async (FluxEngine *engine, FluxApiKey *key, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (engine, NULL, callback, user_data);
  g_autoptr (FluxApiKey) revoked = flux_api_key_copy (key);

  g_task_set_source_tag (task, flux_key_change_revoke_async);
  revoked->revoked_at = flux_clock_get_now (flux_engine_get_clock (engine));
  flux_engine_save_key_async (engine, revoked, g_get_user_name (), NULL, revoked_cb, task);
}

gboolean
flux_key_change_revoke_finish (FluxEngine *engine, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Listing ------------------------------------------------------------------------------------------------------ */

static gpointer
read_keys (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return flux_store_session_list_api_keys (session, error);
}

static void
listed_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *keys = flux_store_read_finish (FLUX_STORE (store), result, &error);

  if (keys == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, keys, (GDestroyNotify) g_ptr_array_unref);
}

void
flux_key_change_list_async (FluxEngine *engine, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (engine, cancellable, callback, user_data);

  g_task_set_source_tag (task, flux_key_change_list_async);
  flux_store_read_async (flux_engine_get_store (engine), read_keys, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                         cancellable, listed_cb, task);
}

GPtrArray *
flux_key_change_list_finish (FluxEngine *engine, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
