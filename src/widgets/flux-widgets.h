/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the style sheets and icons lie: the resource base path of the application that uses these widgets. */
#define FLUX_WIDGETS_RESOURCE_PATH "/io/github/fluxio/Fluxio"

/* Registers the templates, style sheets (style.css, style-dark.css, style-hc.css, style-hc-dark.css) and icons of
 * ui/, and the types, so that .ui files may name them. To be called once GTK is there and before the application's
 * startup, which reads the style sheets from its resource base path. May be called again. Main thread. */
void flux_widgets_init (void);

G_END_DECLS
