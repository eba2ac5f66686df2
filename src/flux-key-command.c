/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-command.h"

#include "flux-engine.h"
#include "flux-time.h"

#include <glib/gi18n.h>
#include <stdio.h>

#define FOR_EVER G_MAXINT
#define DAYS_MOST 36500

typedef struct
{
  char *scope;
  char *gateway;
  char **addresses;
  int days; /* FOR_EVER: it does not expire */
  gboolean no_new_devices;
} AddOptions;

static void
add_options_clear (AddOptions *self)
{
  g_free (self->scope);
  g_free (self->gateway);
  g_strfreev (self->addresses);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AddOptions, add_options_clear)

/* What one command works on. */
typedef struct
{
  FluxClock *clock;
  FluxApiKey *key;          /* to be stored */
  const char *gateway_name; /* (nullable): that it shall belong to, made if need be */
  const char *wanted;       /* name or id of the key to be revoked */
  guint n_revoked;
} Work;

const char *
flux_key_command_get_description (void)
{
  return _ ("Commands:\n"
            "  keys add NAME [--scope ingest,read,manage] [--gateway NAME] [--address NETWORK …]\n"
            "                [--days N] [--no-new-devices]\n"
            "                     make a key and print it, once (scope: ingest)\n"
            "  keys list          the keys, without their text\n"
            "  keys revoke NAME   let a key be refused from now on\n");
}

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID, text);
  return FALSE;
}

static FluxStore *
open_store (const FluxStartOptions *options, FluxStoreAccess access, FluxClock *clock, GError **error)
{
  g_autofree char *database = flux_start_options_get_database (options);

  return flux_store_open (database, access, clock, error);
}

static const char *
actor (void)
{
  return g_get_user_name ();
}

/* --- add ---------------------------------------------------------------------------------------------------------- */

static gboolean
bind_to_gateway (FluxStoreSession *session, Work *work, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) gateways = flux_store_session_list_gateways (session, error);
  g_autoptr (FluxGateway) made = NULL;

  if (gateways == NULL)
    return FALSE;
  g_clear_pointer (&work->key->gateway_uuid, g_free);
  for (guint i = 0; i < gateways->len; i++)
    {
      const FluxGateway *gateway = g_ptr_array_index (gateways, i);

      if (g_str_equal (gateway->name, work->gateway_name))
        work->key->gateway_uuid = g_strdup (gateway->uuid);
    }
  if (work->key->gateway_uuid != NULL)
    return TRUE;
  made = flux_gateway_new (work->gateway_name);
  work->key->gateway_uuid = g_strdup (made->uuid);
  return flux_gateway_save (session, made, NULL, actor (), now, error);
}

static gboolean
add_key (FluxStoreSession *session, gpointer data, GError **error)
{
  Work *work = data;
  gint64 now = flux_clock_get_now (work->clock);

  return (work->gateway_name == NULL || bind_to_gateway (session, work, now, error))
         && flux_api_key_save (session, work->key, actor (), now, error);
}

static gboolean
read_add_options (char ***words, AddOptions *add, GError **error)
{
  const GOptionEntry entries[] = {
    { "scope", 0, 0, G_OPTION_ARG_STRING, &add->scope, NULL, NULL },
    { "gateway", 0, 0, G_OPTION_ARG_STRING, &add->gateway, NULL, NULL },
    { "address", 0, 0, G_OPTION_ARG_STRING_ARRAY, &add->addresses, NULL, NULL },
    { "days", 0, 0, G_OPTION_ARG_INT, &add->days, NULL, NULL },
    { "no-new-devices", 0, 0, G_OPTION_ARG_NONE, &add->no_new_devices, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse_strv (context, words, error);
}

static gboolean
apply_add_options (FluxApiKey *key, const AddOptions *add, gint64 now, GError **error)
{
  key->scope = FLUX_SCOPE_INGEST;
  if (add->scope != NULL && !flux_scope_from_words (add->scope, &key->scope))
    return fail (error, _ ("--scope takes ingest, read and manage, with commas between them"));
  for (guint i = 0; add->addresses != NULL && add->addresses[i] != NULL; i++)
    if (!flux_api_key_network_is_valid (add->addresses[i]))
      return fail (error, _ ("--address takes an IP address or a network such as 10.0.0.0/8"));
  if (add->days < 1 || (add->days > DAYS_MOST && add->days != FOR_EVER))
    return fail (error, _ ("--days must be 1 to 36500"));
  if (add->addresses != NULL)
    {
      g_strfreev (key->addresses);
      key->addresses = g_strdupv (add->addresses);
    }
  key->allows_new_devices = !add->no_new_devices;
  key->expires_at = add->days != FOR_EVER ? now + add->days * FLUX_TIME_DAY : 0;
  return TRUE;
}

static gboolean
run_add (const FluxStartOptions *options, char **words, GError **error)
{
  g_auto (AddOptions) add = { .days = FOR_EVER };
  /* GOption takes the first word for a program's name. */
  g_auto (GStrv) parsed = g_strdupv (words);
  g_autofree char *text = flux_api_key_generate_text ();
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (FluxStore) store = NULL;
  g_autoptr (FluxApiKey) key = NULL;
  Work work = { .clock = clock };

  if (!read_add_options (&parsed, &add, error))
    return FALSE;
  if (g_strv_length (parsed) != 2 || *parsed[1] == '\0')
    return fail (error, _ ("“keys add” needs the key’s name"));
  key = flux_api_key_new (parsed[1], text);
  if (!apply_add_options (key, &add, flux_clock_get_now (clock), error))
    return FALSE;
  store = open_store (options, FLUX_STORE_WRITE_BESIDE, clock, error);
  if (store == NULL)
    return FALSE;
  work.key = key;
  work.gateway_name = add.gateway;
  if (!flux_store_change (store, add_key, &work, error))
    return FALSE;
  printf ("%s\n", text);
  fprintf (stderr, _ ("This is the only time that the key is shown. A running server takes it within 5 seconds.\n"));
  return TRUE;
}

/* --- list --------------------------------------------------------------------------------------------------------- */

static gpointer
read_keys (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return flux_store_session_list_api_keys (session, error);
}

/* In no language: scripts read the list. */
static const char *
describe_state (const FluxApiKey *key, gint64 now)
{
  if (key->revoked_at != 0)
    return "revoked";
  return key->expires_at != 0 && key->expires_at <= now ? "expired" : "in force";
}

static gboolean
run_list (const FluxStartOptions *options, GError **error)
{
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (FluxStore) store = open_store (options, FLUX_STORE_LOOK, clock, error);
  g_autoptr (GPtrArray) keys = NULL;

  if (store == NULL)
    return FALSE;
  keys = flux_store_read (store, read_keys, NULL, NULL, error);
  if (keys == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      const FluxApiKey *key = g_ptr_array_index (keys, i);
      g_autofree char *scopes = flux_scope_to_words (key->scope);
      g_autofree char *addresses = g_strjoinv (",", key->addresses);
      char used[FLUX_TIME_ISO8601_SIZE] = "-";

      if (key->last_used != 0)
        flux_time_write_iso8601 (key->last_used, used);
      printf ("%s\t%s\t%s\t%s\t%s\t%s\n", key->uuid, key->name, scopes,
              describe_state (key, flux_clock_get_now (clock)), used, *addresses != '\0' ? addresses : "-");
    }
  return TRUE;
}

/* --- revoke ------------------------------------------------------------------------------------------------------- */

static gboolean
revoke_keys (FluxStoreSession *session, gpointer data, GError **error)
{
  Work *work = data;
  gint64 now = flux_clock_get_now (work->clock);
  g_autoptr (GPtrArray) keys = flux_store_session_list_api_keys (session, error);

  if (keys == NULL)
    return FALSE;
  work->n_revoked = 0;
  for (guint i = 0; i < keys->len; i++)
    {
      FluxApiKey *key = g_ptr_array_index (keys, i);

      if (key->revoked_at != 0 || (!g_str_equal (key->name, work->wanted) && !g_str_equal (key->uuid, work->wanted)))
        continue;
      key->revoked_at = now;
      if (!flux_api_key_save (session, key, actor (), now, error))
        return FALSE;
      work->n_revoked++;
    }
  return TRUE;
}

static gboolean
run_revoke (const FluxStartOptions *options, char **words, GError **error)
{
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (FluxStore) look = NULL;
  g_autoptr (FluxStore) store = NULL;
  Work work = { .clock = clock, .wanted = words[1] };

  if (g_strv_length (words) != 2)
    return fail (error, _ ("“keys revoke” needs the key’s name or id"));
  /* Where there is no database, none is made for this. */
  look = open_store (options, FLUX_STORE_LOOK, clock, error);
  store = look != NULL ? open_store (options, FLUX_STORE_WRITE_BESIDE, clock, error) : NULL;
  if (store == NULL || !flux_store_change (store, revoke_keys, &work, error))
    return FALSE;
  if (work.n_revoked == 0)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                   _ ("There is no key “%s” in force. “keys list” shows them"), words[1]);
      return FALSE;
    }
  printf (ngettext ("%u key revoked\n", "%u keys revoked\n", work.n_revoked), work.n_revoked);
  return TRUE;
}

gboolean
flux_key_command_run (const FluxStartOptions *options, char **words, GError **error)
{
  if (g_strcmp0 (words[0], "add") == 0)
    return run_add (options, words, error);
  if (g_strcmp0 (words[0], "list") == 0)
    return run_list (options, error);
  if (g_strcmp0 (words[0], "revoke") == 0)
    return run_revoke (options, words, error);
  return fail (error, _ ("“keys” takes add, list or revoke"));
}
