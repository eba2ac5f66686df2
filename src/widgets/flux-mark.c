/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mark.h"

#include "flux-pulse.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define PIXEL_SIZE_DEFAULT 16
#define BLINK_HALF_MSEC 500 /* 1 Hz */
#define BLINK_OPACITY 0.3   /* the shape never leaves the picture */

struct _FluxMark
{
  GtkWidget parent_instance;

  FluxMarkKind kind;
  int pixel_size;
  gboolean blinking;
  gulong animations_handler; /* of the settings, while it is shown and may blink */
};

enum
{
  PROP_KIND = 1,
  PROP_PIXEL_SIZE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static const struct
{
  const char *icon_name;
  const char *word;
  FluxTone tone;
  gboolean unacknowledged;
} kinds[FLUX_N_MARKS] = {
  [FLUX_MARK_NONE] = { NULL, NULL },
  [FLUX_MARK_NEW] = { "flux-new-symbolic", NC_ ("mark", "New"), FLUX_TONE_INFO },
  [FLUX_MARK_STALE] = { "flux-stale-symbolic", NC_ ("mark", "Stale") },
  [FLUX_MARK_OFFLINE] = { "flux-offline-symbolic", NC_ ("mark", "Offline") },
  [FLUX_MARK_BAD] = { "flux-bad-symbolic", NC_ ("mark", "Bad value") },
  [FLUX_MARK_UNCERTAIN] = { "flux-uncertain-symbolic", NC_ ("mark", "Uncertain") },
  [FLUX_MARK_MAINTENANCE] = { "flux-maintenance-symbolic", NC_ ("mark", "Maintenance") },
  [FLUX_MARK_SHELVED] = { "flux-shelved-symbolic", NC_ ("mark", "Shelved") },
  [FLUX_MARK_SUPPRESSED] = { "flux-chain-symbolic", NC_ ("mark", "Suppressed") },
  [FLUX_MARK_INFO] = { "flux-info-symbolic", NC_ ("mark", "Information"), FLUX_TONE_INFO, TRUE },
  [FLUX_MARK_WARNING] = { "flux-warning-symbolic", NC_ ("mark", "Warning"), FLUX_TONE_WARNING, TRUE },
  [FLUX_MARK_CRITICAL] = { "flux-critical-symbolic", NC_ ("mark", "Critical"), FLUX_TONE_CRITICAL, TRUE },
  [FLUX_MARK_INFO_ACK] = { "flux-info-ack-symbolic", NC_ ("mark", "Information, acknowledged"), FLUX_TONE_INFO },
  [FLUX_MARK_WARNING_ACK] = { "flux-warning-ack-symbolic", NC_ ("mark", "Warning, acknowledged"), FLUX_TONE_WARNING },
  [FLUX_MARK_CRITICAL_ACK] = { "flux-critical-ack-symbolic", NC_ ("mark", "Critical, acknowledged"),
                               FLUX_TONE_CRITICAL },
  [FLUX_MARK_INFO_RETURNED] = { "flux-returned-symbolic", NC_ ("mark", "Back to normal, not acknowledged"),
                                FLUX_TONE_INFO },
  [FLUX_MARK_WARNING_RETURNED] = { "flux-returned-symbolic", NC_ ("mark", "Back to normal, not acknowledged"),
                                   FLUX_TONE_WARNING },
  [FLUX_MARK_CRITICAL_RETURNED] = { "flux-returned-symbolic", NC_ ("mark", "Back to normal, not acknowledged"),
                                    FLUX_TONE_CRITICAL },
  [FLUX_MARK_CLEARED] = { "flux-returned-symbolic", NC_ ("mark", "Back to normal, acknowledged") },
  [FLUX_MARK_STORED] = { "flux-ok-symbolic", NC_ ("mark", "Stored") },
  [FLUX_MARK_DUPLICATE] = { "flux-duplicate-symbolic", NC_ ("mark", "Duplicate") },
  [FLUX_MARK_FAILED_READ] = { "flux-offline-symbolic", NC_ ("mark", "Failed read") },
  [FLUX_MARK_NOT_MAPPED] = { "flux-new-symbolic", NC_ ("mark", "Not mapped"), FLUX_TONE_INFO },
  [FLUX_MARK_REFUSED] = { "flux-refused-symbolic", NC_ ("mark", "Refused") },
};

static const char *const tone_classes[] = {
  [FLUX_TONE_GREY] = "grey",
  [FLUX_TONE_INFO] = "info",
  [FLUX_TONE_WARNING] = "warning",
  [FLUX_TONE_CRITICAL] = "critical",
};

static FluxPulse blink = { .interval_msec = BLINK_HALF_MSEC, .beat = gtk_widget_queue_draw };

G_DEFINE_ENUM_TYPE (FluxMarkKind,
                    flux_mark_kind,
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_STALE, "stale"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_BAD, "bad"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_UNCERTAIN, "uncertain"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_MAINTENANCE, "maintenance"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_SHELVED, "shelved"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_SUPPRESSED, "suppressed"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_INFO, "info"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_WARNING, "warning"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_CRITICAL, "critical"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_INFO_ACK, "info-ack"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_WARNING_ACK, "warning-ack"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_CRITICAL_ACK, "critical-ack"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_INFO_RETURNED, "info-returned"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_WARNING_RETURNED, "warning-returned"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_CRITICAL_RETURNED, "critical-returned"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_CLEARED, "cleared"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_STORED, "stored"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_DUPLICATE, "duplicate"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_FAILED_READ, "failed-read"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_NOT_MAPPED, "not-mapped"),
                    G_DEFINE_ENUM_VALUE (FLUX_MARK_REFUSED, "refused"))

G_DEFINE_FINAL_TYPE (FluxMark, flux_mark, GTK_TYPE_WIDGET)

static void
update_blinking (FluxMark *self)
{
  gboolean blinking = self->animations_handler != 0 && adw_get_enable_animations (GTK_WIDGET (self));

  if (self->blinking == blinking)
    return;
  self->blinking = blinking;
  if (blinking)
    flux_pulse_add (&blink, GTK_WIDGET (self));
  else
    flux_pulse_remove (&blink, GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Listens to the desktop's wish for less motion while, and only while, the mark is one that blinks. */
static void
update_watching (FluxMark *self)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  gboolean watching = kinds[self->kind].unacknowledged && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (watching && self->animations_handler == 0)
    self->animations_handler =
        g_signal_connect_swapped (settings, "notify::gtk-enable-animations", G_CALLBACK (update_blinking), self);
  else if (!watching)
    g_clear_signal_handler (&self->animations_handler, settings);
  update_blinking (self);
}

static gboolean
flux_mark_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  FluxMark *self = FLUX_MARK (widget);

  gtk_tooltip_set_text (tooltip, flux_mark_kind_get_word (self->kind));
  return self->kind != FLUX_MARK_NONE;
}

static void
flux_mark_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (flux_mark_parent_class)->map (widget);
  update_watching (FLUX_MARK (widget));
}

static void
flux_mark_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (flux_mark_parent_class)->unmap (widget);
  update_watching (FLUX_MARK (widget));
}

static void
flux_mark_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  *minimum = *natural = FLUX_MARK (widget)->pixel_size;
}

static void
flux_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FluxMark *self = FLUX_MARK (widget);
  gboolean pale = self->blinking && blink.n_beats % 2 == 1;
  GdkRGBA color;

  if (self->kind == FLUX_MARK_NONE)
    return;
  flux_style_get_color (widget, &color);
  if (pale)
    color.alpha *= BLINK_OPACITY;
  flux_style_snapshot_icon (widget, snapshot, kinds[self->kind].icon_name, self->pixel_size,
                            (gtk_widget_get_width (widget) - self->pixel_size) / 2,
                            (gtk_widget_get_height (widget) - self->pixel_size) / 2, &color);
}

static void
flux_mark_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  FluxMark *self = FLUX_MARK (object);

  switch (property_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_PIXEL_SIZE:
      g_value_set_int (value, self->pixel_size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
flux_mark_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  FluxMark *self = FLUX_MARK (object);

  switch (property_id)
    {
    case PROP_KIND:
      flux_mark_set_kind (self, g_value_get_enum (value));
      break;
    case PROP_PIXEL_SIZE:
      flux_mark_set_pixel_size (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
flux_mark_class_init (FluxMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_mark_get_property;
  object_class->set_property = flux_mark_set_property;
  widget_class->query_tooltip = flux_mark_query_tooltip;
  widget_class->map = flux_mark_map;
  widget_class->unmap = flux_mark_unmap;
  widget_class->measure = flux_mark_measure;
  widget_class->snapshot = flux_mark_snapshot;

  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, FLUX_TYPE_MARK_KIND, FLUX_MARK_NONE,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PIXEL_SIZE] = g_param_spec_int ("pixel-size", NULL, NULL, 12, 24, PIXEL_SIZE_DEFAULT,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_css_name (widget_class, "mark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
flux_mark_init (FluxMark *self)
{
  self->pixel_size = PIXEL_SIZE_DEFAULT;
  gtk_widget_add_css_class (GTK_WIDGET (self), tone_classes[FLUX_TONE_GREY]);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
flux_mark_new (FluxMarkKind kind)
{
  return g_object_new (FLUX_TYPE_MARK, "kind", kind, NULL);
}

FluxMarkKind
flux_mark_get_kind (FluxMark *self)
{
  g_return_val_if_fail (FLUX_IS_MARK (self), FLUX_MARK_NONE);
  return self->kind;
}

void
flux_mark_set_kind (FluxMark *self, FluxMarkKind kind)
{
  FluxTone before;

  g_return_if_fail (FLUX_IS_MARK (self));
  g_return_if_fail (kind < FLUX_N_MARKS);
  if (self->kind == kind)
    return;
  before = kinds[self->kind].tone;
  self->kind = kind;
  if (kinds[kind].tone != before)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), tone_classes[before]);
      gtk_widget_add_css_class (GTK_WIDGET (self), tone_classes[kinds[kind].tone]);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, flux_mark_kind_get_word (kind),
                                  -1);
  update_watching (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

void
flux_mark_set_pixel_size (FluxMark *self, int pixel_size)
{
  g_return_if_fail (FLUX_IS_MARK (self));
  if (self->pixel_size == pixel_size)
    return;
  self->pixel_size = pixel_size;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PIXEL_SIZE]);
}

const char *
flux_mark_kind_get_word (FluxMarkKind kind)
{
  return kinds[kind].word == NULL ? "" : g_dpgettext2 (NULL, "mark", kinds[kind].word);
}

const char *
flux_mark_kind_get_icon_name (FluxMarkKind kind)
{
  return kinds[kind].icon_name;
}

FluxTone
flux_mark_kind_get_tone (FluxMarkKind kind)
{
  return kinds[kind].tone;
}
