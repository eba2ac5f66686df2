/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-page.h"

G_DEFINE_INTERFACE (FluxPage, flux_page, GTK_TYPE_WIDGET)

static void
flux_page_default_init (FluxPageInterface *iface)
{
}

const char *
flux_page_get_title (FluxPage *self)
{
  g_return_val_if_fail (FLUX_IS_PAGE (self), NULL);
  return FLUX_PAGE_GET_IFACE (self)->get_title (self);
}

const char *
flux_page_get_help_page (FluxPage *self)
{
  g_return_val_if_fail (FLUX_IS_PAGE (self), NULL);
  return FLUX_PAGE_GET_IFACE (self)->get_help_page != NULL ? FLUX_PAGE_GET_IFACE (self)->get_help_page (self) : "index";
}

gboolean
flux_page_can_search (FluxPage *self)
{
  g_return_val_if_fail (FLUX_IS_PAGE (self), FALSE);
  return FLUX_PAGE_GET_IFACE (self)->search != NULL;
}

void
flux_page_search (FluxPage *self)
{
  g_return_if_fail (flux_page_can_search (self));
  FLUX_PAGE_GET_IFACE (self)->search (self);
}

gboolean
flux_page_can_add (FluxPage *self)
{
  g_return_val_if_fail (FLUX_IS_PAGE (self), FALSE);
  return FLUX_PAGE_GET_IFACE (self)->add != NULL;
}

void
flux_page_add (FluxPage *self)
{
  g_return_if_fail (flux_page_can_add (self));
  FLUX_PAGE_GET_IFACE (self)->add (self);
}

gboolean
flux_page_go_back (FluxPage *self)
{
  g_return_val_if_fail (FLUX_IS_PAGE (self), FALSE);
  return FLUX_PAGE_GET_IFACE (self)->go_back != NULL && FLUX_PAGE_GET_IFACE (self)->go_back (self);
}

void
flux_page_open (FluxPage *self, const char *const *ids)
{
  g_return_if_fail (FLUX_IS_PAGE (self));
  if (FLUX_PAGE_GET_IFACE (self)->open != NULL)
    FLUX_PAGE_GET_IFACE (self)->open (self, ids);
}

void
flux_page_add_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

void
flux_page_tell (GtkWidget *widget, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  flux_page_add_toast (widget, adw_toast_new (markup));
}
