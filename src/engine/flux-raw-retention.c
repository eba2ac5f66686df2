/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-raw-retention.h"

#include "flux-time.h"

#define SETTING_DAYS "raw_posts_days"
#define SETTING_MIB "raw_posts_mib"

#define MIB G_GUINT64_CONSTANT (1024 * 1024)

/* So many posts go in a step, and as many more as have come since the step before, so that no more come than go; but
 * never so many that live posts would wait long. */
#define STEP_POSTS 300
#define STEP_POSTS_MOST 2000
#define STEP_INTERVAL (FLUX_TIME_SECOND / 4)
#define AGE_INTERVAL FLUX_TIME_HOUR

/* When a step has failed, or there was nothing to drop although the room is used up. */
#define AGAIN_AFTER FLUX_TIME_MINUTE

#define ESTIMATE_INTERVAL FLUX_TIME_HOUR
#define ESTIMATE_POSTS 2000
#define ESTIMATE_SPAN (7 * FLUX_TIME_DAY)

/**
 * Growth:
 * @bytes_a_day: by which posts that wait grow
 * @bytes_a_record: that a record that waits takes
 */
typedef struct
{
  double bytes_a_day;
  double bytes_a_record;
} Growth;

struct _FluxRawRetentionKeeper
{
  FluxStoreWork step;
  FluxStore *store;
  FluxPlant *plant;
  FluxClock *clock;

  /* the writer thread's; times are monotonic */
  FluxRawRetention working; /* in the transaction under way */
  GArray *dropped;
  gint64 age_at;            /* next look for posts that are too old */
  gint64 step_at;           /* no step before */
  gint64 estimate_at;
  gint64 survey_at;         /* no survey before */
  gboolean is_stale;        /* something was committed since the last survey */
  gboolean is_stepping;     /* a step was submitted and is not done */
  gint64 next_age_at;       /* as @age_at is after the step under way */
  gboolean is_ended;
  guint64 bytes;            /* by the last survey: that all kept posts take */
  guint64 posts;            /* by the last survey: that ever came */
  guint64 step_posts;       /* as @posts, at the last step */
  double mean;              /* bytes of a post, of those dropped last; 0: not known */

  GMutex mutex;
  /* under the mutex */
  FluxRawRetention retention;
  Growth growth;
};

/* --- Steps -------------------------------------------------------------------------------------------------------- */

static guint64
get_excess (const FluxRawRetentionKeeper *self)
{
  guint64 most = self->working.mib * MIB;

  return self->bytes > most ? self->bytes - most : 0;
}

static void
count_dropped (FluxRawRetentionKeeper *self, const FluxDroppedPosts *dropped)
{
  FluxGatewayEntry *gateway = flux_plant_find_gateway_by_number (self->plant, dropped->gateway);

  self->bytes -= MIN (self->bytes, dropped->bytes);
  if (gateway == NULL)
    return;
  flux_plant_touch_gateway (self->plant, gateway);
  gateway->working->raw_bytes -= MIN (gateway->working->raw_bytes, dropped->bytes);
  gateway->working->dropped_posts += dropped->posts;
  gateway->working->dropped_waiting += dropped->waiting;
}

/* Drops up to @limit posts. @n_dropped: (out) */
static gboolean
drop (FluxRawRetentionKeeper *self, FluxStoreSession *session, FluxDropWhich which, guint limit, guint *n_dropped,
      GError **error)
{
  gint64 before = flux_clock_get_now (self->clock) - self->working.days * FLUX_TIME_DAY;
  guint64 bytes = 0;

  *n_dropped = 0;
  g_array_set_size (self->dropped, 0);
  if (!flux_store_session_drop_posts (session, which, before, limit, self->dropped, error))
    return FALSE;
  for (guint i = 0; i < self->dropped->len; i++)
    {
      const FluxDroppedPosts *dropped = &g_array_index (self->dropped, FluxDroppedPosts, i);

      *n_dropped += dropped->posts;
      bytes += dropped->bytes;
      count_dropped (self, dropped);
    }
  if (*n_dropped > 0)
    self->mean = (double) bytes / *n_dropped;
  return TRUE;
}

static gboolean
drop_old (FluxRawRetentionKeeper *self, FluxStoreSession *session, guint *left, GError **error)
{
  gint64 now = flux_clock_get_monotonic (self->clock);
  guint n_dropped;

  if (!drop (self, session, FLUX_DROP_DECODED_BEFORE, *left, &n_dropped, error))
    return FALSE;
  if (n_dropped < *left)
    self->next_age_at = now + AGE_INTERVAL;
  *left -= n_dropped;
  return TRUE;
}

/* Posts may be of very different sizes, and what goes beyond the excess is lost for nothing: so few at a time that a
 * hundredth of the room would go, or one post, were each of a MiB. */
static guint
get_most_at_once (const FluxRawRetentionKeeper *self)
{
  return CLAMP (self->working.mib / 100, 1, 50);
}

static gboolean
make_room (FluxRawRetentionKeeper *self, FluxStoreSession *session, guint left, GError **error)
{
  FluxDropWhich which = FLUX_DROP_DECODED;
  gboolean is_any_left = TRUE;

  while (left > 0 && get_excess (self) > 0 && is_any_left)
    {
      double wanted = self->mean > 0 ? get_excess (self) / self->mean : 1;
      guint n_dropped;

      if (!drop (self, session, which, CLAMP (wanted, 1, MIN (get_most_at_once (self), left)), &n_dropped, error))
        return FALSE;
      left -= n_dropped;
      is_any_left = n_dropped > 0 || which == FLUX_DROP_DECODED;
      if (n_dropped == 0)
        which = FLUX_DROP_ANY;
    }
  if (!is_any_left)
    self->step_at = flux_clock_get_monotonic (self->clock) + AGAIN_AFTER;
  return TRUE;
}

static gboolean
step_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  FluxRawRetentionKeeper *self = (FluxRawRetentionKeeper *) work;
  gint64 now = flux_clock_get_monotonic (self->clock);
  guint left = MIN (STEP_POSTS + self->posts - MIN (self->step_posts, self->posts), STEP_POSTS_MOST);

  flux_raw_retention_keeper_estimate (self, session);
  self->next_age_at = self->age_at;
  self->step_at = now + STEP_INTERVAL;
  return (now < self->age_at || drop_old (self, session, &left, error)) && make_room (self, session, left, error);
}

static void
step_done (FluxStoreWork *work, const GError *error)
{
  FluxRawRetentionKeeper *self = (FluxRawRetentionKeeper *) work;

  self->is_stepping = FALSE;
  if (error != NULL)
    {
      g_message ("Raw posts could not be dropped, which is tried again later: %s", error->message);
      self->step_at = flux_clock_get_monotonic (self->clock) + AGAIN_AFTER;
      return;
    }
  self->step_posts = self->posts;
  self->age_at = self->next_age_at;
}

/* When the next step is due; monotonic. */
static gint64
get_step_at (const FluxRawRetentionKeeper *self)
{
  gint64 at = MIN (self->age_at, self->estimate_at);

  return get_excess (self) > 0 ? self->step_at : MAX (at, self->step_at);
}

static void
step_if_due (FluxRawRetentionKeeper *self)
{
  if (self->is_stepping || self->is_ended || flux_clock_get_monotonic (self->clock) < get_step_at (self))
    return;
  self->is_stepping = TRUE;
  flux_store_submit (self->store, &self->step);
}

/* --- What the room is like ---------------------------------------------------------------------------------------- */

static void
survey (FluxRawRetentionKeeper *self)
{
  g_autoptr (GPtrArray) gateways = flux_plant_get_gateways (self->plant);

  self->survey_at = flux_clock_get_monotonic (self->clock) + STEP_INTERVAL;
  self->is_stale = FALSE;
  self->bytes = self->posts = 0;
  for (guint i = 0; i < gateways->len; i++)
    {
      const FluxGateway *gateway = g_ptr_array_index (gateways, i);

      self->bytes += gateway->raw_bytes;
      self->posts += gateway->posts;
    }
}

/* A short body is kept as it came. A longer one is compressed; how well is not known without its frame, and a quarter
 * is what one reading comes to. */
static gsize
guess_kept_size (const FluxKeptPost *post)
{
  return post->size < 512 ? post->size : MAX (post->size / 4, 256);
}

/* By the newest posts that wait: over the time since the oldest of them came, a day at least, or, when there are more
 * than are looked at, over the time that these took to come. */
static void
take_growth (const GPtrArray *posts, gint64 now, Growth *growth)
{
  guint64 records = 0;
  double bytes = 0;
  gint64 span;

  *growth = (Growth) { 0 };
  if (posts->len == 0)
    return;
  for (guint i = 0; i < posts->len; i++)
    {
      const FluxKeptPost *post = g_ptr_array_index (posts, i);

      bytes += guess_kept_size (post);
      records += post->counts.waiting;
    }
  span = now - ((const FluxKeptPost *) g_ptr_array_index (posts, posts->len - 1))->received_at;
  span = CLAMP (span, posts->len < ESTIMATE_POSTS ? FLUX_TIME_DAY : FLUX_TIME_SECOND, ESTIMATE_SPAN);
  growth->bytes_a_day = bytes * FLUX_TIME_DAY / span;
  growth->bytes_a_record = bytes / MAX (records, 1);
}

void
flux_raw_retention_keeper_estimate (FluxRawRetentionKeeper *self, FluxStoreSession *session)
{
  gint64 now = flux_clock_get_now (self->clock);
  FluxPostQuery query = {
    .filter = FLUX_POSTS_WAITING,
    .received_from = now - ESTIMATE_SPAN,
    .received_to = G_MAXINT64,
    .limit = ESTIMATE_POSTS,
  };
  g_autoptr (GPtrArray) posts = NULL;
  g_autoptr (GError) error = NULL;
  Growth growth;

  if (flux_clock_get_monotonic (self->clock) < self->estimate_at)
    return;
  self->estimate_at = flux_clock_get_monotonic (self->clock) + ESTIMATE_INTERVAL;
  posts = flux_store_session_list_posts (session, &query, &error);
  if (posts == NULL)
    {
      g_message ("How the posts that wait grow could not be estimated, which is tried again later: %s", error->message);
      return;
    }
  take_growth (posts, now, &growth);
  g_mutex_lock (&self->mutex);
  self->growth = growth;
  g_mutex_unlock (&self->mutex);
}

/* --- The settings ------------------------------------------------------------------------------------------------- */

static gboolean
read_setting (FluxStoreSession *session, const char *name, guint least, guint most, guint *value, GError **error)
{
  g_autofree char *text = NULL;
  guint64 number;

  if (!flux_store_session_get_setting (session, name, &text, error))
    return FALSE;
  if (text != NULL && g_ascii_string_to_unsigned (text, 10, least, most, &number, NULL))
    *value = number;
  return TRUE;
}

static gboolean
write_setting (FluxStoreSession *session, const char *name, guint value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  return flux_store_session_put_setting (session, name, text, error);
}

/* What is worked with becomes what others see. */
static void
settle (FluxRawRetentionKeeper *self)
{
  g_mutex_lock (&self->mutex);
  self->retention = self->working;
  g_mutex_unlock (&self->mutex);
}

gboolean
flux_raw_retention_keeper_load (FluxRawRetentionKeeper *self, FluxStoreSession *session, GError **error)
{
  FluxRawRetention read = { FLUX_RAW_DAYS_DEFAULT, FLUX_RAW_MIB_DEFAULT };

  if (!read_setting (session, SETTING_DAYS, 1, FLUX_RAW_DAYS_MOST, &read.days, error)
      || !read_setting (session, SETTING_MIB, FLUX_RAW_MIB_LEAST, FLUX_RAW_MIB_MOST, &read.mib, error))
    return FALSE;
  if (read.days != self->working.days)
    self->age_at = 0;
  self->working = read;
  settle (self);
  survey (self);
  self->step_posts = self->posts;
  return TRUE;
}

gboolean
flux_raw_retention_keeper_set (FluxRawRetentionKeeper *self, FluxStoreSession *session,
                               const FluxRawRetention *retention, GError **error)
{
  self->working = *retention;
  self->age_at = self->next_age_at = self->step_at = 0;
  return write_setting (session, SETTING_DAYS, retention->days, error)
         && write_setting (session, SETTING_MIB, retention->mib, error);
}

const FluxRawRetention *
flux_raw_retention_keeper_get (FluxRawRetentionKeeper *self)
{
  return &self->working;
}

/* --- The store's observer ----------------------------------------------------------------------------------------- */

void
flux_raw_retention_keeper_end (FluxRawRetentionKeeper *self)
{
  self->is_ended = TRUE;
}

void
flux_raw_retention_keeper_committed (FluxRawRetentionKeeper *self)
{
  settle (self);
  self->is_stale = TRUE;
  if (self->is_stepping || self->is_ended || flux_clock_get_monotonic (self->clock) >= self->survey_at)
    survey (self);
  step_if_due (self);
}

void
flux_raw_retention_keeper_rolled_back (FluxRawRetentionKeeper *self)
{
  self->working = self->retention;
  survey (self);
}

gint64
flux_raw_retention_keeper_get_delay (FluxRawRetentionKeeper *self)
{
  gint64 at = get_step_at (self);

  if (self->is_ended)
    return -1;
  if (self->is_stale)
    at = MIN (at, self->survey_at);
  return MAX (at - flux_clock_get_monotonic (self->clock), 0);
}

/* --- Life, and any thread ----------------------------------------------------------------------------------------- */

FluxRawRetentionKeeper *
flux_raw_retention_keeper_new (FluxStore *store, FluxPlant *plant, FluxClock *clock)
{
  FluxRawRetentionKeeper *self = g_new0 (FluxRawRetentionKeeper, 1);

  self->step.run = step_run;
  self->step.done = step_done;
  self->store = store;
  self->plant = plant;
  self->clock = g_object_ref (clock);
  self->working = self->retention = (FluxRawRetention) { FLUX_RAW_DAYS_DEFAULT, FLUX_RAW_MIB_DEFAULT };
  self->dropped = g_array_new (FALSE, FALSE, sizeof (FluxDroppedPosts));
  g_mutex_init (&self->mutex);
  return self;
}

void
flux_raw_retention_keeper_free (FluxRawRetentionKeeper *self)
{
  g_array_unref (self->dropped);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->clock);
  g_free (self);
}

void
flux_raw_retention_keeper_get_room (FluxRawRetentionKeeper *self, FluxRawRoom *room)
{
  g_autoptr (GPtrArray) gateways = flux_plant_get_gateways (self->plant);
  guint64 waiting = 0;
  double most, waiting_bytes;
  Growth growth;

  *room = (FluxRawRoom) { 0 };
  for (guint i = 0; i < gateways->len; i++)
    {
      const FluxGateway *gateway = g_ptr_array_index (gateways, i);

      room->bytes += gateway->raw_bytes;
      room->dropped_posts += gateway->dropped_posts;
      room->dropped_waiting += gateway->dropped_waiting;
      waiting += gateway->counts.waiting;
    }
  g_mutex_lock (&self->mutex);
  room->retention = self->retention;
  growth = self->growth;
  g_mutex_unlock (&self->mutex);

  most = (double) room->retention.mib * MIB;
  /* Some of the records that wait may be of posts that were dropped. */
  waiting_bytes = MIN (growth.bytes_a_record * waiting, room->bytes);
  room->bytes_a_day = growth.bytes_a_day;
  room->days_left = growth.bytes_a_day > 0 ? MAX (most - waiting_bytes, 0) / growth.bytes_a_day : -1;
}
