/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Text of the key that every server of a test is started with. */
#define FLUX_TEST_KEY "start-0123456789abcdef"

/**
 * FluxTestServer:
 * @folder: (owned): a folder of its own
 * @database: (owned): path of the database in it
 * @program: (nullable) (owned): fluxio-server, while it runs
 * @urls: (owned) (array zero-terminated=1): where it listens, in the order of the options
 * @port: of the first of them
 *
 * The real fluxio-server, on free ports of the loopback.
 */
typedef struct
{
  char *folder;
  char *database;
  GSubprocess *program;
  char **urls;
  guint16 port;
  gboolean may_warn;         /* a warning does not end it */
  gboolean no_key;           /* it is started without the start key */
  gboolean from_environment; /* the start key and the folder for "fluxio.db" come in the environment */

  /*< private >*/
  char *errors_path;
  GDataInputStream *output;
} FluxTestServer;

/* A folder, and nothing that runs yet. Returns: (transfer full) */
FluxTestServer *flux_test_server_new (void);

/* Ends it as flux_test_server_stop() does, if it runs, and removes the folder. */
void flux_test_server_free (FluxTestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxTestServer, flux_test_server_free)

/* Starts it on its database with the start key, and waits until it listens. @options: (nullable): more options; with
 * --listen among them they replace the one address 127.0.0.1:0 */
void flux_test_server_start (FluxTestServer *self, const char *const *options);

/* Asks it to end, and asserts that it does so with 0 and has written nothing more to standard output. */
void flux_test_server_stop (FluxTestServer *self);

/* What it has written to standard error since it was started. Returns: (transfer full) */
char *flux_test_server_read_errors (FluxTestServer *self);

/* Waits until it has written @text to standard error. */
void flux_test_server_await_error (FluxTestServer *self, const char *text);

/* Memory that it holds, KiB. */
guint flux_test_server_get_memory (FluxTestServer *self);

/* Files and sockets that it has open. */
guint flux_test_server_count_files (FluxTestServer *self);

/* Whether figures of memory mean something: not in a build that a sanitizer watches. */
gboolean flux_test_server_is_plain (void);

/* A file in the folder. Returns: (transfer full) */
char *flux_test_server_path (FluxTestServer *self, const char *name);

/* The URL of @path at the first address. Returns: (transfer full) */
char *flux_test_server_url (FluxTestServer *self, const char *path);

/* --- Programs ----------------------------------------------------------------------------------------------------- */

/* Runs a program to its end. @input: (nullable): for its standard input. @output: @errors: (out) (nullable)
 * (transfer full): as text. Returns: its exit status */
int flux_test_run (const char *const *argv, GBytes *input, GBytes **output, char **errors);

/* Runs `fluxio-server --database` of @self with these words. Returns: its exit status */
int flux_test_server_command (FluxTestServer *self, const char *const *words, char **output, char **errors);

/* Makes a key with `keys add`. @more: (nullable): options. Returns: (transfer full): its text */
char *flux_test_server_add_key (FluxTestServer *self, const char *name, const char *const *more);

/* Lets the sqlite3 program run statements. Returns: (transfer full): columns parted by "|", rows by new lines */
char *flux_test_server_sql (FluxTestServer *self, const char *sql);

/* Asserts that jq finds @filter true of the JSON text @json. */
void flux_test_assert_json (GBytes *json, const char *filter);

G_END_DECLS
