/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A question, such as before something that cannot be undone. It is behind this file because newer libadwaita asks
 * otherwise.
 * @widget: whose window it is asked over
 * @yes: label of the one way, with a mnemonic; @no: of the other, which is also what Esc does
 * @destructive: whether something is lost with yes
 * @answer: (scope async): runs with @widget when the answer is yes and @widget is still there */
void flux_question_ask (GtkWidget *widget, const char *heading, const char *body, const char *no, const char *yes,
                        gboolean destructive, void (*answer) (gpointer widget));

G_END_DECLS
