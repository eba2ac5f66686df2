/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-copy-row.h"

#include "flux-page.h"

#include <glib/gi18n.h>

struct _FluxCopyRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *text;
  GtkLabel *hint;
  GtkWidget *copy;

  char *whole; /* (owned): what is copied */
};

enum
{
  PROP_COPY_LABEL = 1,
  PROP_HINT,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FluxCopyRow, flux_copy_row, ADW_TYPE_PREFERENCES_ROW)

static void
copy_cb (FluxCopyRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->whole);
  flux_page_tell (GTK_WIDGET (self), _ ("Copied"));
}

static void
title_changed_cb (FluxCopyRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

static void
flux_copy_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxCopyRow *self = FLUX_COPY_ROW (object);

  if (id == PROP_COPY_LABEL)
    g_value_set_string (value, gtk_widget_get_tooltip_text (self->copy));
  else if (id == PROP_HINT)
    g_value_set_string (value, gtk_label_get_label (self->hint));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_copy_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxCopyRow *self = FLUX_COPY_ROW (object);

  if (id == PROP_COPY_LABEL)
    {
      gtk_widget_set_tooltip_text (self->copy, g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
    }
  else if (id == PROP_HINT)
    flux_copy_row_set_hint (self, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_copy_row_finalize (GObject *object)
{
  g_free (FLUX_COPY_ROW (object)->whole);
  G_OBJECT_CLASS (flux_copy_row_parent_class)->finalize (object);
}

static void
flux_copy_row_class_init (FluxCopyRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_copy_row_get_property;
  object_class->set_property = flux_copy_row_set_property;
  object_class->finalize = flux_copy_row_finalize;

  properties[PROP_COPY_LABEL] =
      g_param_spec_string ("copy-label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-copy-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxCopyRow, text);
  gtk_widget_class_bind_template_child (widget_class, FluxCopyRow, hint);
  gtk_widget_class_bind_template_child (widget_class, FluxCopyRow, copy);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
flux_copy_row_init (FluxCopyRow *self)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new (); /* a hyphen would look like a part of the text */

  self->whole = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (self->text, attributes);
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
}

void
flux_copy_row_set_text (FluxCopyRow *self, const char *text, const char *shown)
{
  g_return_if_fail (FLUX_IS_COPY_ROW (self));
  g_free (self->whole);
  self->whole = g_strdup (text);
  gtk_label_set_label (self->text, shown != NULL ? shown : text);
  gtk_widget_set_visible (self->copy, *text != '\0');
}

const char *
flux_copy_row_get_text (FluxCopyRow *self)
{
  g_return_val_if_fail (FLUX_IS_COPY_ROW (self), NULL);
  return self->whole;
}

void
flux_copy_row_set_hint (FluxCopyRow *self, const char *hint)
{
  g_return_if_fail (FLUX_IS_COPY_ROW (self));
  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL && *hint != '\0');
}
