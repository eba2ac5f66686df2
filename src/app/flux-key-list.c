/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-list.h"

#include "flux-error-sentence.h"
#include "flux-key-change.h"
#include "flux-key-dialog.h"
#include "flux-key-vault.h"
#include "flux-key-words.h"
#include "flux-naming.h"
#include "flux-page.h"
#include "flux-question.h"
#include "flux-time.h"

#include <glib/gi18n.h>

/* A key's last use is written down once a minute. */
#define READ_AGAIN_AFTER (20 * FLUX_TIME_SECOND)

struct _FluxKeyList
{
  AdwBin parent_instance;

  GtkWidget *make;
  GtkListBox *list;
  GtkWidget *none;

  FluxHost *host;         /* (nullable) (owned) */
  FluxGateway *gateway;   /* (nullable) (owned) */
  GPtrArray *keys;        /* (owned) (element-type FluxApiKey): of the gateway, as they are listed */
  GHashTable *texts;      /* (key-type utf8: uuid) (value-type utf8): those that were shown or found */
  FluxApiKey *chosen;     /* (nullable) (owned): to be revoked, while it is asked */
  GCancellable *reading;  /* (nullable) (owned) */
  GCancellable *looking;  /* (nullable) (owned): into the keyring */
  gint64 read_at;         /* µs UTC */
  gulong tick_handler;
};

enum
{
  PROP_TEXT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FluxKeyList, flux_key_list, ADW_TYPE_BIN)

static void read_keys (FluxKeyList *self);

static FluxEngine *
get_engine (FluxKeyList *self)
{
  return flux_host_get_engine (self->host);
}

static gint64
get_now (FluxKeyList *self)
{
  return flux_clock_get_now (flux_engine_get_clock (get_engine (self)));
}

/* Returns: (nullable) (transfer none) */
static FluxApiKey *
find_key (FluxKeyList *self, const char *uuid)
{
  for (guint i = 0; i < self->keys->len; i++)
    if (g_str_equal (((FluxApiKey *) g_ptr_array_index (self->keys, i))->uuid, uuid))
      return g_ptr_array_index (self->keys, i);
  return NULL;
}

/* The newest that does not end. Returns: (nullable) (transfer none) */
static FluxApiKey *
find_newest (FluxKeyList *self)
{
  FluxApiKey *first = self->keys->len > 0 ? g_ptr_array_index (self->keys, 0) : NULL;

  return first != NULL && flux_key_words_is_in_force (first, get_now (self)) ? first : NULL;
}

/* --- Rows --------------------------------------------------------------------------------------------------------- */

static void
append_action (GMenu *menu, const char *label, const char *action, const char *uuid)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", uuid);
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_menu_button (const FluxApiKey *key)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *label = g_strdup_printf (_ ("Menu of the key %s"), key->name);

  append_action (menu, _ ("_Show again…"), "keys.show", key->uuid);
  append_action (menu, _ ("_Rotate…"), "keys.rotate", key->uuid);
  append_action (menu, _ ("Re_voke…"), "keys.revoke", key->uuid);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  flux_naming_menu_button (GTK_MENU_BUTTON (button), label);
  return button;
}

static GtkWidget *
make_row (FluxKeyList *self, const FluxApiKey *key)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *words = flux_key_words_describe (key, get_now (self), zone);
  g_autofree char *label = g_strdup_printf ("%s, %s", key->name, words);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), key->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (flux_key_words_is_in_force (key, get_now (self)))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_menu_button (key));
  else
    gtk_widget_add_css_class (row, "retired");
  return row;
}

static gboolean
is_menu_open (FluxKeyList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list));
}

static void
show_keys (FluxKeyList *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < self->keys->len; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (self->keys, i)));
  if (self->keys->len == 0)
    gtk_widget_add_css_class (self->make, "suggested-action");
  else
    gtk_widget_remove_css_class (self->make, "suggested-action");
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->keys->len > 0);
  gtk_widget_set_visible (self->none, self->keys->len == 0);
}

/* --- The text of the newest --------------------------------------------------------------------------------------- */

static void
remember (FluxKeyList *self, const char *uuid, const char *text)
{
  g_hash_table_replace (self->texts, g_strdup (uuid), g_strdup (text));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxKeyList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = flux_key_vault_lookup_finish (result, &error);
  FluxApiKey *newest;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  newest = find_newest (self);
  if (text != NULL && newest != NULL)
    remember (self, newest->uuid, text);
}

static void
look_for_text (FluxKeyList *self)
{
  FluxApiKey *newest = find_newest (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  if (newest == NULL || g_hash_table_contains (self->texts, newest->uuid) || self->looking != NULL)
    return;
  self->looking = g_cancellable_new ();
  flux_key_vault_lookup_async (newest->uuid, self->looking, found_cb, g_object_ref (self));
}

/* --- Reading ------------------------------------------------------------------------------------------------------ */

static gboolean
take_keys (FluxKeyList *self, GPtrArray *all)
{
  g_autoptr (GPtrArray) keys = flux_key_words_list (all, self->gateway->uuid, get_now (self));
  gboolean is_other = keys->len != self->keys->len;

  for (guint i = 0; i < keys->len && !is_other; i++)
    {
      const FluxApiKey *key = g_ptr_array_index (keys, i), *before = g_ptr_array_index (self->keys, i);

      is_other = !g_str_equal (key->uuid, before->uuid) || key->revoked_at != before->revoked_at
                 || key->expires_at != before->expires_at;
    }
  g_ptr_array_unref (self->keys);
  self->keys = g_steal_pointer (&keys);
  return is_other;
}

static void
listed_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxKeyList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = flux_key_change_list_finish (FLUX_ENGINE (engine), result, &error);
  gboolean is_other;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (all == NULL)
    {
      g_debug ("The keys could not be read: %s", error->message);
      return;
    }
  is_other = take_keys (self, all);
  if (is_other || !is_menu_open (self))
    show_keys (self);
  if (is_other)
    look_for_text (self);
}

static void
read_keys (FluxKeyList *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  self->read_at = get_now (self);
  flux_key_change_list_async (get_engine (self), self->reading, listed_cb, g_object_ref (self));
}

static void
tick_cb (FluxPlantModel *plant, gint64 now, FluxKeyList *self)
{
  if (self->gateway != NULL && ABS (now - self->read_at) >= READ_AGAIN_AFTER && self->reading == NULL)
    read_keys (self);
}

/* --- Actions ------------------------------------------------------------------------------------------------------ */

static void
made_cb (FluxKeyList *self, FluxApiKey *key, const char *text)
{
  remember (self, key->uuid, text);
  read_keys (self);
}

static void
present (FluxKeyList *self, FluxKeyDialog *dialog)
{
  g_signal_connect_object (dialog, "made", G_CALLBACK (made_cb), self, G_CONNECT_SWAPPED);
  flux_key_dialog_present (dialog, GTK_WIDGET (self));
}

static void
make_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxKeyList *self = FLUX_KEY_LIST (widget);

  present (self, flux_key_dialog_new_make (get_engine (self), self->gateway));
}

static void
rotate_chosen (gpointer widget)
{
  FluxKeyList *self = widget;

  if (self->chosen != NULL)
    present (self, flux_key_dialog_new_rotate (get_engine (self), self->chosen));
}

static void
choose (FluxKeyList *self, GVariant *uuid)
{
  FluxApiKey *key = find_key (self, g_variant_get_string (uuid, NULL));

  g_clear_pointer (&self->chosen, flux_api_key_unref);
  self->chosen = key != NULL ? flux_api_key_ref (key) : NULL;
}

static void
rotate_action (GtkWidget *widget, const char *name, GVariant *uuid)
{
  choose (FLUX_KEY_LIST (widget), uuid);
  rotate_chosen (widget);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxKeyList) self = user_data;
  g_autofree char *text = flux_key_vault_lookup_finish (result, NULL);

  if (self->chosen == NULL)
    return;
  if (text != NULL)
    {
      remember (self, self->chosen->uuid, text);
      flux_key_dialog_present (flux_key_dialog_new_show (self->chosen, text), GTK_WIDGET (self));
    }
  else
    flux_question_ask (GTK_WIDGET (self), _ ("The text of this key is not here"),
                       _ ("The database has no text of any key, and this computer’s keyring does not have this one. "
                          "Rotate makes a new key and lets the old one go on for a while."),
                       _ ("_Cancel"), _ ("_Rotate…"), FALSE, rotate_chosen);
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *uuid)
{
  FluxKeyList *self = FLUX_KEY_LIST (widget);
  const char *known = g_hash_table_lookup (self->texts, g_variant_get_string (uuid, NULL));

  choose (self, uuid);
  if (self->chosen == NULL)
    return;
  if (known != NULL)
    flux_key_dialog_present (flux_key_dialog_new_show (self->chosen, known), widget);
  else
    flux_key_vault_lookup_async (self->chosen->uuid, NULL, shown_cb, g_object_ref (self));
}

static void
revoked_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxKeyList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (!flux_key_change_revoke_finish (FLUX_ENGINE (engine), result, &error))
    {
      sentence = g_strdup_printf (_ ("The key was not revoked. %s"), flux_error_sentence (error));
      flux_page_tell (GTK_WIDGET (self), sentence);
      return;
    }
  flux_page_tell (GTK_WIDGET (self), _ ("The key is revoked"));
  read_keys (self);
}

static void
revoke_chosen (gpointer widget)
{
  FluxKeyList *self = widget;

  if (self->chosen == NULL)
    return;
  g_hash_table_remove (self->texts, self->chosen->uuid);
  flux_key_change_revoke_async (get_engine (self), self->chosen, revoked_cb, g_object_ref (self));
}

static void
revoke_action (GtkWidget *widget, const char *name, GVariant *uuid)
{
  FluxKeyList *self = FLUX_KEY_LIST (widget);
  g_autofree char *heading = NULL;

  choose (self, uuid);
  if (self->chosen == NULL)
    return;
  heading = g_strdup_printf (_ ("Revoke the key %s?"), self->chosen->name);
  flux_question_ask (widget, heading,
                     _ ("Posts with it are refused from now on, and gateways do not send refused posts again: their "
                        "readings are lost. A revoked key stays revoked."),
                     _ ("_Cancel"), _ ("_Revoke"), TRUE, revoke_chosen);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_key_list_map (GtkWidget *widget)
{
  FluxKeyList *self = FLUX_KEY_LIST (widget);

  GTK_WIDGET_CLASS (flux_key_list_parent_class)->map (widget);
  if (self->gateway == NULL)
    return;
  read_keys (self);
  self->tick_handler = g_signal_connect (flux_host_get_plant (self->host), "tick", G_CALLBACK (tick_cb), self);
}

static void
flux_key_list_unmap (GtkWidget *widget)
{
  FluxKeyList *self = FLUX_KEY_LIST (widget);

  if (self->tick_handler != 0)
    g_signal_handler_disconnect (flux_host_get_plant (self->host), self->tick_handler);
  self->tick_handler = 0;
  GTK_WIDGET_CLASS (flux_key_list_parent_class)->unmap (widget);
}

static void
stop (FluxKeyList *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->reading);
  g_clear_object (&self->looking);
}

static void
flux_key_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    g_value_set_string (value, flux_key_list_get_text (FLUX_KEY_LIST (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_key_list_dispose (GObject *object)
{
  stop (FLUX_KEY_LIST (object));
  G_OBJECT_CLASS (flux_key_list_parent_class)->dispose (object);
}

static void
flux_key_list_finalize (GObject *object)
{
  FluxKeyList *self = FLUX_KEY_LIST (object);

  g_clear_pointer (&self->gateway, flux_gateway_unref);
  g_clear_pointer (&self->chosen, flux_api_key_unref);
  g_clear_object (&self->host);
  g_ptr_array_unref (self->keys);
  g_hash_table_unref (self->texts);
  G_OBJECT_CLASS (flux_key_list_parent_class)->finalize (object);
}

static void
flux_key_list_class_init (FluxKeyListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_key_list_get_property;
  object_class->dispose = flux_key_list_dispose;
  object_class->finalize = flux_key_list_finalize;
  widget_class->map = flux_key_list_map;
  widget_class->unmap = flux_key_list_unmap;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-key-list.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxKeyList, make);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyList, list);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyList, none);
  gtk_widget_class_install_action (widget_class, "keys.make", NULL, make_action);
  gtk_widget_class_install_action (widget_class, "keys.show", "s", show_action);
  gtk_widget_class_install_action (widget_class, "keys.rotate", "s", rotate_action);
  gtk_widget_class_install_action (widget_class, "keys.revoke", "s", revoke_action);
}

static void
flux_key_list_init (FluxKeyList *self)
{
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_api_key_unref);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
flux_key_list_show (FluxKeyList *self, FluxHost *host, FluxGateway *gateway)
{
  gboolean may_change = !flux_host_is_read_only (host);

  g_return_if_fail (FLUX_IS_KEY_LIST (self));
  stop (self);
  g_set_object (&self->host, host);
  g_clear_pointer (&self->gateway, flux_gateway_unref);
  self->gateway = gateway != NULL ? flux_gateway_ref (gateway) : NULL;
  g_ptr_array_set_size (self->keys, 0);
  show_keys (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "keys.make", may_change && gateway != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "keys.rotate", may_change);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "keys.revoke", may_change);
  gtk_widget_set_tooltip_text (self->make, may_change ? NULL : flux_host_get_lock_holder_message (host));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  if (gateway != NULL)
    read_keys (self);
}

const char *
flux_key_list_get_text (FluxKeyList *self)
{
  FluxApiKey *newest;

  g_return_val_if_fail (FLUX_IS_KEY_LIST (self), NULL);
  newest = self->host != NULL ? find_newest (self) : NULL;
  return newest != NULL ? g_hash_table_lookup (self->texts, newest->uuid) : NULL;
}

const char *
flux_key_list_get_name (FluxKeyList *self)
{
  g_return_val_if_fail (FLUX_IS_KEY_LIST (self), NULL);
  return flux_key_list_get_text (self) != NULL ? find_newest (self)->name : NULL;
}
