/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-pulse.h"

static gboolean
beat_cb (gpointer user_data)
{
  FluxPulse *self = user_data;

  self->n_beats++;
  /* Backwards, because a widget that is done takes itself out and the last one takes its place. */
  for (guint i = self->widgets->len; i > 0; i--)
    self->beat (g_ptr_array_index (self->widgets, i - 1));
  if (self->widgets->len > 0)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

void
flux_pulse_add (FluxPulse *self, GtkWidget *widget)
{
  if (self->widgets == NULL)
    self->widgets = g_ptr_array_new ();
  g_ptr_array_add (self->widgets, widget);
  if (self->source == 0)
    {
      self->n_beats = 0;
      self->source = g_timeout_add (self->interval_msec, beat_cb, self);
    }
}

void
flux_pulse_remove (FluxPulse *self, GtkWidget *widget)
{
  g_ptr_array_remove_fast (self->widgets, widget);
}
