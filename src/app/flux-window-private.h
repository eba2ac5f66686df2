/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-disk-watch.h"
#include "flux-mark.h"
#include "flux-page.h"
#include "flux-window.h"

G_BEGIN_DECLS

/**
 * FluxDestination:
 * @name: of the page, as in "win.show-page" and in the settings
 * @title: in the sidebar, to be translated in the context "page"
 * @create: makes the page when it is first visited
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *icon_name;
  GtkWidget *(*create) (FluxWindow *window, FluxHost *host);
} FluxDestination;

#define FLUX_N_DESTINATIONS 4

extern const FluxDestination flux_destinations[FLUX_N_DESTINATIONS];

struct _FluxWindow
{
  AdwApplicationWindow parent_instance;

  /* template children */
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwBin *first_run;
  AdwStatusPage *failure;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar;
  GtkWidget *content;
  GtkStack *pages;
  GtkListBox *navigation;
  GtkMenuButton *menu_button;
  GtkMenuButton *failure_menu_button;
  GtkStack *foot_mark_stack;
  GtkWidget *foot_icon;
  FluxMark *foot_mark;
  GtkLabel *foot_place;
  GtkLabel *foot_state;

  GSettings *settings;    /* (owned) */
  GListStore *conditions; /* (owned) */
  FluxHost *host;         /* (nullable) (owned) */
  FluxDiskWatch *disk;    /* (nullable) (owned): while there is a host */
  gboolean is_simulated;
  gboolean was_sidebar_beside;
};

/* Returns: (transfer none) (nullable): the page that is in view; none while there is no plant */
FluxPage *flux_window_get_page (FluxWindow *self);

gboolean flux_window_is_sidebar_beside (FluxWindow *self);
void flux_window_toggle_sidebar (FluxWindow *self);

/* Goes one step back. Returns: %FALSE when there was none */
gboolean flux_window_go_back (FluxWindow *self);

/* Tells the actions what is possible now. */
void flux_window_update_actions (FluxWindow *self);

/* Installs the window's actions and their keys. */
void flux_window_class_add_actions (GtkWidgetClass *widget_class);
void flux_window_add_actions (FluxWindow *self);

/* Says in the sidebar's foot and in the banner where the data are and what is wrong with that. */
void flux_window_update_foot (FluxWindow *self);

G_END_DECLS
