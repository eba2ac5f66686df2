/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-hour.h"

#include "flux-mark.h"
#include "flux-number.h"
#include "flux-time.h"

#include <glib/gi18n.h>

#define COUNT_AT_MOST_EVERY (2 * FLUX_TIME_SECOND)
#define COUNT_AT_LEAST_EVERY (30 * FLUX_TIME_SECOND) /* for an hour ago goes on as well */

static const struct
{
  FluxPostFilter filter;
  FluxMarkKind mark;
  const char *word;
  gsize offset; /* of the figure in the counts */
} cells[] = {
  { FLUX_POSTS_STORED, FLUX_MARK_STORED, NC_ ("records", "stored"), G_STRUCT_OFFSET (FluxRecordCounts, stored) },
  { FLUX_POSTS_DUPLICATE, FLUX_MARK_DUPLICATE, NC_ ("records", "duplicate"),
    G_STRUCT_OFFSET (FluxRecordCounts, duplicate) },
  { FLUX_POSTS_FAILED_READ, FLUX_MARK_FAILED_READ, NC_ ("records", "failed read"),
    G_STRUCT_OFFSET (FluxRecordCounts, failed_read) },
  { FLUX_POSTS_WAITING, FLUX_MARK_NOT_MAPPED, NC_ ("records", "not mapped yet"),
    G_STRUCT_OFFSET (FluxRecordCounts, waiting) },
  { FLUX_POSTS_REFUSED, FLUX_MARK_REFUSED, NC_ ("records", "refused"), G_STRUCT_OFFSET (FluxRecordCounts, refused) },
};

#define N_CELLS G_N_ELEMENTS (cells)

struct _FluxPostHour
{
  AdwBin parent_instance;

  GtkLabel *sum;
  GtkFlowBox *box;

  FluxPlantModel *plant;      /* (nullable) (owned) */
  FluxLiveSubscription *live; /* (nullable) (owned): while it is on screen */
  gulong tick_handler;
  GCancellable *cancellable;  /* (nullable) (owned): while it is counting */
  gint64 counted_at;          /* µs UTC */
  gboolean is_stale;
  FluxPostFilter filter;
  GtkToggleButton *buttons[N_CELLS];
  GtkLabel *figures[N_CELLS];
};

enum
{
  PROP_FILTER = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FluxPostHour, flux_post_hour, ADW_TYPE_BIN)

/* --- Counting ----------------------------------------------------------------------------------------------------- */

static void
show_figure (FluxPostHour *self, guint cell, guint64 figure)
{
  g_autofree char *number = flux_number_format (figure, 0);
  /* Translators: what a screen reader says of a figure: a number, and what became of so many records */
  g_autofree char *name = g_strdup_printf (_ ("%s %s, in the last hour"), number,
                                           g_dpgettext2 (NULL, "records", cells[cell].word));

  gtk_label_set_label (self->figures[cell], number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[cell]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_counts (FluxPostHour *self, const FluxPostCounts *counts)
{
  g_autofree char *n_records = flux_number_format (counts->records.received, 0);
  g_autofree char *n_posts = flux_number_format (counts->posts, 0);
  g_autofree char *records = g_strdup_printf (
      ngettext ("%s record", "%s records", MIN (counts->records.received, G_MAXINT)), n_records);
  /* Translators: "8,581 records in 4,290 posts" */
  g_autofree char *sum =
      g_strdup_printf (ngettext ("%s in %s post", "%s in %s posts", MIN (counts->posts, G_MAXINT)), records, n_posts);

  for (guint i = 0; i < N_CELLS; i++)
    show_figure (self, i, G_STRUCT_MEMBER (guint64, &counts->records, cells[i].offset));
  gtk_label_set_label (self->sum, sum);
}

static void
counted_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostHour) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree FluxPostCounts *counts = flux_engine_count_posts_finish (FLUX_ENGINE (engine), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (counts != NULL)
    show_counts (self, counts);
  else
    g_debug ("The posts of the last hour are not counted: %s", error->message);
}

static void
count (FluxPostHour *self, gint64 now)
{
  FluxEngine *engine = flux_plant_model_get_engine (self->plant);

  self->is_stale = FALSE;
  self->counted_at = now;
  self->cancellable = g_cancellable_new ();
  flux_engine_count_posts_async (engine, now - FLUX_TIME_HOUR, self->cancellable, counted_cb, g_object_ref (self));
}

static void
tick_cb (FluxPostHour *self, gint64 now)
{
  gint64 age = ABS (now - self->counted_at);

  if (self->cancellable == NULL
      && (age >= COUNT_AT_LEAST_EVERY || (self->is_stale && age >= COUNT_AT_MOST_EVERY)))
    count (self, now);
}

static void
live_cb (GPtrArray *devices, GPtrArray *gateways, gpointer user_data)
{
  FLUX_POST_HOUR (user_data)->is_stale |= gateways->len > 0;
}

static void
start (FluxPostHour *self)
{
  FluxEngine *engine = flux_plant_model_get_engine (self->plant);

  self->live = flux_engine_subscribe (engine, NULL, live_cb, self);
  self->tick_handler = g_signal_connect_swapped (self->plant, "tick", G_CALLBACK (tick_cb), self);
  count (self, flux_clock_get_now (flux_engine_get_clock (engine)));
}

static void
stop (FluxPostHour *self)
{
  g_clear_pointer (&self->live, flux_live_unsubscribe);
  g_clear_signal_handler (&self->tick_handler, self->plant);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
flux_post_hour_map (GtkWidget *widget)
{
  FluxPostHour *self = FLUX_POST_HOUR (widget);

  GTK_WIDGET_CLASS (flux_post_hour_parent_class)->map (widget);
  if (self->plant != NULL)
    start (self);
}

static void
flux_post_hour_unmap (GtkWidget *widget)
{
  stop (FLUX_POST_HOUR (widget));
  GTK_WIDGET_CLASS (flux_post_hour_parent_class)->unmap (widget);
}

/* --- Cells -------------------------------------------------------------------------------------------------------- */

static void
toggled_cb (GtkToggleButton *button, FluxPostHour *self)
{
  guint cell = 0;

  while (self->buttons[cell] != button)
    cell++;
  flux_post_hour_set_filter (self, gtk_toggle_button_get_active (button) ? cells[cell].filter : FLUX_POSTS_ALL);
}

static GtkWidget *
make_face (FluxPostHour *self, guint cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *figure = gtk_label_new (FLUX_NUMBER_NONE);
  GtkWidget *word = gtk_label_new (g_dpgettext2 (NULL, "records", cells[cell].word));

  self->figures[cell] = GTK_LABEL (figure);
  gtk_widget_add_css_class (figure, "title-2");
  gtk_widget_add_css_class (figure, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (figure), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (word, "caption");
  gtk_widget_add_css_class (word, "flux-dim");
  gtk_label_set_xalign (GTK_LABEL (word), 0);
  gtk_label_set_ellipsize (GTK_LABEL (word), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (line), g_object_new (FLUX_TYPE_MARK, "kind", cells[cell].mark, "accessible-role",
                                                GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign", GTK_ALIGN_CENTER, NULL));
  gtk_box_append (GTK_BOX (line), figure);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), word);
  return box;
}

static void
add_cell (FluxPostHour *self, guint cell)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *child = gtk_flow_box_child_new ();

  self->buttons[cell] = GTK_TOGGLE_BUTTON (button);
  gtk_button_set_child (GTK_BUTTON (button), make_face (self, cell));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Show these posts only"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_dpgettext2 (NULL, "records", cells[cell].word), -1);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_focusable (child, FALSE); /* its button is */
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_append (self->box, child);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_post_hour_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FILTER)
    g_value_set_uint (value, FLUX_POST_HOUR (object)->filter);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_post_hour_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FILTER)
    flux_post_hour_set_filter (FLUX_POST_HOUR (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_post_hour_dispose (GObject *object)
{
  FluxPostHour *self = FLUX_POST_HOUR (object);

  if (self->plant != NULL)
    stop (self);
  g_clear_object (&self->plant);
  G_OBJECT_CLASS (flux_post_hour_parent_class)->dispose (object);
}

static void
flux_post_hour_class_init (FluxPostHourClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_post_hour_get_property;
  object_class->set_property = flux_post_hour_set_property;
  object_class->dispose = flux_post_hour_dispose;
  widget_class->map = flux_post_hour_map;
  widget_class->unmap = flux_post_hour_unmap;

  properties[PROP_FILTER] = g_param_spec_uint ("filter", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-post-hour.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxPostHour, sum);
  gtk_widget_class_bind_template_child (widget_class, FluxPostHour, box);
}

static void
flux_post_hour_init (FluxPostHour *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_CELLS; i++)
    add_cell (self, i);
}

void
flux_post_hour_set_plant (FluxPostHour *self, FluxPlantModel *plant)
{
  g_return_if_fail (FLUX_IS_POST_HOUR (self) && self->plant == NULL);
  self->plant = g_object_ref (plant);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    start (self);
}

FluxPostFilter
flux_post_hour_get_filter (FluxPostHour *self)
{
  g_return_val_if_fail (FLUX_IS_POST_HOUR (self), FLUX_POSTS_ALL);
  return self->filter;
}

void
flux_post_hour_set_filter (FluxPostHour *self, FluxPostFilter filter)
{
  g_return_if_fail (FLUX_IS_POST_HOUR (self));
  if (self->filter == filter)
    return;
  self->filter = filter;
  for (guint i = 0; i < N_CELLS; i++)
    {
      g_signal_handlers_block_by_func (self->buttons[i], toggled_cb, self);
      gtk_toggle_button_set_active (self->buttons[i], cells[i].filter == filter);
      g_signal_handlers_unblock_by_func (self->buttons[i], toggled_cb, self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
}

void
flux_post_hour_count (FluxPostHour *self)
{
  g_return_if_fail (FLUX_IS_POST_HOUR (self));
  self->is_stale = TRUE;
}
