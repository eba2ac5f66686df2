/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-driver.h"

#include "sqlite/flux-sqlite-driver.h"

#include "config.h"

#include <glib/gi18n.h>
#ifdef HAVE_LIBPQ
#include <libpq-fe.h>
#endif

G_DEFINE_ABSTRACT_TYPE (FluxStoreDriver, flux_store_driver, G_TYPE_OBJECT)

static void
flux_store_driver_class_init (FluxStoreDriverClass *klass)
{
}

static void
flux_store_driver_init (FluxStoreDriver *self)
{
}

FluxStoreSession *
flux_store_driver_open_session (FluxStoreDriver *self, gboolean may_write, GError **error)
{
  return FLUX_STORE_DRIVER_GET_CLASS (self)->open_session (self, may_write, error);
}

static gboolean
is_postgresql_uri (const char *uri)
{
#ifdef HAVE_LIBPQ
  PQconninfoOption *options = PQconninfoParse (uri, NULL);
  gboolean is_one = options != NULL;

  PQconninfoFree (options);
  return is_one;
#else
  return g_str_has_prefix (uri, "postgresql://") || g_str_has_prefix (uri, "postgres://");
#endif
}

FluxStoreDriver *
flux_store_driver_open (const char *uri, FluxStoreAccess access, FluxClock *clock, GError **error)
{
  if (g_str_has_prefix (uri, "sqlite:"))
    return flux_sqlite_driver_open (uri, access, clock, error);

  if (is_postgresql_uri (uri))
    g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_ADDRESS,
                         _ ("This version of FluxIO does not connect to PostgreSQL yet. Use sqlite:PATH; a later "
                            "version moves the readings over"));
  else
    g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_ADDRESS,
                 _ ("“%s” is no database address. Use sqlite:PATH, such as sqlite:/var/lib/fluxio/fluxio.db"), uri);
  return NULL;
}
