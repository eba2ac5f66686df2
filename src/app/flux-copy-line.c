/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-copy-line.h"

#include "flux-page.h"

#include <glib/gi18n.h>

struct _FluxCopyLine
{
  AdwBin parent_instance;

  GtkWidget *text;
  GtkWidget *button;
};

enum
{
  PROP_TEXT = 1,
  PROP_PURPOSE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FluxCopyLine, flux_copy_line, ADW_TYPE_BIN)

static void
copy_cb (FluxCopyLine *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (GTK_LABEL (self->text)));
  flux_page_tell (GTK_WIDGET (self), _ ("Copied"));
}

static void
flux_copy_line_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxCopyLine *self = FLUX_COPY_LINE (object);

  if (id == PROP_TEXT)
    g_value_set_string (value, gtk_label_get_text (GTK_LABEL (self->text)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_copy_line_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxCopyLine *self = FLUX_COPY_LINE (object);

  switch (id)
    {
    case PROP_TEXT:
      flux_copy_line_set_text (self, g_value_get_string (value));
      break;
    case PROP_PURPOSE:
      flux_copy_line_set_purpose (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_copy_line_class_init (FluxCopyLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = flux_copy_line_get_property;
  object_class->set_property = flux_copy_line_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PURPOSE] = g_param_spec_string ("purpose", NULL, NULL, "",
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "copyline");
}

static void
flux_copy_line_init (FluxCopyLine *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->text = gtk_label_new (NULL);
  gtk_label_set_selectable (GTK_LABEL (self->text), TRUE);
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_widget_add_css_class (self->text, "monospace");
  self->button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_valign (self->button, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->button, "flat");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (box), self->text);
  gtk_box_append (GTK_BOX (box), self->button);
  adw_bin_set_child (ADW_BIN (self), box);
  flux_copy_line_set_purpose (self, _ ("Copy"));
}

void
flux_copy_line_set_text (FluxCopyLine *self, const char *text)
{
  g_return_if_fail (FLUX_IS_COPY_LINE (self));
  gtk_label_set_text (GTK_LABEL (self->text), text != NULL ? text : "");
}

void
flux_copy_line_set_purpose (FluxCopyLine *self, const char *purpose)
{
  g_return_if_fail (FLUX_IS_COPY_LINE (self));
  gtk_widget_set_tooltip_text (self->button, purpose);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, purpose, -1);
}
