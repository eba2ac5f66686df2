/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-session.h"

struct _FluxTestSession
{
  FluxStoreSession parent_instance;

  GMutex mutex;
  GCond changed;
  /* under the mutex */
  GString *log;
  GHashTable *counts;
  gboolean hold;
  gboolean is_held;
  const char *failing;
  guint failing_nth;
  FluxStoreError code;
  gboolean others_wrote;
  guint upkeep_steps;
};

G_DEFINE_FINAL_TYPE (FluxTestSession, flux_test_session, FLUX_TYPE_STORE_SESSION)

static guint
get_count (FluxTestSession *self, const char *word)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, word));
}

/* Under the mutex. */
static void
note (FluxTestSession *self, const char *word)
{
  guint count = get_count (self, word) + 1;

  if (self->log->len > 0)
    g_string_append_c (self->log, ' ');
  g_string_append (self->log, word);
  g_hash_table_insert (self->counts, g_strdup (word), GUINT_TO_POINTER (count));
  g_cond_broadcast (&self->changed);
}

/* Under the mutex. Returns: whether the call of @word that was just noted is to go well */
static gboolean
goes_well (FluxTestSession *self, const char *word, GError **error)
{
  if (g_strcmp0 (self->failing, word) != 0 || get_count (self, word) != self->failing_nth)
    return TRUE;
  g_set_error (error, FLUX_STORE_ERROR, (int) self->code, "%s fails as the test wants", word);
  return FALSE;
}

static gboolean
begin (FluxStoreSession *session, gboolean *others_wrote, GError **error)
{
  FluxTestSession *self = FLUX_TEST_SESSION (session);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  note (self, "begin");
  *others_wrote = self->others_wrote;
  self->others_wrote = FALSE;
  return goes_well (self, "begin", error);
}

static gboolean
commit (FluxStoreSession *session, GError **error)
{
  FluxTestSession *self = FLUX_TEST_SESSION (session);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (self->hold)
    {
      self->is_held = TRUE;
      g_cond_broadcast (&self->changed);
      g_cond_wait (&self->changed, &self->mutex);
    }
  self->is_held = FALSE;
  note (self, "commit");
  return goes_well (self, "commit", error);
}

static void
rollback (FluxStoreSession *session)
{
  flux_test_session_note (FLUX_TEST_SESSION (session), "rollback");
}

static gboolean
upkeep (FluxStoreSession *session, FluxStoreLoad load, gboolean *more, GError **error)
{
  /* Which of the first two it is depends on how much time the machine had. */
  static const char *const words[] = { "upkeep", "upkeep", "idle" };
  FluxTestSession *self = FLUX_TEST_SESSION (session);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  note (self, words[load]);
  if (self->upkeep_steps > 0)
    self->upkeep_steps--;
  *more = self->upkeep_steps > 0;
  return goes_well (self, words[load], error);
}

static gboolean
have_others_written (FluxStoreSession *session)
{
  FluxTestSession *self = FLUX_TEST_SESSION (session);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  note (self, "look");
  return self->others_wrote;
}

static void
flux_test_session_finalize (GObject *object)
{
  FluxTestSession *self = FLUX_TEST_SESSION (object);

  g_string_free (self->log, TRUE);
  g_hash_table_unref (self->counts);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  G_OBJECT_CLASS (flux_test_session_parent_class)->finalize (object);
}

static void
flux_test_session_class_init (FluxTestSessionClass *klass)
{
  FluxStoreSessionClass *session_class = FLUX_STORE_SESSION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_test_session_finalize;
  session_class->begin = begin;
  session_class->commit = commit;
  session_class->rollback = rollback;
  session_class->upkeep = upkeep;
  session_class->have_others_written = have_others_written;
}

static void
flux_test_session_init (FluxTestSession *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->log = g_string_new (NULL);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

FluxTestSession *
flux_test_session_new (void)
{
  return g_object_new (FLUX_TYPE_TEST_SESSION, NULL);
}

char *
flux_test_session_take_log (FluxTestSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char *log = g_strdup (self->log->str);

  g_string_truncate (self->log, 0);
  return log;
}

void
flux_test_session_note (FluxTestSession *self, const char *word)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  note (self, word);
}

void
flux_test_session_hold (FluxTestSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->hold = TRUE;
}

void
flux_test_session_wait_held (FluxTestSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (!self->is_held)
    g_cond_wait (&self->changed, &self->mutex);
}

void
flux_test_session_let_go (FluxTestSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->hold = FALSE;
  g_cond_broadcast (&self->changed);
}

void
flux_test_session_fail (FluxTestSession *self, const char *word, guint nth, FluxStoreError code)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->failing = word;
  self->failing_nth = nth;
  self->code = code;
}

void
flux_test_session_let_others_write (FluxTestSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->others_wrote = TRUE;
}

void
flux_test_session_set_upkeep (FluxTestSession *self, guint steps)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->upkeep_steps = steps;
}

void
flux_test_session_wait_for (FluxTestSession *self, const char *word, guint n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (get_count (self, word) < n)
    g_cond_wait (&self->changed, &self->mutex);
}
