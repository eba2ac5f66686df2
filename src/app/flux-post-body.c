/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-body.h"

#include "flux-page.h"
#include "flux-post-text.h"
#include "flux-post-words.h"

#include <glib/gi18n.h>

#define MOST_MATCHES 2000

struct _FluxPostBody
{
  AdwBin parent_instance;

  GtkLabel *about;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkLabel *n_matches;
  GtkTextView *view;
  GtkLabel *cut;

  GBytes *body; /* (nullable) (owned) */
  GtkTextTag *match;
  GtkTextMark *found; /* where the last match that was gone to ends */
};

G_DEFINE_FINAL_TYPE (FluxPostBody, flux_post_body, ADW_TYPE_BIN)

/* --- Finding ------------------------------------------------------------------------------------------------------ */

static gboolean
find (const GtkTextIter *from, const char *text, GtkTextIter *begin, GtkTextIter *end)
{
  return gtk_text_iter_forward_search (from, text, GTK_TEXT_SEARCH_CASE_INSENSITIVE, begin, end, NULL);
}

static void
go_to_next (FluxPostBody *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  const char *text = gtk_editable_get_text (self->search_entry);
  GtkTextIter from, begin, end;

  if (*text == '\0')
    return;
  gtk_text_buffer_get_iter_at_mark (buffer, &from, self->found);
  if (!find (&from, text, &begin, &end))
    {
      gtk_text_buffer_get_start_iter (buffer, &from);
      if (!find (&from, text, &begin, &end))
        return;
    }
  gtk_text_buffer_select_range (buffer, &begin, &end);
  gtk_text_buffer_move_mark (buffer, self->found, &end);
  gtk_text_view_scroll_to_iter (self->view, &begin, 0.1, FALSE, 0, 0);
}

static guint
mark_matches (FluxPostBody *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter from, begin, end;
  guint n = 0;

  gtk_text_buffer_get_bounds (buffer, &from, &end);
  gtk_text_buffer_remove_tag (buffer, self->match, &from, &end);
  while (*text != '\0' && n < MOST_MATCHES && find (&from, text, &begin, &end))
    {
      gtk_text_buffer_apply_tag (buffer, self->match, &begin, &end);
      from = end;
      n++;
    }
  return n;
}

static void
search_changed_cb (FluxPostBody *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  const char *text = gtk_editable_get_text (self->search_entry);
  guint n = mark_matches (self, text);
  g_autofree char *count = n == 0 ? g_strdup (C_ ("search", "None"))
                                  : g_strdup_printf (n == MOST_MATCHES ? "%u+" : "%u", n);
  GtkTextIter begin;

  gtk_label_set_label (self->n_matches, *text != '\0' ? count : "");
  gtk_text_buffer_get_start_iter (buffer, &begin);
  gtk_text_buffer_move_mark (buffer, self->found, &begin);
  go_to_next (self);
}

static void
next_match_cb (FluxPostBody *self)
{
  go_to_next (self);
}

static void
search_closed_cb (FluxPostBody *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    mark_matches (self, "");
}

void
flux_post_body_search (FluxPostBody *self)
{
  gboolean opens = !gtk_search_bar_get_search_mode (self->search_bar);

  gtk_search_bar_set_search_mode (self->search_bar, opens);
  if (opens)
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

gboolean
flux_post_body_close_search (FluxPostBody *self)
{
  gboolean was_open = gtk_search_bar_get_search_mode (self->search_bar);

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  return was_open;
}

/* --- Copying ------------------------------------------------------------------------------------------------------ */

/* As it came where that is text, else as it is shown. */
static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxPostBody *self = FLUX_POST_BODY (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  gsize size = 0;
  const char *body = self->body != NULL ? g_bytes_get_data (self->body, &size) : NULL;
  GtkTextIter begin, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  text = body != NULL && g_utf8_validate (body, size, NULL) ? g_strndup (body, size)
                                                             : gtk_text_buffer_get_text (buffer, &begin, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  flux_page_tell (widget, _ ("The body is copied"));
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_post_body_finalize (GObject *object)
{
  g_clear_pointer (&FLUX_POST_BODY (object)->body, g_bytes_unref);
  G_OBJECT_CLASS (flux_post_body_parent_class)->finalize (object);
}

static void
flux_post_body_class_init (FluxPostBodyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_post_body_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-post-body.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxPostBody, about);
  gtk_widget_class_bind_template_child (widget_class, FluxPostBody, search_bar);
  gtk_widget_class_bind_template_child (widget_class, FluxPostBody, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FluxPostBody, n_matches);
  gtk_widget_class_bind_template_child (widget_class, FluxPostBody, view);
  gtk_widget_class_bind_template_child (widget_class, FluxPostBody, cut);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_match_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_closed_cb);
  gtk_widget_class_install_action (widget_class, "body.copy", NULL, copy_action);
}

static void
flux_post_body_init (FluxPostBody *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter begin;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  buffer = gtk_text_view_get_buffer (self->view);
  self->match = gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_DOUBLE, "weight",
                                            PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_get_start_iter (buffer, &begin);
  self->found = gtk_text_buffer_create_mark (buffer, NULL, &begin, FALSE);
}

/* Size, type, and what was taken off it. Returns: (transfer full) */
static char *
make_about (const FluxPostReading *reading)
{
  const FluxKeptPost *post = reading->post;
  g_autofree char *size = flux_post_words_make_size (post->size);
  gboolean was_wrapped = reading->body != NULL && post->body != NULL && !g_bytes_equal (reading->body, post->body);
  const char *type = post->content_type != NULL ? post->content_type : _ ("no content type");

  if (was_wrapped)
    /* Translators: a size like "231 B" and a type like "application/json" */
    return g_strdup_printf (_ ("%s, %s, shown without its wrapping"), size, type);
  return g_strdup_printf ("%s, %s", size, type);
}

void
flux_post_body_show (FluxPostBody *self, const FluxPostReading *reading)
{
  GBytes *body = reading == NULL ? NULL : reading->body != NULL ? reading->body : reading->post->body;
  g_autofree char *about = reading != NULL ? make_about (reading) : g_strdup ("");
  g_autofree char *text = NULL;
  FluxPostTextKind kind = FLUX_POST_TEXT_PLAIN;
  gboolean is_cut = FALSE;

  g_return_if_fail (FLUX_IS_POST_BODY (self));
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  if (body != NULL)
    text = flux_post_text_make (body, &kind, &is_cut);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text != NULL ? text : "", -1);
  gtk_label_set_label (self->about, about);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->about), about);
  gtk_widget_set_visible (GTK_WIDGET (self->cut), is_cut);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "body.copy", body != NULL);
  if (gtk_search_bar_get_search_mode (self->search_bar))
    search_changed_cb (self);
}
