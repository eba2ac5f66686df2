/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-sqlite-connection.h"
#include "flux-store-session.h"

G_BEGIN_DECLS

typedef enum
{
  FLUX_SQLITE_READER,
  FLUX_SQLITE_WRITER,        /* of the program that takes readings: keeps the tables in order as well */
  FLUX_SQLITE_WRITER_BESIDE, /* short transactions */
} FluxSqliteRole;

#define FLUX_TYPE_SQLITE_SESSION (flux_sqlite_session_get_type ())
G_DECLARE_FINAL_TYPE (FluxSqliteSession, flux_sqlite_session, FLUX, SQLITE_SESSION, FluxStoreSession)

struct _FluxSqliteSession
{
  FluxStoreSession parent_instance;

  FluxSqliteConnection *connection;
  FluxSqliteRole role;
  FluxClock *clock;
  gint64 others_version; /* PRAGMA data_version when it was last asked */
  gint64 version_before; /* the same before the transaction under way */
  gint64 last_revision;  /* of fluxio_latest */
  gint64 n_recent;       /* rows in fluxio_recent, about */
  gint64 n_inserted;     /* of them in the transaction under way */
  gint64 history_until;  /* no row in fluxio_history is newer */
  gint64 decoded_from;   /* no kept post with a smaller number is decoded */
  gint64 decoded_before; /* the same before the transaction under way */
  gint64 block;          /* of posts, which the next belongs to */
  GHashTable *in_block;  /* number of a gateway, for what fluxio_post_blocks says of it in that block */
};

/* Opens the database at @path, which has the newest schema. Returns: (transfer full) (nullable) */
FluxStoreSession *flux_sqlite_session_open (const char *path, FluxSqliteRole role, FluxClock *clock, GError **error);

/* Reads the columns of a reading, FLUX_SQLITE_READING_COLUMNS without the device, from @column on.
 * @reading: (out): its texts are the caller's */
void flux_sqlite_read_values (FluxSqliteStatement *statement, int column, FluxReading *reading);

/* Binds the same columns from parameter @index on; texts and @own_time are borrowed. */
#define FLUX_SQLITE_OWN_TIME_SIZE (FLUX_N_FIELDS * 4)
void flux_sqlite_bind_values (FluxSqliteStatement *statement, int index, const FluxReading *reading,
                              guint8 own_time[FLUX_SQLITE_OWN_TIME_SIZE]);

/* Each of these fills in the calls of one subject. */
void flux_sqlite_devices_install (FluxStoreSessionClass *klass);
void flux_sqlite_gateways_install (FluxStoreSessionClass *klass);
void flux_sqlite_readings_install (FluxStoreSessionClass *klass);
void flux_sqlite_latest_install (FluxStoreSessionClass *klass);
void flux_sqlite_maps_install (FluxStoreSessionClass *klass);
void flux_sqlite_posts_install (FluxStoreSessionClass *klass);
void flux_sqlite_post_list_install (FluxStoreSessionClass *klass);
void flux_sqlite_post_drop_install (FluxStoreSessionClass *klass);
void flux_sqlite_alerts_install (FluxStoreSessionClass *klass);

/* The setting that holds the largest number of a post which the retention took while none after it was kept. */
#define FLUX_SQLITE_LAST_DROPPED_POST "last-dropped-post"

/* Keeps in fluxio_post_blocks that the post @number of @gateway is there. @stored: whether a record of it was stored */
gboolean flux_sqlite_post_blocks_take (FluxSqliteSession *self, gint64 number, gint64 gateway, gboolean stored,
                                       GError **error);

/* The same for a post that was there before, and of which a record is stored now. */
gboolean flux_sqlite_post_blocks_take_stored (FluxSqliteSession *self, gint64 number, GError **error);

/* Forgets the block of @number when there is no post in it any more. */
gboolean flux_sqlite_post_blocks_drop (FluxSqliteSession *self, gint64 number, GError **error);

/* Moves the oldest rows of fluxio_recent to fluxio_history, one bounded step, in a transaction of its own. */
gboolean flux_sqlite_upkeep (FluxStoreSession *session, FluxStoreLoad load, gboolean *more, GError **error);

/* Learns how many rows there are to move, and up to when that was done. */
gboolean flux_sqlite_upkeep_start (FluxSqliteSession *self, GError **error);

/* Brings fluxio_latest up to date with the rows: it is written a moment after them, and a program may end in
 * between. */
gboolean flux_sqlite_latest_recover (FluxSqliteSession *self, GError **error);

G_END_DECLS
