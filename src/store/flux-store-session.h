/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-api-key.h"
#include "flux-device.h"
#include "flux-gateway.h"
#include "flux-reading.h"
#include "flux-store-error.h"
#include "flux-unit.h"

G_BEGIN_DECLS

/* A reading and whose it is. */
typedef struct
{
  gint64 device; /* FluxDevice.number */
  FluxReading reading;
} FluxStoredReading;

/* Makes an array of FluxStoredReading that clears its elements. Returns: (transfer full) */
GArray *flux_stored_readings_new (void);

/**
 * FluxRowSummary:
 * @from: @to: µs UTC, both included, the span that is summed up; nothing is while @to is 0
 * @common: fields that every row and failed read of the span holds
 * @last_own_time: µs UTC, at or before which every value of the span's rows was measured
 *
 * As much of a device's rows as answers nearly every question of a new record about them.
 */
typedef struct
{
  gint64 from;
  gint64 to;
  FluxFieldSet common;
  gint64 last_own_time;
} FluxRowSummary;

/**
 * FluxLatest:
 * @reading: (nullable measured_at 0): the latest measured reading that is no failed read
 * @seen_at: µs UTC of the last row with a good value; 0: none
 * @learned_period: µs, 0: not learned yet
 * @summary: of the rows as they were when this was put
 * @revision: grows with every change of any device's latest values
 */
typedef struct
{
  gint64 device;
  FluxReading reading;
  gint64 seen_at;
  gint64 learned_period;
  FluxRowSummary summary;
  gint64 revision;
} FluxLatest;

/**
 * FluxReadingQuery:
 * @device: whose; 0: every device's
 * @from: @to: µs UTC, both included
 * @limit: rows at most
 * @before: (nullable): only rows that come after this one in the answer's order, for reading page by page
 */
typedef struct
{
  gint64 device;
  gint64 from;
  gint64 to;
  guint limit;
  const FluxStoredReading *before;
} FluxReadingQuery;

typedef enum
{
  FLUX_POST_DECODED = 0,
  FLUX_POST_WAITS = 1, /* something in it is not a reading yet */
} FluxPostState;

/**
 * FluxRawPost:
 * @number: ascending in order of arrival; see flux_store_session_get_last_post()
 * @gateway: FluxGateway.number
 * @key_name: under which key it came
 * @address: (nullable)
 * @content_type: (nullable)
 * @hints: (nullable): JSON object of the headers and query members that name device or gateway
 * @size: bytes of the body as it came
 * @body: (nullable): what is kept of it: @body_size bytes, as it came or compressed with Zstandard
 * @links: (nullable): @links_size bytes: the rows that its records went to; see flux_post_links_append()
 *
 * A body as it came, and what became of it. All borrowed from the caller.
 */
typedef struct
{
  gint64 number;
  gint64 received_at;
  gint64 gateway;
  const char *key_name;
  const char *address;
  const char *content_type;
  const char *hints;
  gsize size;
  gboolean compressed;
  const void *body;
  gsize body_size;
  const void *links;
  gsize links_size;
  FluxPostState state;
  FluxRecordCounts counts;
} FluxRawPost;

/* Which posts a list shows; of several, those that are of any. */
typedef enum
{
  FLUX_POSTS_ALL = 0,
  FLUX_POSTS_STORED = 1 << 0,      /* some record of it was stored */
  FLUX_POSTS_DUPLICATE = 1 << 1,   /* some record of it was known */
  FLUX_POSTS_FAILED_READ = 1 << 2, /* and so on */
  FLUX_POSTS_WAITING = 1 << 3,
  FLUX_POSTS_REFUSED = 1 << 4,
} FluxPostFilter;

/**
 * FluxPostQuery:
 * @before: only posts of a smaller number; 0: from the newest on
 * @after: only posts of a larger number; 0: all
 * @gateway: FluxGateway.number; 0: all
 * @received_from: @received_to: µs UTC, both included; 0 and 0: all
 * @limit: posts at most
 */
typedef struct
{
  gint64 before;
  gint64 after;
  FluxPostFilter filter;
  gint64 gateway;
  gint64 received_from;
  gint64 received_to;
  guint limit;
} FluxPostQuery;

/**
 * FluxKeptPost:
 * @body: (nullable) (owned): as it came, unpacked; only of flux_store_session_find_post(); %NULL as well when only the
 *   rest is kept of the post
 * @links: (element-type FluxPostLink) (owned): never %NULL
 *
 * A kept post as it is read back; members as in #FluxRawPost, all owned.
 */
typedef struct
{
  gint64 number;
  gint64 received_at;
  gint64 gateway;
  char *key_name;
  char *address;
  char *content_type; /* (nullable) */
  char *hints;        /* (nullable) */
  gsize size;
  GBytes *body;
  GArray *links;
  FluxPostState state;
  FluxRecordCounts counts;
} FluxKeptPost;

void flux_kept_post_free (FluxKeptPost *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxKeptPost, flux_kept_post_free)

/**
 * FluxDroppedPosts:
 * @posts: @waiting: of them, those with records that were still waiting
 * @bytes: of their kept bodies
 *
 * What one step of the raw posts' retention has taken away from a gateway.
 */
typedef struct
{
  gint64 gateway;
  guint posts;
  guint waiting;
  guint64 bytes;
} FluxDroppedPosts;

/* Which posts the retention may take. */
typedef enum
{
  FLUX_DROP_DECODED_BEFORE, /* decoded ones received before a time */
  FLUX_DROP_DECODED,        /* decoded ones, the oldest first */
  FLUX_DROP_ANY,            /* waiting ones as well, the oldest first */
} FluxDropWhich;

/**
 * FluxKnock:
 * @address: (owned): where refused posts came from
 * @reason: (owned): "no key" or "wrong key", or another of the server's words
 * @first_at: @last_at: µs UTC
 *
 * Posts that were refused, counted by address and reason; their bodies are not kept.
 */
typedef struct
{
  char *address;
  char *reason;
  gint64 first_at;
  gint64 last_at;
  guint64 count;
} FluxKnock;

void flux_knock_free (FluxKnock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxKnock, flux_knock_free)

/**
 * FluxStoredMap:
 * @uuid: (owned)
 * @name: (owned): unique
 * @definition: (owned): JSON text, which the store does not look into
 */
typedef struct
{
  char *uuid;
  char *name;
  char *definition;
  gint64 created_at;
  gint64 updated_at;
} FluxStoredMap;

void flux_stored_map_free (FluxStoredMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxStoredMap, flux_stored_map_free)

/* One row of alerts, with its device's name and location. */
typedef struct
{
  char *uuid;
  char *device_id;
  char *device_name;
  char *location;
  char *alert_type;
  char *severity;
  char *message;
  char *resolved_by;
  char *metadata;
  double threshold_value; /* NaN: none */
  double actual_value;    /* NaN: none */
  gboolean is_resolved;
  gint64 resolved_at;
  gint64 created_at;
} FluxAlert;

void flux_alert_free (FluxAlert *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxAlert, flux_alert_free)

/* How much the writer has to do. */
typedef enum
{
  FLUX_STORE_BUSY,      /* it writes most of the time: only what cannot be put off */
  FLUX_STORE_UNHURRIED, /* there is time between its transactions */
  FLUX_STORE_IDLE,      /* nothing has come for a while */
} FluxStoreLoad;

typedef enum
{
  FLUX_ALERTS_ALL,
  FLUX_ALERTS_UNRESOLVED,
  FLUX_ALERTS_RESOLVED,
} FluxAlertFilter;

/* @before and @after are JSON objects, %NULL for what was not there. All borrowed. */
typedef struct
{
  const char *actor;
  const char *action;
  const char *resource_type;
  const char *resource_id;
  const char *before;
  const char *after;
} FluxAuditEntry;

#define FLUX_TYPE_STORE_SESSION (flux_store_session_get_type ())

/**
 * FluxStoreSession:
 *
 * One connection to a database, with all that FluxIO ever asks of it. A driver subclasses it; it knows SQL and no
 * rules. One thread uses a session at a time. All calls block. Those that change something are made between
 * flux_store_session_begin() and flux_store_session_commit() only, on the store's writer (see #FluxStore).
 *
 * Calls that can fail return %FALSE or %NULL with a #FluxStoreError.
 */
G_DECLARE_DERIVABLE_TYPE (FluxStoreSession, flux_store_session, FLUX, STORE_SESSION, GObject)

struct _FluxStoreSessionClass
{
  GObjectClass parent_class;

  gboolean (*begin) (FluxStoreSession *self, gboolean *others_wrote, GError **error);
  gboolean (*commit) (FluxStoreSession *self, GError **error);
  void (*rollback) (FluxStoreSession *self);
  gboolean (*upkeep) (FluxStoreSession *self, FluxStoreLoad load, gboolean *more, GError **error);
  gboolean (*have_others_written) (FluxStoreSession *self);

  GPtrArray *(*list_devices) (FluxStoreSession *self, GError **error);
  gboolean (*put_device) (FluxStoreSession *self, FluxDevice *device, gboolean *is_fresh, GError **error);

  GPtrArray *(*list_gateways) (FluxStoreSession *self, GError **error);
  gboolean (*put_gateway) (FluxStoreSession *self, FluxGateway *gateway, GError **error);
  gboolean (*put_gateway_contact) (FluxStoreSession *self, const FluxGateway *gateway, GError **error);

  GPtrArray *(*list_maps) (FluxStoreSession *self, GError **error);
  gboolean (*put_map) (FluxStoreSession *self, const FluxStoredMap *map, GError **error);
  gboolean (*delete_map) (FluxStoreSession *self, const char *uuid, GError **error);
  GPtrArray *(*list_units) (FluxStoreSession *self, GError **error);
  gboolean (*put_unit) (FluxStoreSession *self, const FluxUnit *unit, GError **error);
  gboolean (*delete_unit) (FluxStoreSession *self, const char *uuid, GError **error);

  GPtrArray *(*list_api_keys) (FluxStoreSession *self, GError **error);
  gboolean (*put_api_key) (FluxStoreSession *self, FluxApiKey *key, GError **error);
  gboolean (*put_api_key_use) (FluxStoreSession *self, gint64 key, gint64 last_used, GError **error);

  gboolean (*read_readings) (FluxStoreSession *self, const FluxReadingQuery *query, GArray *into, GError **error);
  gboolean (*find_readings) (FluxStoreSession *self, gint64 device, gint64 from, gint64 to, GArray *into,
                             GError **error);
  gboolean (*insert_reading) (FluxStoreSession *self, gint64 device, const FluxReading *reading, GError **error);
  gboolean (*replace_reading) (FluxStoreSession *self, gint64 device, const FluxReading *old,
                               const FluxReading *reading, GError **error);
  gboolean (*delete_reading) (FluxStoreSession *self, gint64 device, const FluxReading *old, GError **error);
  GArray *(*list_latest) (FluxStoreSession *self, gint64 after_revision, GError **error);
  gboolean (*put_latest) (FluxStoreSession *self, const FluxLatest *latest, GError **error);
  gboolean (*find_latest) (FluxStoreSession *self, gint64 device, FluxLatest *latest, GError **error);
  GArray *(*take_foreign_devices) (FluxStoreSession *self, GError **error);

  gboolean (*get_last_post) (FluxStoreSession *self, gint64 *number, GError **error);
  gboolean (*keep_post) (FluxStoreSession *self, const FluxRawPost *post, GError **error);
  gboolean (*link_post) (FluxStoreSession *self, gint64 post, gint64 device, gint64 measured_at, GError **error);

  GPtrArray *(*list_posts) (FluxStoreSession *self, const FluxPostQuery *query, GError **error);
  FluxKeptPost *(*find_post) (FluxStoreSession *self, gint64 number, GError **error);
  gboolean (*replace_post_result) (FluxStoreSession *self, const FluxRawPost *post, GError **error);
  gboolean (*list_posts_of_row) (FluxStoreSession *self, gint64 device, gint64 measured_at, GArray *into,
                                 GError **error);
  gboolean (*count_posts) (FluxStoreSession *self, gint64 received_from, guint64 *posts, FluxRecordCounts *counts,
                           GError **error);
  gboolean (*drop_posts) (FluxStoreSession *self, FluxDropWhich which, gint64 before, guint limit, GArray *dropped,
                          GError **error);
  GPtrArray *(*list_knocks) (FluxStoreSession *self, GError **error);
  gboolean (*put_knock) (FluxStoreSession *self, const FluxKnock *knock, GError **error);

  GPtrArray *(*list_alerts) (FluxStoreSession *self, const char *device_id, FluxAlertFilter filter, guint limit,
                             GError **error);
  FluxAlert *(*find_alert) (FluxStoreSession *self, const char *uuid, GError **error);
  FluxAlert *(*resolve_alert) (FluxStoreSession *self, const char *uuid, gboolean resolved, const char *resolved_by,
                               gint64 at, GError **error);

  gboolean (*get_setting) (FluxStoreSession *self, const char *name, char **value, GError **error);
  gboolean (*put_setting) (FluxStoreSession *self, const char *name, const char *value, GError **error);
  gboolean (*append_audit) (FluxStoreSession *self, const FluxAuditEntry *entry, gint64 at, GError **error);
};

/* --- Transactions (the store's writer only) ----------------------------------------------------------------------- */

/* @others_wrote: (out): whether another program has changed the database since the last transaction. Until the commit
 * nobody else can. */
gboolean flux_store_session_begin (FluxStoreSession *self, gboolean *others_wrote, GError **error);
gboolean flux_store_session_commit (FluxStoreSession *self, GError **error);
void flux_store_session_rollback (FluxStoreSession *self);

/* One bounded step of what keeps the database fast, outside a transaction. The less there is to do otherwise, the more
 * is done. @more: (out): whether another step would do something at this load */
gboolean flux_store_session_upkeep (FluxStoreSession *self, FluxStoreLoad load, gboolean *more, GError **error);

/* Whether another program has changed the database since this was last asked, or since the last transaction. Cheap. */
gboolean flux_store_session_have_others_written (FluxStoreSession *self);

/* --- Devices, gateways, keys -------------------------------------------------------------------------------------- */

/* Returns: (transfer full) (element-type FluxDevice) */
GPtrArray *flux_store_session_list_devices (FluxStoreSession *self, GError **error);

/* Inserts (number 0, which it then sets) or updates. %FLUX_STORE_ERROR_EXISTS when the device_id is taken.
 * @is_fresh: (out): whether its number was never given before, so that there can be no rows of it */
gboolean flux_store_session_put_device (FluxStoreSession *self, FluxDevice *device, gboolean *is_fresh,
                                        GError **error);

/* Returns: (transfer full) (element-type FluxGateway) */
GPtrArray *flux_store_session_list_gateways (FluxStoreSession *self, GError **error);

/* Inserts (number 0, which it then sets) or updates what people set; contact and counts only when inserting. */
gboolean flux_store_session_put_gateway (FluxStoreSession *self, FluxGateway *gateway, GError **error);

/* Stores what posts bring of a known gateway: last contact, address, counts, info, and what is kept and dropped of its
 * raw posts. Cheap: it is called in nearly every transaction. */
gboolean flux_store_session_put_gateway_contact (FluxStoreSession *self, const FluxGateway *gateway, GError **error);

/* Returns: (transfer full) (element-type FluxStoredMap) */
GPtrArray *flux_store_session_list_maps (FluxStoreSession *self, GError **error);

/* Inserts or updates the map of this uuid. %FLUX_STORE_ERROR_EXISTS when another has its name. */
gboolean flux_store_session_put_map (FluxStoreSession *self, const FluxStoredMap *map, GError **error);

/* %FLUX_STORE_ERROR_EXISTS while a unit uses it, %FLUX_STORE_ERROR_NOT_FOUND when there is none. */
gboolean flux_store_session_delete_map (FluxStoreSession *self, const char *uuid, GError **error);

/* Returns: (transfer full) (element-type FluxUnit) */
GPtrArray *flux_store_session_list_units (FluxStoreSession *self, GError **error);

/* Inserts or updates the unit of this uuid. The gateway, device and map that it names must be there. */
gboolean flux_store_session_put_unit (FluxStoreSession *self, const FluxUnit *unit, GError **error);

/* %FLUX_STORE_ERROR_NOT_FOUND when there is none. */
gboolean flux_store_session_delete_unit (FluxStoreSession *self, const char *uuid, GError **error);

/* Returns: (transfer full) (element-type FluxApiKey) */
GPtrArray *flux_store_session_list_api_keys (FluxStoreSession *self, GError **error);
gboolean flux_store_session_put_api_key (FluxStoreSession *self, FluxApiKey *key, GError **error);
gboolean flux_store_session_put_api_key_use (FluxStoreSession *self, gint64 key, gint64 last_used, GError **error);

/* --- Readings ----------------------------------------------------------------------------------------------------- */

/* Appends what @query asks for, newest first. No failed reads. */
gboolean flux_store_session_read_readings (FluxStoreSession *self, const FluxReadingQuery *query, GArray *into,
                                           GError **error);

/* Appends the rows and failed reads of @device measured from @from to @to, both included, in order of time. Copies
 * (FluxReading.copy above 0) are left out. */
gboolean flux_store_session_find_readings (FluxStoreSession *self, gint64 device, gint64 from, gint64 to,
                                           GArray *into, GError **error);

/* A row, or a failed read where it is one, that is known not to be there yet: %FLUX_STORE_ERROR_EXISTS if it is. */
gboolean flux_store_session_insert_reading (FluxStoreSession *self, gint64 device, const FluxReading *reading,
                                            GError **error);

/* @reading takes the place of @old, whose time and kind (row or failed read) say where it is. */
gboolean flux_store_session_replace_reading (FluxStoreSession *self, gint64 device, const FluxReading *old,
                                             const FluxReading *reading, GError **error);

/* Takes the row or failed read away whose time and kind @old says, with its links to posts.
 * %FLUX_STORE_ERROR_NOT_FOUND when there is none. */
gboolean flux_store_session_delete_reading (FluxStoreSession *self, gint64 device, const FluxReading *old,
                                            GError **error);

/* The kept latest values that changed after @after_revision (0: all).
 * Returns: (transfer full) (element-type FluxLatest): clears its elements */
GArray *flux_store_session_list_latest (FluxStoreSession *self, gint64 after_revision, GError **error);

/* Stores @latest and moves the device's last_seen with it; the revision is the session's to give. */
gboolean flux_store_session_put_latest (FluxStoreSession *self, const FluxLatest *latest, GError **error);

/* What @latest of @device must be by the rows alone. Sets reading and seen_at; the rest stays untouched. */
gboolean flux_store_session_find_latest (FluxStoreSession *self, gint64 device, FluxLatest *latest, GError **error);

/* The devices whose rows were changed through the contract's tables since the last call.
 * Returns: (transfer full) (element-type gint64): FluxDevice.number */
GArray *flux_store_session_take_foreign_devices (FluxStoreSession *self, GError **error);

/* --- Posts -------------------------------------------------------------------------------------------------------- */

/* @number: (out): the last that a kept post has or had, 0: none */
gboolean flux_store_session_get_last_post (FluxStoreSession *self, gint64 *number, GError **error);
gboolean flux_store_session_keep_post (FluxStoreSession *self, const FluxRawPost *post, GError **error);

/* Remembers that @post has added to a row that came by another post. */
gboolean flux_store_session_link_post (FluxStoreSession *self, gint64 post, gint64 device, gint64 measured_at,
                                       GError **error);

/* What @query asks for, newest first, without bodies. Returns: (transfer full) (element-type FluxKeptPost) */
GPtrArray *flux_store_session_list_posts (FluxStoreSession *self, const FluxPostQuery *query, GError **error);

/* With its body. %FLUX_STORE_ERROR_NOT_FOUND when it is not kept any more, %FLUX_STORE_ERROR_DAMAGED when its body
 * cannot be unpacked. Returns: (transfer full) (nullable) */
FluxKeptPost *flux_store_session_find_post (FluxStoreSession *self, gint64 number, GError **error);

/* Gives the kept post @post->number the state, counts and links of @post; the rest of @post is not looked at.
 * %FLUX_STORE_ERROR_NOT_FOUND when it is not kept any more. */
gboolean flux_store_session_replace_post_result (FluxStoreSession *self, const FluxRawPost *post, GError **error);

/* Appends the numbers (gint64) of the posts that gave something to the row or failed read of @device at @measured_at,
 * the one that began it first. They may not be kept any more. */
gboolean flux_store_session_list_posts_of_row (FluxStoreSession *self, gint64 device, gint64 measured_at,
                                               GArray *into, GError **error);

/* @posts: @counts: (out): of all kept posts received at @received_from (µs UTC) or later */
gboolean flux_store_session_count_posts (FluxStoreSession *self, gint64 received_from, guint64 *posts,
                                         FluxRecordCounts *counts, GError **error);

/* Takes at most @limit raw posts away, the oldest first, and the links of rows to them. @before: µs UTC, for
 * %FLUX_DROP_DECODED_BEFORE, which looks at the oldest @limit decoded posts. The gateways' counts are the caller's.
 * @dropped: (element-type FluxDroppedPosts): what went, appended, one entry a gateway; nothing when there is none */
gboolean flux_store_session_drop_posts (FluxStoreSession *self, FluxDropWhich which, gint64 before, guint limit,
                                        GArray *dropped, GError **error);

/* Newest first. Returns: (transfer full) (element-type FluxKnock) */
GPtrArray *flux_store_session_list_knocks (FluxStoreSession *self, GError **error);

/* Puts the count of its address and reason; of more than 1,000 addresses the longest silent is forgotten. */
gboolean flux_store_session_put_knock (FluxStoreSession *self, const FluxKnock *knock, GError **error);

/* --- Alerts, settings, audit -------------------------------------------------------------------------------------- */

/* @device_id: (nullable): all. Newest first. Returns: (transfer full) (element-type FluxAlert) */
GPtrArray *flux_store_session_list_alerts (FluxStoreSession *self, const char *device_id, FluxAlertFilter filter,
                                           guint limit, GError **error);

/* %FLUX_STORE_ERROR_NOT_FOUND when there is none. Returns: (transfer full) */
FluxAlert *flux_store_session_find_alert (FluxStoreSession *self, const char *uuid, GError **error);

/* %FLUX_STORE_ERROR_NOT_FOUND when there is none. Returns: (transfer full): the row as it is now */
FluxAlert *flux_store_session_resolve_alert (FluxStoreSession *self, const char *uuid, gboolean resolved,
                                             const char *resolved_by, gint64 at, GError **error);

/* @value: (out) (transfer full) (nullable): %NULL when it was never set */
gboolean flux_store_session_get_setting (FluxStoreSession *self, const char *name, char **value, GError **error);

/* @value: (nullable): %NULL forgets it */
gboolean flux_store_session_put_setting (FluxStoreSession *self, const char *name, const char *value,
                                         GError **error);
gboolean flux_store_session_append_audit (FluxStoreSession *self, const FluxAuditEntry *entry, gint64 at,
                                          GError **error);

G_END_DECLS
