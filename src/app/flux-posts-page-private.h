/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-fold.h"
#include "flux-post-again.h"
#include "flux-post-detail.h"
#include "flux-post-hour.h"
#include "flux-post-knocks.h"
#include "flux-post-list.h"
#include "flux-posts-page.h"

G_BEGIN_DECLS

struct _FluxPostsPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwWindowTitle *title;
  GtkWidget *pause;
  GtkMenuButton *filter_button;
  GtkLabel *filter_label;
  GMenu *gateways_menu;
  FluxPostKnocks *knocks;
  FluxPostAgain *again;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  FluxPostHour *hour;
  GtkWidget *waiting;
  GtkStack *states;
  FluxFold *fold;
  GtkPaned *paned;
  GtkColumnView *column_view;
  GtkListView *list_view;
  GtkScrolledWindow *wide_scrolled;
  GtkScrolledWindow *narrow_scrolled;
  AdwBin *detail_beside;
  AdwBin *detail_alone;
  GtkWidget *back;

  FluxHost *host;                /* (owned) */
  FluxPostList *list;            /* (owned) */
  GtkSingleSelection *selection; /* (owned): of @list */
  FluxPostDetail *detail;        /* (nullable) (owned): made when it is first needed */
  guint outcome;                 /* index into outcomes */
  char *gateway;                 /* uuid; "": all */
  gboolean is_paused;
  gboolean is_at_top;
  gboolean is_divided; /* the height has been shared out once */
  guint scroll_source;
};

/* Whether a post is open, and whether it is in the place of the list. */
gboolean flux_posts_page_is_in_detail (FluxPostsPage *self);
gboolean flux_posts_page_is_alone (FluxPostsPage *self);

/* Opens the post of this number. */
void flux_posts_page_show (FluxPostsPage *self, gint64 number);

/* Puts the post that is open where there is room for it. */
void flux_posts_page_place_detail (FluxPostsPage *self);

/* Closes it, with the focus in the list. */
void flux_posts_page_leave_detail (FluxPostsPage *self);

/* Reads everything anew, for what became of posts has changed. */
void flux_posts_page_reload (FluxPostsPage *self);

G_END_DECLS
