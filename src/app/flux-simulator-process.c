/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-simulator-process.h"

#include "flux-paths.h"

#include <glib/gi18n.h>

#define PROGRAM "fluxio-simulator"
#define HISTORY_DAYS "1"

struct _FluxSimulatorProcess
{
  GObject parent_instance;

  GSubprocess *process;      /* (owned) */
  GCancellable *cancellable; /* (owned): of waiting for its end */
};

enum
{
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxSimulatorProcess, flux_simulator_process, G_TYPE_OBJECT)

static void
on_ended (GObject *process, GAsyncResult *result, gpointer user_data)
{
  FluxSimulatorProcess *self = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (process), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[ENDED], 0, error != NULL ? error->message : NULL);
}

/* It is told to end by the end of its standard input, which comes as well when this program crashes. */
static void
flux_simulator_process_dispose (GObject *object)
{
  FluxSimulatorProcess *self = FLUX_SIMULATOR_PROCESS (object);

  g_cancellable_cancel (self->cancellable);
  if (self->process != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_clear_object (&self->process);
  G_OBJECT_CLASS (flux_simulator_process_parent_class)->dispose (object);
}

static void
flux_simulator_process_finalize (GObject *object)
{
  g_object_unref (FLUX_SIMULATOR_PROCESS (object)->cancellable);
  G_OBJECT_CLASS (flux_simulator_process_parent_class)->finalize (object);
}

static void
flux_simulator_process_class_init (FluxSimulatorProcessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = flux_simulator_process_dispose;
  object_class->finalize = flux_simulator_process_finalize;

  signals[ENDED] = g_signal_new ("ended", FLUX_TYPE_SIMULATOR_PROCESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
flux_simulator_process_init (FluxSimulatorProcess *self)
{
  self->cancellable = g_cancellable_new ();
}

FluxSimulatorProcess *
flux_simulator_process_new (const char *url, const char *key, GError **error)
{
  g_autoptr (FluxSimulatorProcess) self = g_object_new (FLUX_TYPE_SIMULATOR_PROCESS, NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
                                                                        | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *program = flux_paths_program (PROGRAM);
  g_autoptr (GError) cause = NULL;

  g_subprocess_launcher_setenv (launcher, "API_SECRET_KEY", key, TRUE);
  self->process = g_subprocess_launcher_spawn (launcher, &cause, program, "--follow-stdin", "--quiet", "--url", url,
                                               "--backfill", HISTORY_DAYS, NULL);
  if (self->process == NULL)
    {
      g_set_error (error, cause->domain, cause->code, _ ("The simulated plant cannot be started: %s"), cause->message);
      return NULL;
    }
  g_subprocess_wait_check_async (self->process, self->cancellable, on_ended, self);
  return g_steal_pointer (&self);
}
