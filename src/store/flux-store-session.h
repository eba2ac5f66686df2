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

  GPtrArray *(*list_api_keys) (FluxStoreSession *self, GError **error);
  gboolean (*put_api_key) (FluxStoreSession *self, FluxApiKey *key, GError **error);
  gboolean (*put_api_key_use) (FluxStoreSession *self, gint64 key, gint64 last_used, GError **error);

  gboolean (*read_readings) (FluxStoreSession *self, const FluxReadingQuery *query, GArray *into, GError **error);
  gboolean (*find_readings) (FluxStoreSession *self, gint64 device, gint64 from, gint64 to, GArray *into,
                             GError **error);
  gboolean (*insert_reading) (FluxStoreSession *self, gint64 device, const FluxReading *reading, GError **error);
  gboolean (*replace_reading) (FluxStoreSession *self, gint64 device, const FluxReading *old,
                               const FluxReading *reading, GError **error);
  GArray *(*list_latest) (FluxStoreSession *self, gint64 after_revision, GError **error);
  gboolean (*put_latest) (FluxStoreSession *self, const FluxLatest *latest, GError **error);
  gboolean (*find_latest) (FluxStoreSession *self, gint64 device, FluxLatest *latest, GError **error);
  GArray *(*take_foreign_devices) (FluxStoreSession *self, GError **error);

  gboolean (*get_last_post) (FluxStoreSession *self, gint64 *number, GError **error);
  gboolean (*keep_post) (FluxStoreSession *self, const FluxRawPost *post, GError **error);
  gboolean (*link_post) (FluxStoreSession *self, gint64 post, gint64 device, gint64 measured_at, GError **error);

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

/* Stores last contact, address and counts of a known gateway. */
gboolean flux_store_session_put_gateway_contact (FluxStoreSession *self, const FluxGateway *gateway, GError **error);

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

/* @number: (out): of the last kept post, 0: none */
gboolean flux_store_session_get_last_post (FluxStoreSession *self, gint64 *number, GError **error);
gboolean flux_store_session_keep_post (FluxStoreSession *self, const FluxRawPost *post, GError **error);

/* Remembers that @post has added to a row that came by another post. */
gboolean flux_store_session_link_post (FluxStoreSession *self, gint64 post, gint64 device, gint64 measured_at,
                                       GError **error);

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
