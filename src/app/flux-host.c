/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-host.h"

#include "flux-network-address.h"

struct _FluxHost
{
  GObject parent_instance;

  char *database;
  FluxEngine *engine;    /* (owned) */
  FluxPlantModel *plant; /* (owned) */
  FluxServer *server;    /* (nullable) (owned): none while looking only */
  char **urls;
  char *tls_cert;
  char *tls_key;
  char *lock_holder_message; /* (nullable) */
  GError *listen_error;      /* (nullable) */
  char *refused_address;     /* (nullable): who knocked last with a wrong key or none */
  gint64 refused_at;         /* µs UTC; 0: nobody */
  gboolean is_closed;
};

enum
{
  PROP_PLANT = 1,
  PROP_URLS,
  PROP_READ_ONLY,
  PROP_LOCK_HOLDER_MESSAGE,
  N_PROPS,
};

enum
{
  REFUSED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxHost, flux_host, G_TYPE_OBJECT)

/* --- Listening ---------------------------------------------------------------------------------------------------- */

static void
take_urls (FluxHost *self, char **urls)
{
  g_strfreev (self->urls);
  self->urls = urls;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URLS]);
}

/* Returns: (transfer full) (nullable): where it listens now */
static char **
listen_all (FluxServer *server, const char *const *addresses, GError **error)
{
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();

  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      g_autofree char *url = flux_server_listen (server, addresses[i], error);

      if (url == NULL)
        {
          flux_server_close_listeners (server);
          return NULL;
        }
      g_strv_builder_add (urls, url);
    }
  return g_strv_builder_end (urls);
}

static void
on_refused (FluxServer *server, const char *address, FluxHost *self)
{
  g_free (self->refused_address);
  self->refused_address = g_strdup (address);
  self->refused_at = flux_clock_get_now (flux_engine_get_clock (self->engine));
  g_signal_emit (self, signals[REFUSED], 0, address);
}

static void
start_server (FluxHost *self, const char *const *addresses)
{
  char **urls = NULL;

  self->server = flux_server_new (self->engine);
  g_signal_connect (self->server, "refused", G_CALLBACK (on_refused), self);
  if (flux_host_renew_certificate (self, &self->listen_error))
    urls = listen_all (self->server, addresses, &self->listen_error);
  take_urls (self, urls != NULL ? urls : g_new0 (char *, 1));
}

/* --- Opening ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *database;
  char **addresses;
  char *tls_cert;
  char *tls_key;
  FluxApiKey *start_key;

  FluxEngine *engine; /* once it is open */
  char *lock_holder_message;
} Opening;

static void
opening_free (Opening *self)
{
  g_free (self->database);
  g_strfreev (self->addresses);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_clear_pointer (&self->start_key, flux_api_key_unref);
  g_clear_object (&self->engine);
  g_free (self->lock_holder_message);
  g_free (self);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (FluxStore) store = NULL;
  GError *error = NULL;

  store = flux_store_open (opening->database, FLUX_STORE_TAKE_READINGS, clock, &error);
  if (store == NULL && g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_LOCKED))
    {
      opening->lock_holder_message = g_strdup (error->message);
      g_clear_error (&error);
      store = flux_store_open (opening->database, FLUX_STORE_LOOK, clock, &error);
    }
  if (store != NULL)
    opening->engine = flux_engine_new (store, clock, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
flux_host_open_async (const FluxHostOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  *opening = (Opening) {
    .database = g_strdup (options->database),
    .addresses = g_strdupv ((char **) options->addresses),
    .tls_cert = g_strdup (options->tls_cert),
    .tls_key = g_strdup (options->tls_key),
    .start_key = options->start_key != NULL ? flux_api_key_ref (options->start_key) : NULL,
  };
  g_task_set_source_tag (task, flux_host_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  g_task_run_in_thread (task, open_in_thread);
}

FluxHost *
flux_host_open_finish (GAsyncResult *result, GError **error)
{
  Opening *opening = g_task_get_task_data (G_TASK (result));
  FluxHost *self;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  self = g_object_new (FLUX_TYPE_HOST, NULL);
  self->database = g_strdup (opening->database);
  self->engine = g_steal_pointer (&opening->engine);
  self->lock_holder_message = g_steal_pointer (&opening->lock_holder_message);
  self->tls_cert = g_strdup (opening->tls_cert);
  self->tls_key = g_strdup (opening->tls_key);
  if (opening->start_key != NULL)
    flux_engine_add_start_key (self->engine, opening->start_key);
  flux_engine_follow (self->engine);
  self->plant = flux_plant_model_new (self->engine);
  if (!flux_host_is_read_only (self))
    start_server (self, (const char *const *) opening->addresses);
  return self;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_host_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxHost *self = FLUX_HOST (object);

  switch (id)
    {
    case PROP_PLANT:
      g_value_set_object (value, self->plant);
      break;
    case PROP_URLS:
      g_value_set_boxed (value, self->urls);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, flux_host_is_read_only (self));
      break;
    case PROP_LOCK_HOLDER_MESSAGE:
      g_value_set_string (value, self->lock_holder_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_host_finalize (GObject *object)
{
  FluxHost *self = FLUX_HOST (object);

  flux_host_close (self);
  g_clear_object (&self->server);
  g_clear_object (&self->plant);
  g_clear_object (&self->engine);
  g_strfreev (self->urls);
  g_free (self->database);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_free (self->lock_holder_message);
  g_free (self->refused_address);
  g_clear_error (&self->listen_error);
  G_OBJECT_CLASS (flux_host_parent_class)->finalize (object);
}

static void
flux_host_class_init (FluxHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = flux_host_get_property;
  object_class->finalize = flux_host_finalize;

  properties[PROP_PLANT] = g_param_spec_object ("plant", NULL, NULL, FLUX_TYPE_PLANT_MODEL, flags);
  properties[PROP_URLS] = g_param_spec_boxed ("urls", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  properties[PROP_LOCK_HOLDER_MESSAGE] = g_param_spec_string ("lock-holder-message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REFUSED] = g_signal_new ("refused", FLUX_TYPE_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
}

static void
flux_host_init (FluxHost *self)
{
  self->urls = g_new0 (char *, 1);
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

FluxEngine *
flux_host_get_engine (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), NULL);
  return self->engine;
}

FluxPlantModel *
flux_host_get_plant (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), NULL);
  return self->plant;
}

const char *
flux_host_get_database (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), NULL);
  return self->database;
}

const char *const *
flux_host_get_urls (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), NULL);
  return (const char *const *) self->urls;
}

gboolean
flux_host_is_read_only (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), FALSE);
  return flux_engine_is_read_only (self->engine);
}

const char *
flux_host_get_lock_holder_message (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), NULL);
  return self->lock_holder_message;
}

const GError *
flux_host_get_listen_error (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), NULL);
  return self->listen_error;
}

gboolean
flux_host_listen (FluxHost *self, const char *const *addresses, GError **error)
{
  g_autoptr (GError) cause = NULL;
  char **urls;

  g_return_val_if_fail (FLUX_IS_HOST (self), FALSE);
  g_return_val_if_fail (self->server != NULL, FALSE);

  /* The old ones have to go first: 0.0.0.0 cannot be had beside 127.0.0.1 on the same port. */
  flux_server_close_listeners (self->server);
  urls = listen_all (self->server, addresses, &cause);
  if (urls != NULL)
    {
      g_clear_error (&self->listen_error);
      take_urls (self, urls);
      return TRUE;
    }

  urls = listen_all (self->server, (const char *const *) self->urls, NULL);
  if (urls == NULL || *urls == NULL)
    {
      g_clear_error (&self->listen_error);
      self->listen_error = g_error_copy (cause);
    }
  take_urls (self, urls != NULL ? urls : g_new0 (char *, 1));
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
flux_host_renew_certificate (FluxHost *self, GError **error)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), FALSE);
  return self->tls_cert == NULL || self->tls_key == NULL || self->server == NULL
         || flux_server_set_certificate (self->server, self->tls_cert, self->tls_key, error);
}

char *
flux_host_get_gateway_url (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), NULL);
  for (guint i = 0; self->urls[i] != NULL; i++)
    if (flux_network_address_is_on_network (self->urls[i]))
      return flux_network_address_for_gateways (self->urls[i]);
  return g_strdup (self->urls[0]);
}

gboolean
flux_host_is_on_network (FluxHost *self)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), FALSE);
  for (guint i = 0; self->urls[i] != NULL; i++)
    if (flux_network_address_is_on_network (self->urls[i]))
      return TRUE;
  return FALSE;
}

gint64
flux_host_get_refused (FluxHost *self, const char **address)
{
  g_return_val_if_fail (FLUX_IS_HOST (self), 0);
  *address = self->refused_address;
  return self->refused_at;
}

void
flux_host_forget_refused (FluxHost *self)
{
  g_return_if_fail (FLUX_IS_HOST (self));
  g_clear_pointer (&self->refused_address, g_free);
  self->refused_at = 0;
}

void
flux_host_close (FluxHost *self)
{
  g_return_if_fail (FLUX_IS_HOST (self));
  if (self->is_closed || self->engine == NULL)
    return;
  self->is_closed = TRUE;
  if (self->plant != NULL)
    g_object_run_dispose (G_OBJECT (self->plant));
  if (self->server != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->server, self);
      flux_server_stop (self->server);
    }
  flux_engine_close (self->engine);
}
