/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-window-private.h"

#include "flux-condition.h"
#include "flux-error-sentence.h"

#include <glib/gi18n.h>

/* Where the data are, and whether they come: in the sidebar's foot, and what is unusual about it in the banner. */

#define CONDITION_SIMULATED "simulated"
#define CONDITION_READ_ONLY "read-only"
#define CONDITION_LISTEN "listen"
#define CONDITION_DISK "disk"

static int
get_port (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL ? g_uri_get_port (uri) : -1;
}

/* Returns: (transfer full) */
static char *
make_state (FluxWindow *self)
{
  const char *const *urls = flux_host_get_urls (self->host);

  if (flux_host_is_read_only (self->host))
    return g_strdup (C_ ("foot", "For looking only"));
  if (urls[0] == NULL)
    return g_strdup (C_ ("foot", "Not receiving"));
  if (self->is_simulated)
    return g_strdup (C_ ("foot", "Receiving made-up readings"));
  if (!flux_host_is_on_network (self->host))
    return g_strdup_printf (C_ ("foot", "Receiving on port %d, from this computer only"), get_port (urls[0]));
  return g_strdup_printf (C_ ("foot", "Receiving on port %d"), get_port (urls[0]));
}

static void
put_or_end (FluxWindow *self, gboolean holds, const char *id, FluxMarkKind mark, const char *sentence,
            const char *label, const char *action_name)
{
  if (holds)
    flux_condition_put (self->conditions, flux_condition_new (id, mark, sentence, label, action_name));
  else
    flux_condition_end (self->conditions, id);
}

static void
update_conditions (FluxWindow *self)
{
  const GError *listen_error = flux_host_get_listen_error (self->host);
  g_autofree char *trouble = NULL;
  g_autofree char *room = NULL;
  g_autofree char *shortage = NULL;
  guint64 free_bytes;
  gboolean is_disk_low = flux_disk_watch_is_low (self->disk, &free_bytes);

  room = g_format_size (free_bytes);
  put_or_end (self, self->is_simulated, CONDITION_SIMULATED, FLUX_MARK_INFO_ACK,
              _ ("Simulated plant: nothing here was measured."), _ ("Leave it"), "app.leave-simulated");
  put_or_end (self, flux_host_is_read_only (self->host), CONDITION_READ_ONLY, FLUX_MARK_INFO_ACK,
              _ ("Another program takes readings into this database. It is shown live, for looking only."), NULL, NULL);
  if (listen_error != NULL)
    trouble = g_strdup_printf (_ ("No gateway can reach this computer: %s."), flux_error_sentence (listen_error));
  put_or_end (self, listen_error != NULL, CONDITION_LISTEN, FLUX_MARK_WARNING_ACK, trouble, _ ("Preferences"),
              "app.preferences");
  /* Translators: %s is a size, like 120 MB */
  shortage = g_strdup_printf (_ ("Only %s are left on the disk. Once it is full, posts are refused and readings lost."),
                              room);
  put_or_end (self, is_disk_low, CONDITION_DISK, FLUX_MARK_WARNING_ACK, shortage, NULL, NULL);
}

void
flux_window_update_foot (FluxWindow *self)
{
  g_autofree char *state = make_state (self);
  gboolean is_deaf = flux_host_get_urls (self->host)[0] == NULL && !flux_host_is_read_only (self->host);

  gtk_label_set_text (self->foot_place, self->is_simulated ? C_ ("foot", "Simulated plant")
                                                           : C_ ("foot", "This computer"));
  gtk_label_set_text (self->foot_state, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->foot_place), flux_host_get_database (self->host));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->foot_state), flux_host_get_lock_holder_message (self->host));
  flux_mark_set_kind (self->foot_mark, FLUX_MARK_WARNING_ACK);
  gtk_stack_set_visible_child (self->foot_mark_stack, is_deaf ? GTK_WIDGET (self->foot_mark) : self->foot_icon);
  update_conditions (self);
}
