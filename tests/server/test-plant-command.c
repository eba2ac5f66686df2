/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-curl.h"
#include "flux-test-server.h"

#include <string.h>

/* `fluxio-server plant`, beside a server that runs and without one. */

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
run (FluxTestServer *server, const char *const *words)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (flux_test_server_command (server, words, &output, &errors), ==, 0);
  g_assert_cmpstr (errors, ==, "");
}

static char *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* A server with a gateway of this name, which was made with a key. */
static FluxTestServer *
new_plant (const char *gateway)
{
  FluxTestServer *server = flux_test_server_new ();

  g_free (flux_test_server_add_key (server, gateway, WORDS ("--gateway", gateway)));
  return server;
}

/* --- What is refused ---------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *words[4];
  const char *text; /* (nullable): of the file "plant.json", whose path is the last word */
  const char *said;
} RefusedCase;

static const RefusedCase refused[] = {
  { "no-word", { NULL }, NULL, "export" },
  { "unknown-word", { "list" }, NULL, "export" },
  { "export-nowhere", { "export" }, NULL, "file" },
  { "export-two", { "export", "a", "b" }, NULL, "file" },
  { "import-nothing", { "import" }, NULL, "file" },
  { "import-empty-name", { "import", "" }, NULL, "file" },
  { "import-no-file", { "import", "/nonexistent/plant.json" }, NULL, "/nonexistent/plant.json" },
  { "export-no-folder", { "export", "/nonexistent/plant.json" }, NULL, "/nonexistent/plant.json" },
  { "import-no-json", { "import" }, "not JSON", "plant.json" },
  { "import-nothing-in-it", { "import" }, "", "plant.json" },
  { "import-another-format", { "import" }, "{\"format\":\"recipes\"}", "plant.json" },
};

/* One sentence, and the plant stays as it is. */
static void
test_refused (gconstpointer data)
{
  const RefusedCase *test = data;
  g_autoptr (FluxTestServer) server = new_plant ("North");
  g_autofree char *path = flux_test_server_path (server, "plant.json");
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *gateways = NULL;

  g_ptr_array_add (words, (gpointer) "plant");
  for (guint i = 0; i < G_N_ELEMENTS (test->words) && test->words[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) test->words[i]);
  if (test->text != NULL)
    {
      write_file (path, test->text);
      g_ptr_array_add (words, path);
    }
  g_ptr_array_add (words, NULL);
  g_assert_cmpint (flux_test_server_command (server, (const char *const *) words->pdata, &output, &errors), ==, 1);
  g_assert_cmpstr (output, ==, "");
  if (!g_regex_match_simple ("^fluxio-server: [^\n]+\n$", errors, 0, 0) || strstr (errors, test->said) == NULL)
    g_error ("No sentence with “%s”: %s", test->said, errors);
  gateways = flux_test_server_sql (server, "SELECT name FROM fluxio_gateways");
  g_assert_cmpstr (gateways, ==, "North");
}

/* Where there is no database, an export makes none; nor does an import of what is no plant. */
static void
test_no_database (void)
{
  const char *const *const commands[] = { WORDS ("plant", "export", "-"), WORDS ("plant", "import", "/dev/null") };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (FluxTestServer) server = flux_test_server_new ();
      g_autofree char *output = NULL;
      g_autofree char *errors = NULL;

      g_assert_cmpint (flux_test_server_command (server, commands[i], &output, &errors), ==, 1);
      g_assert_cmpstr (output, ==, "");
      g_assert_false (g_file_test (server->database, G_FILE_TEST_EXISTS));
    }
}

/* --- There and back ----------------------------------------------------------------------------------------------- */

/* No secret is in it, and nothing that only counts. */
static void
test_export (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *path = flux_test_server_path (server, "plant.json");
  g_autofree char *key = flux_test_server_add_key (server, "North", WORDS ("--gateway", "North"));
  g_autofree char *text = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  run (server, WORDS ("plant", "export", path));
  text = read_file (path);
  g_assert_nonnull (strstr (text, "\"North\""));
  g_assert_null (strstr (text, key));
  g_assert_true (g_str_has_suffix (text, "}\n"));
  g_assert_cmpint (flux_test_server_command (server, WORDS ("plant", "export", "-"), &output, &errors), ==, 0);
  g_assert_cmpstr (output, ==, text);
  g_assert_cmpstr (errors, ==, "");
}

static void
test_import (void)
{
  g_autoptr (FluxTestServer) from = new_plant ("North");
  g_autoptr (FluxTestServer) into = new_plant ("South");
  g_autofree char *path = flux_test_server_path (from, "plant.json");
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *gateways = NULL;
  g_autofree char *audit = NULL;

  run (from, WORDS ("plant", "export", path));
  g_assert_cmpint (flux_test_server_command (into, WORDS ("plant", "import", path), &output, &errors), ==, 0);
  g_assert_cmpstr (output, ==, "gateways: 1, units: 0, register maps: 0, devices: 0\n");
  g_assert_cmpstr (errors, ==, "");
  gateways = flux_test_server_sql (into, "SELECT name FROM fluxio_gateways ORDER BY name");
  g_assert_cmpstr (gateways, ==, "North\nSouth");
  audit = flux_test_server_sql (into, "SELECT count (*) > 1 FROM audit_logs");
  g_assert_cmpstr (audit, ==, "1");
}

/* Into an empty database, and twice: then it changes nothing. */
static void
test_import_again (void)
{
  g_autoptr (FluxTestServer) from = new_plant ("North");
  g_autoptr (FluxTestServer) into = flux_test_server_new ();
  g_autofree char *path = flux_test_server_path (from, "plant.json");
  g_autofree char *gateways = NULL;

  run (from, WORDS ("plant", "export", path));
  run (into, WORDS ("plant", "import", path));
  run (into, WORDS ("plant", "import", path));
  gateways = flux_test_server_sql (into, "SELECT name FROM fluxio_gateways");
  g_assert_cmpstr (gateways, ==, "North");
}

/* From standard input. */
static void
test_standard_input (void)
{
  g_autoptr (FluxTestServer) from = new_plant ("North");
  g_autoptr (FluxTestServer) into = new_plant ("South");
  g_autofree char *program = g_build_filename (g_getenv ("FLUX_TEST_PROGRAMS"), "fluxio-server", NULL);
  g_autofree char *database = g_strconcat ("sqlite:", into->database, NULL);
  g_autofree char *text = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *gateways = NULL;
  g_autoptr (GBytes) input = NULL;

  flux_test_server_command (from, WORDS ("plant", "export", "-"), &text, NULL);
  input = g_bytes_new (text, strlen (text));
  g_assert_cmpint (flux_test_run (WORDS (program, "--database", database, "plant", "import", "-"),
                                  input, NULL, &errors),
                   ==, 0);
  gateways = flux_test_server_sql (into, "SELECT name FROM fluxio_gateways ORDER BY name");
  g_assert_cmpstr (gateways, ==, "North\nSouth");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/plant-command/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add_func ("/plant-command/no-database", test_no_database);
  g_test_add_func ("/plant-command/export", test_export);
  g_test_add_func ("/plant-command/import", test_import);
  g_test_add_func ("/plant-command/import-again", test_import_again);
  g_test_add_func ("/plant-command/standard-input", test_standard_input);
  return g_test_run ();
}
