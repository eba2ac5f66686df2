/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FLUX_TYPE_PAGE (flux_page_get_type ())
G_DECLARE_INTERFACE (FluxPage, flux_page, FLUX, PAGE, GtkWidget)

/**
 * FluxPage:
 * @get_title: as in the sidebar, in the person's language
 * @get_help_page: (nullable): id of its page in the help, such as "devices"; %NULL: "index"
 * @search: (nullable): opens its search with the focus in it, or closes it
 * @add: (nullable): its one main action, "Add device": what Ctrl+N does. Not called while the plant is read-only
 * @go_back: (nullable): leaves a detail for the list it came from. Returns: %FALSE when there was none to leave
 * @open: (nullable): shows these things for work on them: the editor of devices by their device_id, the page of a
 *   gateway by its uuid, a post by its number. @ids: (array zero-terminated=1)
 *
 * A destination of the sidebar. A page is made when it is first visited, with the FluxHost it shows:
 * `flux_devices_page_new (host)`; another plant means another page. It owns its header bar. The first child at the
 * header bar's start is a #FluxSidebarButton, the first thing below each header bar a #FluxBanner; both find what they
 * show by themselves.
 *
 * Actions of the window that pages, menus and cards may name:
 *
 *   win.show-page       s         "overview", "devices", "gateways", "posts"
 *   win.edit-device     s         the editor of this device_id, over whatever page there is
 *   win.edit-devices    as        the same for several at once
 *   win.confirm-device  s
 *   win.maintenance     (asi)     device_ids, minutes from now; 0 ends it, below 0 is until tomorrow morning
 *   win.maintenance-until  s      asks until when
 *   win.show-gateway    s         the Gateways page with the gateway of this uuid
 *   win.map-post        x         maps the units of the kept post of this number
 *   win.add-device, win.add-gateway
 *   win.search, win.add, win.back, win.help, win.toggle-sidebar
 *
 * Those that change something are off while the plant is read-only. And of the application: app.preferences,
 * app.shortcuts, app.about, app.quit, app.try-simulated, app.leave-simulated.
 */
struct _FluxPageInterface
{
  GTypeInterface parent;

  const char *(*get_title) (FluxPage *self);
  const char *(*get_help_page) (FluxPage *self);
  void (*search) (FluxPage *self);
  void (*add) (FluxPage *self);
  gboolean (*go_back) (FluxPage *self);
  void (*open) (FluxPage *self, const char *const *ids);
};

const char *flux_page_get_title (FluxPage *self);
const char *flux_page_get_help_page (FluxPage *self);
gboolean flux_page_can_search (FluxPage *self);
void flux_page_search (FluxPage *self);
gboolean flux_page_can_add (FluxPage *self);
void flux_page_add (FluxPage *self);
gboolean flux_page_go_back (FluxPage *self);
void flux_page_open (FluxPage *self, const char *const *ids);

/* Shows @toast in the window that @widget is in; without a window it is dropped. @toast: (transfer full) */
void flux_page_add_toast (GtkWidget *widget, AdwToast *toast);

/* The same for a sentence that nothing follows from. */
void flux_page_tell (GtkWidget *widget, const char *sentence);

G_END_DECLS
