/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-window-private.h"

#include "flux-devices-page.h"
#include "flux-gateways-page.h"
#include "flux-overview-page.h"
#include "flux-posts-page.h"

#include <glib/gi18n.h>

static GtkWidget *
create_overview (FluxWindow *window, FluxHost *host)
{
  return flux_overview_page_new (host, window->settings);
}

static GtkWidget *
create_devices (FluxWindow *window, FluxHost *host)
{
  return flux_devices_page_new (host);
}

static GtkWidget *
create_gateways (FluxWindow *window, FluxHost *host)
{
  return flux_gateways_page_new (host);
}

static GtkWidget *
create_posts (FluxWindow *window, FluxHost *host)
{
  return flux_posts_page_new (host);
}

const FluxDestination flux_destinations[FLUX_N_DESTINATIONS] = {
  { "overview", NC_ ("page", "Overview"), "flux-nav-overview-symbolic", create_overview },
  { "devices", NC_ ("page", "Devices"), "flux-nav-devices-symbolic", create_devices },
  { "gateways", NC_ ("page", "Gateways"), "flux-nav-gateways-symbolic", create_gateways },
  { "posts", NC_ ("page", "Posts"), "flux-nav-posts-symbolic", create_posts },
};
