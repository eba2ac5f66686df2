/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-knocks.h"

#include "flux-engine-posts.h"
#include "flux-format.h"
#include "flux-mark.h"
#include "flux-number.h"
#include "flux-time.h"

#include <glib/gi18n.h>

#define LOOK_EVERY (5 * FLUX_TIME_SECOND)
#define KNOCKS_OF (FLUX_TIME_HOUR)
#define MOST_KNOCKS 3
#define FEW_DAYS 7

struct _FluxPostKnocks
{
  AdwBin parent_instance;

  GtkWidget *strips;

  FluxHost *host;     /* (nullable) (owned) */
  gint64 looked_at;   /* µs UTC */
  char *what;         /* (nullable): what the strips are made of */
  gulong tick_handler;
};

G_DEFINE_FINAL_TYPE (FluxPostKnocks, flux_post_knocks, ADW_TYPE_BIN)

/* --- Strips ------------------------------------------------------------------------------------------------------- */

/* @target: (nullable) (transfer floating) */
static void
add_strip (FluxPostKnocks *self, FluxMarkKind mark, const char *sentence, const char *label, const char *action,
           GVariant *target)
{
  GtkWidget *strip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *text = gtk_label_new (sentence);
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_add_css_class (strip, "flux-banner");
  gtk_box_append (GTK_BOX (strip), g_object_new (FLUX_TYPE_MARK, "kind", mark, "valign", GTK_ALIGN_CENTER, NULL));
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (strip), text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (strip), button);
  gtk_box_append (GTK_BOX (self->strips), strip);
}

/* The one gateway whose posts came from that address before. Returns: (transfer none) (nullable) */
static FluxGatewayItem *
find_gateway (FluxPostKnocks *self, const char *address)
{
  GListModel *gateways = flux_plant_model_get_gateways (flux_host_get_plant (self->host));
  FluxGatewayItem *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (gateways); i++)
    {
      g_autoptr (FluxGatewayItem) item = g_list_model_get_item (gateways, i);

      if (g_strcmp0 (flux_gateway_item_get_gateway (item)->last_address, address) != 0)
        continue;
      if (found != NULL)
        return NULL;
      found = item;
    }
  return found;
}

/* Returns: (transfer full) */
static char *
make_sentence (const FluxKnock *knock, FluxGatewayItem *gateway, gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *last = flux_format_moment (now, knock->last_at, zone);
  g_autofree char *count = flux_number_format (knock->count, 0);
  g_autofree char *who = gateway != NULL
                             ? g_strdup_printf ("%s (%s)", knock->address, flux_gateway_item_get_name (gateway))
                             : g_strdup (knock->address);
  int n = MIN (knock->count, G_MAXINT);

  if (g_strcmp0 (knock->reason, "no key") == 0)
    /* Translators: an address and perhaps a gateway's name, a number, and a moment like 14:34 */
    return g_strdup_printf (ngettext ("%s knocked %s time without a key, last %s. Nothing of it was kept.",
                                      "%s knocked %s times without a key, last %s. Nothing of it was kept.", n),
                            who, count, last);
  /* Translators: an address and perhaps a gateway's name, a number, and a moment like 14:34 */
  return g_strdup_printf (ngettext ("%s knocked %s time with a wrong key, last %s. Nothing of it was kept.",
                                    "%s knocked %s times with a wrong key, last %s. Nothing of it was kept.", n),
                          who, count, last);
}

static void
add_knock (FluxPostKnocks *self, const FluxKnock *knock, gint64 now)
{
  FluxGatewayItem *gateway = find_gateway (self, knock->address);
  g_autofree char *sentence = make_sentence (knock, gateway, now);

  if (gateway != NULL)
    add_strip (self, FLUX_MARK_REFUSED, sentence, _ ("_Renew the key…"), "win.show-gateway",
               g_variant_new_string (flux_gateway_item_get_gateway (gateway)->uuid));
  else
    add_strip (self, FLUX_MARK_REFUSED, sentence, _ ("_Gateways"), "win.show-page", g_variant_new_string ("gateways"));
}

static void
add_room (FluxPostKnocks *self, const FluxRawRoom *room)
{
  int days = room->days_left;
  g_autofree char *soon =
      g_strdup_printf (ngettext ("Posts that wait will fill their space in about %d day. Map their units or give them "
                                 "more room.",
                                 "Posts that wait will fill their space in about %d days. Map their units or give them "
                                 "more room.",
                                 days),
                       days);

  add_strip (self, FLUX_MARK_WARNING_ACK,
             days >= 1 ? soon
                       : _ ("Posts that wait will fill their space within a day. Map their units or give them more "
                            "room."),
             _ ("_Preferences"), "app.preferences", NULL);
}

static gboolean
is_short (const FluxRawRoom *room)
{
  return room->days_left >= 0 && room->days_left <= FEW_DAYS;
}

/* Told from what it was before, so that a strip that nobody has changed keeps the focus. Returns: (transfer full) */
static char *
describe (GPtrArray *knocks, const FluxRawRoom *room, gint64 now)
{
  GString *what = g_string_new (NULL);

  for (guint i = 0; i < MIN (knocks->len, MOST_KNOCKS); i++)
    {
      const FluxKnock *knock = g_ptr_array_index (knocks, i);

      if (now - knock->last_at <= KNOCKS_OF)
        g_string_append_printf (what, "%s %s %" G_GUINT64_FORMAT "\n", knock->address, knock->reason, knock->count);
    }
  if (is_short (room))
    g_string_append_printf (what, "%d\n", (int) room->days_left);
  return g_string_free (what, FALSE);
}

static void
show (FluxPostKnocks *self, GPtrArray *knocks, const FluxRawRoom *room, gint64 now)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->strips)) != NULL)
    gtk_box_remove (GTK_BOX (self->strips), child);
  if (is_short (room))
    add_room (self, room);
  for (guint i = 0; i < MIN (knocks->len, MOST_KNOCKS); i++)
    {
      const FluxKnock *knock = g_ptr_array_index (knocks, i);

      if (now - knock->last_at <= KNOCKS_OF)
        add_knock (self, knock, now);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->strips) != NULL);
}

void
flux_post_knocks_refresh (FluxPostKnocks *self)
{
  FluxEngine *engine;
  g_autoptr (GPtrArray) knocks = NULL;
  FluxRawRoom room;
  g_autofree char *what = NULL;

  g_return_if_fail (FLUX_IS_POST_KNOCKS (self) && self->host != NULL);
  engine = flux_host_get_engine (self->host);
  self->looked_at = flux_clock_get_now (flux_engine_get_clock (engine));
  knocks = flux_engine_get_knocks (engine);
  flux_engine_get_raw_room (engine, &room);
  what = describe (knocks, &room, self->looked_at);
  if (g_strcmp0 (self->what, what) == 0)
    return;
  g_free (self->what);
  self->what = g_steal_pointer (&what);
  show (self, knocks, &room, self->looked_at);
}

static void
tick_cb (FluxPostKnocks *self, gint64 now)
{
  if (ABS (now - self->looked_at) >= LOOK_EVERY)
    flux_post_knocks_refresh (self);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_post_knocks_dispose (GObject *object)
{
  FluxPostKnocks *self = FLUX_POST_KNOCKS (object);

  if (self->host != NULL)
    g_clear_signal_handler (&self->tick_handler, flux_host_get_plant (self->host));
  g_clear_object (&self->host);
  G_OBJECT_CLASS (flux_post_knocks_parent_class)->dispose (object);
}

static void
flux_post_knocks_finalize (GObject *object)
{
  g_free (FLUX_POST_KNOCKS (object)->what);
  G_OBJECT_CLASS (flux_post_knocks_parent_class)->finalize (object);
}

static void
flux_post_knocks_class_init (FluxPostKnocksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = flux_post_knocks_dispose;
  G_OBJECT_CLASS (klass)->finalize = flux_post_knocks_finalize;
}

static void
flux_post_knocks_init (FluxPostKnocks *self)
{
  self->strips = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  adw_bin_set_child (ADW_BIN (self), self->strips);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
flux_post_knocks_set_host (FluxPostKnocks *self, FluxHost *host)
{
  g_return_if_fail (FLUX_IS_POST_KNOCKS (self) && self->host == NULL);
  self->host = g_object_ref (host);
  self->tick_handler =
      g_signal_connect_swapped (flux_host_get_plant (host), "tick", G_CALLBACK (tick_cb), self);
  flux_post_knocks_refresh (self);
}
