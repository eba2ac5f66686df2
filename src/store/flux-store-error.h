/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FLUX_STORE_ERROR (flux_store_error_quark ())

/**
 * FluxStoreError:
 * @FLUX_STORE_ERROR_NO_SPACE: the disk is full: nothing was kept; try again once there is room
 * @FLUX_STORE_ERROR_LOCKED: another program takes readings into it: open it for looking, or end that program
 * @FLUX_STORE_ERROR_READ_ONLY: it was opened for looking only, or the file may not be written: do not try again
 * @FLUX_STORE_ERROR_UNAVAILABLE: it cannot be reached now: try again later
 * @FLUX_STORE_ERROR_NEWER: a later FluxIO wrote it: update this program
 * @FLUX_STORE_ERROR_FOREIGN: it is no database of FluxIO: choose another
 * @FLUX_STORE_ERROR_DAMAGED: it cannot be trusted: restore a backup
 * @FLUX_STORE_ERROR_ADDRESS: the address cannot be understood, or no driver of this build serves it: ask again
 * @FLUX_STORE_ERROR_EXISTS: an id or name is taken: choose another
 * @FLUX_STORE_ERROR_NOT_FOUND: there is no such row: look again
 * @FLUX_STORE_ERROR_FAILED: none of these; the message has the driver's words
 */
typedef enum
{
  FLUX_STORE_ERROR_NO_SPACE,
  FLUX_STORE_ERROR_LOCKED,
  FLUX_STORE_ERROR_READ_ONLY,
  FLUX_STORE_ERROR_UNAVAILABLE,
  FLUX_STORE_ERROR_NEWER,
  FLUX_STORE_ERROR_FOREIGN,
  FLUX_STORE_ERROR_DAMAGED,
  FLUX_STORE_ERROR_ADDRESS,
  FLUX_STORE_ERROR_EXISTS,
  FLUX_STORE_ERROR_NOT_FOUND,
  FLUX_STORE_ERROR_FAILED,
} FluxStoreError;

GQuark flux_store_error_quark (void);

G_END_DECLS
