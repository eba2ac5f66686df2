/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-age-label.h"

#include "flux-format.h"

#define CHARS_MIN 3
#define CHARS_NATURAL 11 /* "12 Nov 2026" */

struct _FluxAgeLabel
{
  GtkWidget parent_instance;

  GtkWidget *text;
  FluxPlantModel *plant; /* (nullable) (owned) */
  char *never;           /* (nullable) (owned) */
  gint64 time;
  gint64 changes_at; /* when it says something else */
  gulong tick_handler;
};

enum
{
  PROP_XALIGN = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FluxAgeLabel, flux_age_label, GTK_TYPE_WIDGET)

static gint64
get_now (FluxAgeLabel *self)
{
  return flux_clock_get_now (flux_engine_get_clock (flux_plant_model_get_engine (self->plant)));
}

static void
update (FluxAgeLabel *self, gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *age = NULL;

  self->changes_at = flux_format_age_changes_at (now, self->time);
  age = self->time == 0 && self->never != NULL ? g_strdup (self->never) : flux_format_age (now, self->time, zone);
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (self->text)), age) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (self->text), age);
}

static void
tick_cb (FluxPlantModel *plant, gint64 now, FluxAgeLabel *self)
{
  if (now >= self->changes_at || now < self->time)
    update (self, now);
}

static void
stop (FluxAgeLabel *self)
{
  if (self->tick_handler != 0)
    g_signal_handler_disconnect (self->plant, self->tick_handler);
  self->tick_handler = 0;
}

static void
start (FluxAgeLabel *self)
{
  if (self->plant == NULL)
    return;
  update (self, get_now (self));
  if (self->tick_handler == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick_handler = g_signal_connect (self->plant, "tick", G_CALLBACK (tick_cb), self);
}

static void
flux_age_label_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (flux_age_label_parent_class)->map (widget);
  start (FLUX_AGE_LABEL (widget));
}

static void
flux_age_label_unmap (GtkWidget *widget)
{
  stop (FLUX_AGE_LABEL (widget));
  GTK_WIDGET_CLASS (flux_age_label_parent_class)->unmap (widget);
}

static gboolean
flux_age_label_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  FluxAgeLabel *self = FLUX_AGE_LABEL (widget);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *moment = NULL;

  if (self->time == 0)
    return FALSE;
  moment = flux_format_time (self->time, zone);
  gtk_tooltip_set_text (tooltip, moment);
  return TRUE;
}

static void
flux_age_label_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxAgeLabel *self = FLUX_AGE_LABEL (object);

  if (id == PROP_XALIGN)
    g_value_set_float (value, gtk_inscription_get_xalign (GTK_INSCRIPTION (self->text)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_age_label_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxAgeLabel *self = FLUX_AGE_LABEL (object);

  if (id == PROP_XALIGN)
    gtk_inscription_set_xalign (GTK_INSCRIPTION (self->text), g_value_get_float (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_age_label_dispose (GObject *object)
{
  FluxAgeLabel *self = FLUX_AGE_LABEL (object);

  stop (self);
  g_clear_object (&self->plant);
  g_clear_pointer (&self->text, gtk_widget_unparent);
  G_OBJECT_CLASS (flux_age_label_parent_class)->dispose (object);
}

static void
flux_age_label_finalize (GObject *object)
{
  FluxAgeLabel *self = FLUX_AGE_LABEL (object);

  g_free (self->never);
  G_OBJECT_CLASS (flux_age_label_parent_class)->finalize (object);
}

static void
flux_age_label_class_init (FluxAgeLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_age_label_get_property;
  object_class->set_property = flux_age_label_set_property;
  object_class->dispose = flux_age_label_dispose;
  object_class->finalize = flux_age_label_finalize;
  widget_class->map = flux_age_label_map;
  widget_class->unmap = flux_age_label_unmap;
  widget_class->query_tooltip = flux_age_label_query_tooltip;

  properties[PROP_XALIGN] =
      g_param_spec_float ("xalign", NULL, NULL, 0, 1, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
flux_age_label_init (FluxAgeLabel *self)
{
  self->text = gtk_inscription_new (NULL);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->text), CHARS_MIN);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (self->text), CHARS_NATURAL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->text, "numeric");
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
flux_age_label_new (void)
{
  return g_object_new (FLUX_TYPE_AGE_LABEL, NULL);
}

void
flux_age_label_set_plant (FluxAgeLabel *self, FluxPlantModel *plant)
{
  g_return_if_fail (FLUX_IS_AGE_LABEL (self));
  if (self->plant == plant)
    return;
  stop (self);
  g_set_object (&self->plant, plant);
  start (self);
}

void
flux_age_label_set_time (FluxAgeLabel *self, gint64 time, const char *never)
{
  g_return_if_fail (FLUX_IS_AGE_LABEL (self));
  if (self->time == time && g_strcmp0 (self->never, never) == 0)
    return;
  self->time = time;
  g_free (self->never);
  self->never = g_strdup (never);
  if (self->plant != NULL)
    update (self, get_now (self));
}

const char *
flux_age_label_get_text (FluxAgeLabel *self)
{
  g_return_val_if_fail (FLUX_IS_AGE_LABEL (self), NULL);
  return gtk_inscription_get_text (GTK_INSCRIPTION (self->text));
}
