/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* JSON files that a person chooses: register maps and plants. Read and written without blocking. Main context. What is
 * called back runs with @widget, and not at all once the person has cancelled. */

/* @name: of the file, for people. @error: (nullable) */
typedef void (*FluxMappingFileWritten) (GtkWidget *widget, const char *name, const GError *error);

/* @bytes: (nullable): %NULL with an @error */
typedef void (*FluxMappingFileRead) (GtkWidget *widget, const char *name, GBytes *bytes, const GError *error);

/* Asks where to, beginning with @name, and writes @text there. */
void flux_mapping_file_ask_write (GtkWidget *widget, const char *title, const char *name, const char *text,
                                  FluxMappingFileWritten written);
void flux_mapping_file_ask_read (GtkWidget *widget, const char *title, FluxMappingFileRead read);

/* The same with a file that is known. */
void flux_mapping_file_write (GtkWidget *widget, GFile *file, const char *text, FluxMappingFileWritten written);
void flux_mapping_file_read (GtkWidget *widget, GFile *file, FluxMappingFileRead read);

G_END_DECLS
