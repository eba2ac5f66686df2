/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-field-row.h"

#include "flux-naming.h"

#include <glib/gi18n.h>

struct _FluxFieldRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *title;
  GtkWidget *text;
  GtkWidget *message;
  GtkMenuButton *choose;
  GtkPopover *popover;
  GtkEditable *search;
  GtkListView *list;

  GtkStringFilter *filter;        /* (owned): of the choices */
  GtkSingleSelection *selection;  /* (owned): the choices that the search leaves */
  GtkFilterListModel *choices;    /* (owned) */
  char *hint;                     /* (nullable) (owned) */
  char *error;                    /* (nullable) (owned) */
};

enum
{
  PROP_TEXT = 1,
  PROP_HINT,
  PROP_ERROR,
  PROP_PLACEHOLDER,
  PROP_CHOICES,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FluxFieldRow, flux_field_row, ADW_TYPE_PREFERENCES_ROW)

/* --- What stands below the text ----------------------------------------------------------------------------------- */

static void
update_message (FluxFieldRow *self)
{
  const char *message = self->error != NULL ? self->error : self->hint;
  gboolean wrong = self->error != NULL;

  gtk_label_set_label (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self), "wrong");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "wrong");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message != NULL ? message : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
title_changed_cb (FluxFieldRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *choose = g_strdup_printf (_ ("%s: choose from a list"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  flux_naming_menu_button (self->choose, choose);
}

static void
changed_cb (FluxFieldRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
entered_cb (FluxFieldRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "entered");
}

static void
left_cb (FluxFieldRow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "entered");
}

static void
pressed_cb (FluxFieldRow *self)
{
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->text));
}

/* --- The list of choices ------------------------------------------------------------------------------------------ */

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *word = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (label), word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)), GTK_ACCESSIBLE_PROPERTY_LABEL, word,
                                  -1);
}

static void
choose (FluxFieldRow *self, guint position)
{
  g_autoptr (GtkStringObject) choice = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (choice == NULL)
    return;
  flux_field_row_set_text (self, gtk_string_object_get_string (choice));
  gtk_popover_popdown (self->popover);
  flux_field_row_focus (self);
}

static void
chosen_cb (FluxFieldRow *self, guint position)
{
  choose (self, position);
}

static void
search_activated_cb (FluxFieldRow *self)
{
  choose (self, gtk_single_selection_get_selected (self->selection));
}

static void
search_changed_cb (FluxFieldRow *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (self->search));
}

static void
search_stopped_cb (FluxFieldRow *self)
{
  gtk_popover_popdown (self->popover);
}

static void
popover_shown_cb (FluxFieldRow *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_string_filter_set_search (self->filter, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* There is something to choose from once the list has something. */
static void
show_choose (FluxFieldRow *self)
{
  GListModel *choices = gtk_filter_list_model_get_model (self->choices);

  gtk_widget_set_visible (GTK_WIDGET (self->choose), choices != NULL && g_list_model_get_n_items (choices) > 0);
}

static void
make_list (FluxFieldRow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->filter = gtk_string_filter_new (gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  self->choices = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->choices)));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_field_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxFieldRow *self = FLUX_FIELD_ROW (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, flux_field_row_get_text (self));
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_PLACEHOLDER:
      g_value_set_string (value, gtk_entry_get_placeholder_text (GTK_ENTRY (self->text)));
      break;
    case PROP_CHOICES:
      g_value_set_object (value, gtk_filter_list_model_get_model (self->choices));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_field_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxFieldRow *self = FLUX_FIELD_ROW (object);

  switch (id)
    {
    case PROP_TEXT:
      flux_field_row_set_text (self, g_value_get_string (value));
      break;
    case PROP_HINT:
      flux_field_row_set_hint (self, g_value_get_string (value));
      break;
    case PROP_ERROR:
      flux_field_row_set_error (self, g_value_get_string (value));
      break;
    case PROP_PLACEHOLDER:
      gtk_entry_set_placeholder_text (GTK_ENTRY (self->text), g_value_get_string (value));
      break;
    case PROP_CHOICES:
      flux_field_row_set_choices (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_field_row_dispose (GObject *object)
{
  FluxFieldRow *self = FLUX_FIELD_ROW (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->choices);
  g_clear_object (&self->filter);
  G_OBJECT_CLASS (flux_field_row_parent_class)->dispose (object);
}

static void
flux_field_row_finalize (GObject *object)
{
  FluxFieldRow *self = FLUX_FIELD_ROW (object);

  g_free (self->hint);
  g_free (self->error);
  G_OBJECT_CLASS (flux_field_row_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  properties[PROP_CHOICES] = g_param_spec_object ("choices", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
flux_field_row_class_init (FluxFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_field_row_get_property;
  object_class->set_property = flux_field_row_set_property;
  object_class->dispose = flux_field_row_dispose;
  object_class->finalize = flux_field_row_finalize;
  install_properties (object_class);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxFieldRow, title);
  gtk_widget_class_bind_template_child (widget_class, FluxFieldRow, text);
  gtk_widget_class_bind_template_child (widget_class, FluxFieldRow, message);
  gtk_widget_class_bind_template_child (widget_class, FluxFieldRow, choose);
  gtk_widget_class_bind_template_child (widget_class, FluxFieldRow, popover);
  gtk_widget_class_bind_template_child (widget_class, FluxFieldRow, search);
  gtk_widget_class_bind_template_child (widget_class, FluxFieldRow, list);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
flux_field_row_init (FluxFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_list (self);
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
}

const char *
flux_field_row_get_text (FluxFieldRow *self)
{
  g_return_val_if_fail (FLUX_IS_FIELD_ROW (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->text));
}

void
flux_field_row_set_text (FluxFieldRow *self, const char *text)
{
  g_return_if_fail (FLUX_IS_FIELD_ROW (self));
  if (g_strcmp0 (flux_field_row_get_text (self), text != NULL ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->text), text != NULL ? text : "");
}

void
flux_field_row_set_hint (FluxFieldRow *self, const char *hint)
{
  g_return_if_fail (FLUX_IS_FIELD_ROW (self));
  if (g_strcmp0 (self->hint, hint) == 0)
    return;
  g_free (self->hint);
  self->hint = g_strdup (hint);
  update_message (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
}

void
flux_field_row_set_error (FluxFieldRow *self, const char *error)
{
  g_return_if_fail (FLUX_IS_FIELD_ROW (self));
  if (g_strcmp0 (self->error, error) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (error);
  update_message (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

const char *
flux_field_row_get_error (FluxFieldRow *self)
{
  g_return_val_if_fail (FLUX_IS_FIELD_ROW (self), NULL);
  return self->error;
}

void
flux_field_row_set_choices (FluxFieldRow *self, GListModel *choices)
{
  g_return_if_fail (FLUX_IS_FIELD_ROW (self));
  if (gtk_filter_list_model_get_model (self->choices) != NULL)
    g_signal_handlers_disconnect_by_data (gtk_filter_list_model_get_model (self->choices), self);
  gtk_filter_list_model_set_model (self->choices, choices);
  if (choices != NULL)
    g_signal_connect_object (choices, "items-changed", G_CALLBACK (show_choose), self, G_CONNECT_SWAPPED);
  show_choose (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOICES]);
}

void
flux_field_row_focus (FluxFieldRow *self)
{
  g_return_if_fail (FLUX_IS_FIELD_ROW (self));
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->text));
  gtk_editable_set_position (GTK_EDITABLE (self->text), -1); /* what is typed next goes on from what there is */
}
