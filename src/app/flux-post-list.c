/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-list.h"

struct _FluxPostList
{
  GObject parent_instance;

  FluxEngine *engine;         /* (owned) */
  FluxLiveSubscription *live; /* (nullable) (owned) */
  GCancellable *cancellable;  /* (owned): of all reading since it began anew */
  GPtrArray *items;           /* of FluxPostItem, newest first */
  GPtrArray *kept_back;       /* likewise: those that came while it is paused */

  FluxPostFilter filter;
  gint64 gateway;
  char *text;    /* (nullable) */
  gint64 newest; /* number of the newest post there is, whether it is in the list or not; -1: not known yet */
  gint64 oldest; /* older ones come before this number */
  gboolean is_asked;
  gboolean has_older;
  gboolean is_loading;
  gboolean is_following; /* newer ones are being read */
  gboolean more_came;    /* while they were */
  gboolean has_gap;      /* more came while it is paused than a page */
  gboolean is_paused;
  gboolean is_active;
  gboolean is_at_top;
};

enum
{
  PROP_LOADING = 1,
  PROP_N_NEW,
  N_PROPS,
};

enum
{
  FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxPostList, flux_post_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void follow (FluxPostList *self);

/* --- As a list ---------------------------------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return FLUX_TYPE_POST_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return FLUX_POST_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = FLUX_POST_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- What goes in and out ----------------------------------------------------------------------------------------- */

static void
set_loading (FluxPostList *self, gboolean loading)
{
  if (self->is_loading == loading)
    return;
  self->is_loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static GPtrArray *
items_new (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
is_wanted (FluxPostList *self, const FluxKeptPost *post)
{
  const FluxRecordCounts *counts = &post->counts;
  FluxPostFilter has = (counts->stored > 0 ? FLUX_POSTS_STORED : 0)
                       | (counts->duplicate > 0 ? FLUX_POSTS_DUPLICATE : 0)
                       | (counts->failed_read > 0 ? FLUX_POSTS_FAILED_READ : 0)
                       | (counts->waiting > 0 || post->state == FLUX_POST_WAITS ? FLUX_POSTS_WAITING : 0)
                       | (counts->refused > 0 ? FLUX_POSTS_REFUSED : 0);

  return (self->filter == FLUX_POSTS_ALL || (self->filter & has) != 0)
         && (self->gateway == 0 || self->gateway == post->gateway);
}

/* @posts: (element-type FluxKeptPost): emptied. Returns: (transfer full) (element-type FluxPostItem) */
static GPtrArray *
take_wanted (FluxPostList *self, GPtrArray *posts)
{
  GPtrArray *items = items_new ();

  g_ptr_array_set_free_func (posts, NULL);
  for (guint i = 0; i < posts->len; i++)
    {
      FluxKeptPost *post = g_ptr_array_index (posts, i);

      if (is_wanted (self, post))
        g_ptr_array_add (items, flux_post_item_new (post));
      else
        flux_kept_post_free (post);
    }
  g_ptr_array_set_size (posts, 0);
  return items;
}

/* @items: (transfer full) */
static void
put_in_front (GPtrArray **array, GPtrArray *items)
{
  g_autoptr (GPtrArray) behind = *array;

  *array = items;
  g_ptr_array_extend_and_steal (items, g_steal_pointer (&behind));
}

static void
trim (FluxPostList *self)
{
  guint n_over = self->items->len > FLUX_POST_LIST_MOST_AT_TOP ? self->items->len - FLUX_POST_LIST_MOST_AT_TOP : 0;
  FluxPostItem *last;

  if (!self->is_at_top || self->is_loading || n_over == 0)
    return;
  g_ptr_array_set_size (self->items, FLUX_POST_LIST_MOST_AT_TOP);
  last = g_ptr_array_index (self->items, FLUX_POST_LIST_MOST_AT_TOP - 1);
  self->oldest = flux_post_item_get_post (last)->number;
  self->has_older = TRUE;
  g_list_model_items_changed (G_LIST_MODEL (self), FLUX_POST_LIST_MOST_AT_TOP, n_over, 0);
}

/* @items: (transfer full): newer than all that are there */
static void
take_newer (FluxPostList *self, GPtrArray *items)
{
  guint n = items->len;

  put_in_front (self->is_paused ? &self->kept_back : &self->items, items);
  if (n == 0)
    return;
  if (self->is_paused)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
  else
    {
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n);
      trim (self);
    }
}

static void
forget_kept_back (FluxPostList *self)
{
  if (self->kept_back->len == 0)
    return;
  g_ptr_array_set_size (self->kept_back, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
}

static void
clear (FluxPostList *self)
{
  guint n = self->items->len;

  g_ptr_array_set_size (self->items, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
  forget_kept_back (self);
}

/* --- Reading ------------------------------------------------------------------------------------------------------ */

/* Returns: (transfer full) (nullable): %NULL when it failed, or is not wanted any more and @is_over */
static GPtrArray *
finish_reading (FluxPostList *self, GAsyncResult *result, gboolean *is_over)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *posts = flux_engine_list_posts_finish (self->engine, result, &error);

  *is_over = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (error != NULL && !*is_over)
    g_signal_emit (self, signals[FAILED], 0, error);
  return posts;
}

static void
on_older (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostList) self = user_data;
  gboolean is_over;
  g_autoptr (GPtrArray) posts = finish_reading (self, result, &is_over);
  guint n_before = self->items->len, n = posts != NULL ? posts->len : 0;

  if (is_over)
    return;
  self->has_older = n == FLUX_POST_LIST_PAGE;
  if (n > 0)
    {
      self->oldest = ((const FluxKeptPost *) g_ptr_array_index (posts, n - 1))->number;
      g_ptr_array_set_free_func (posts, NULL);
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (self->items, flux_post_item_new (g_ptr_array_index (posts, i)));
      g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n);
    }
  set_loading (self, FALSE);
}

static void
read_older (FluxPostList *self)
{
  FluxPostQuery query = {
    .before = self->oldest,
    .filter = self->filter,
    .gateway = self->gateway,
    .limit = FLUX_POST_LIST_PAGE,
  };

  set_loading (self, TRUE);
  flux_engine_list_posts_async (self->engine, &query, self->text, self->cancellable, on_older, g_object_ref (self));
}

static void
on_newest (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostList) self = user_data;
  gboolean is_over;
  g_autoptr (GPtrArray) posts = finish_reading (self, result, &is_over);

  if (is_over)
    return;
  self->newest = posts != NULL && posts->len > 0 ? ((FluxKeptPost *) g_ptr_array_index (posts, 0))->number : 0;
  self->oldest = self->newest + 1;
  self->has_older = self->newest > 0;
  if (self->has_older)
    read_older (self);
  else
    set_loading (self, FALSE);
  if (self->more_came)
    follow (self);
}

/* First the number of the newest, whatever it is: from there on, what comes is read without looking through everything
 * that a filter leaves out. */
static void
begin (FluxPostList *self)
{
  FluxPostQuery query = { .limit = 1 };

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->newest = -1;
  self->has_older = self->has_gap = self->is_following = self->more_came = FALSE;
  clear (self);
  set_loading (self, TRUE);
  flux_engine_list_posts_async (self->engine, &query, NULL, self->cancellable, on_newest, g_object_ref (self));
}

/* --- What comes --------------------------------------------------------------------------------------------------- */

static void
go_on_following (FluxPostList *self)
{
  self->is_following = FALSE;
  if (self->more_came)
    follow (self);
}

static void
on_newer_with_text (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostList) self = user_data;
  gboolean is_over;
  g_autoptr (GPtrArray) posts = finish_reading (self, result, &is_over);

  if (is_over)
    return;
  if (posts != NULL)
    take_newer (self, take_wanted (self, posts));
  go_on_following (self);
}

static void
look_for_text (FluxPostList *self, gint64 after)
{
  FluxPostQuery query = { .before = self->newest + 1, .after = after, .limit = FLUX_POST_LIST_PAGE };

  flux_engine_list_posts_async (self->engine, &query, self->text, self->cancellable, on_newer_with_text,
                                g_object_ref (self));
}

static void
on_newer (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostList) self = user_data;
  gboolean is_over;
  g_autoptr (GPtrArray) posts = finish_reading (self, result, &is_over);
  gint64 newest_before = self->newest;

  if (is_over)
    return;
  if (posts == NULL || posts->len == 0)
    {
      go_on_following (self);
      return;
    }
  self->newest = ((const FluxKeptPost *) g_ptr_array_index (posts, 0))->number;
  if (posts->len == FLUX_POST_LIST_PAGE && !self->is_paused)
    {
      begin (self);
      return;
    }
  self->has_gap |= posts->len == FLUX_POST_LIST_PAGE;
  if (self->text != NULL)
    {
      look_for_text (self, newest_before);
      return;
    }
  take_newer (self, take_wanted (self, posts));
  go_on_following (self);
}

static void
follow (FluxPostList *self)
{
  FluxPostQuery query = { .after = self->newest, .limit = FLUX_POST_LIST_PAGE };

  self->more_came = self->is_following || self->newest < 0;
  if (self->more_came || !self->is_active)
    return;
  self->is_following = TRUE;
  flux_engine_list_posts_async (self->engine, &query, NULL, self->cancellable, on_newer, g_object_ref (self));
}

static void
on_live (GPtrArray *devices, GPtrArray *gateways, gpointer user_data)
{
  FluxPostList *self = user_data;

  if (gateways->len > 0 && self->is_active && self->is_asked)
    follow (self);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_post_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxPostList *self = FLUX_POST_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    case PROP_N_NEW:
      g_value_set_uint (value, self->kept_back->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_post_list_dispose (GObject *object)
{
  FluxPostList *self = FLUX_POST_LIST (object);

  g_clear_pointer (&self->live, flux_live_unsubscribe);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (flux_post_list_parent_class)->dispose (object);
}

static void
flux_post_list_finalize (GObject *object)
{
  FluxPostList *self = FLUX_POST_LIST (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->kept_back);
  g_object_unref (self->cancellable);
  g_clear_object (&self->engine);
  g_free (self->text);
  G_OBJECT_CLASS (flux_post_list_parent_class)->finalize (object);
}

static void
flux_post_list_class_init (FluxPostListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = flux_post_list_get_property;
  object_class->dispose = flux_post_list_dispose;
  object_class->finalize = flux_post_list_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_N_NEW] = g_param_spec_uint ("n-new", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FAILED] = g_signal_new ("failed", FLUX_TYPE_POST_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
flux_post_list_init (FluxPostList *self)
{
  self->items = items_new ();
  self->kept_back = items_new ();
  self->cancellable = g_cancellable_new ();
  self->newest = -1;
  self->is_at_top = TRUE;
}

FluxPostList *
flux_post_list_new (FluxEngine *engine)
{
  FluxPostList *self = g_object_new (FLUX_TYPE_POST_LIST, NULL);

  self->engine = g_object_ref (engine);
  self->live = flux_engine_subscribe (engine, NULL, on_live, self);
  return self;
}

void
flux_post_list_set_query (FluxPostList *self, FluxPostFilter filter, gint64 gateway, const char *text)
{
  gboolean has_text = text != NULL && *text != '\0';

  g_return_if_fail (FLUX_IS_POST_LIST (self));
  if (self->is_asked && self->filter == filter && self->gateway == gateway
      && g_strcmp0 (self->text, has_text ? text : NULL) == 0)
    return;
  self->is_asked = TRUE;
  self->filter = filter;
  self->gateway = gateway;
  g_free (self->text);
  self->text = has_text ? g_strdup (text) : NULL;
  begin (self);
}

void
flux_post_list_reload (FluxPostList *self)
{
  g_return_if_fail (FLUX_IS_POST_LIST (self));
  if (self->is_asked)
    begin (self);
}

void
flux_post_list_load_older (FluxPostList *self)
{
  g_return_if_fail (FLUX_IS_POST_LIST (self));
  if (self->has_older && !self->is_loading)
    read_older (self);
}

void
flux_post_list_set_paused (FluxPostList *self, gboolean paused)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (FLUX_IS_POST_LIST (self));
  if (self->is_paused == paused)
    return;
  self->is_paused = paused;
  if (paused)
    return;
  if (self->has_gap)
    {
      begin (self);
      return;
    }
  items = g_steal_pointer (&self->kept_back);
  self->kept_back = items_new ();
  take_newer (self, g_steal_pointer (&items));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
}

void
flux_post_list_set_active (FluxPostList *self, gboolean active)
{
  g_return_if_fail (FLUX_IS_POST_LIST (self));
  if (self->is_active == active)
    return;
  self->is_active = active;
  if (active && self->is_asked)
    follow (self);
}

void
flux_post_list_set_at_top (FluxPostList *self, gboolean at_top)
{
  g_return_if_fail (FLUX_IS_POST_LIST (self));
  self->is_at_top = at_top;
  trim (self);
}

gboolean
flux_post_list_is_loading (FluxPostList *self)
{
  g_return_val_if_fail (FLUX_IS_POST_LIST (self), FALSE);
  return self->is_loading;
}

guint
flux_post_list_get_n_new (FluxPostList *self)
{
  g_return_val_if_fail (FLUX_IS_POST_LIST (self), 0);
  return self->kept_back->len;
}
