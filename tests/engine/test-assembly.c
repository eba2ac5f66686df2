/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"

/* One post. @at: seconds after the begin at which it arrives. @outcomes: what its records are answered */
typedef struct
{
  double at;
  const char *records;
  const char *outcomes;
} Step;

typedef struct
{
  const char *name;
  int period; /* of device A, set by a person; 0: not known */
  Step steps[8];
  const char *rows;
  const char *devices;
} Case;

#define BAD_FLOW "bad{\"flow_rate\":\"wrong type\"}"
#define CONFLICT "bad{\"flow_rate\":\"conflict\"}"

/* --- A record joins the nearest row that holds none of its fields ------------------------------------------------- */

static const Case joining[] = {
  { "whole", 0, { { 0, "A@0 flow=5 tot=7", "stored" } }, "A@0 flow=5 tot=7", "A latest=0 seen=0 period=-" },
  { "one-register-a-post",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 1, "A@0 tot=7", "stored" }, { 2, "A@0 temp=9", "stored" } },
    "A@0 flow=5 tot=7 temp=9",
    "A latest=0 seen=0 period=-" },
  { "one-register-a-record",
    0,
    { { 0, "A@0 flow=5; A@0 tot=7; A@0 temp=9", "stored stored stored" } },
    "A@0 flow=5 tot=7 temp=9",
    "A latest=0 seen=0 period=-" },
  { "later-part",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 10, "A@10 tot=7", "stored" } },
    "A@0 flow=5 tot=7+10",
    "A latest=0 seen=0 period=-" },
  { "earlier-part",
    0,
    { { 10, "A@10 flow=5", "stored" }, { 10, "A@0 tot=7", "stored" } },
    "A@0 flow=5+10 tot=7",
    "A latest=0 seen=0 period=-" },
  { "earlier-part-in-one-body",
    0,
    { { 10, "A@10 flow=5; A@0 tot=7; A@5 temp=9", "stored stored stored" } },
    "A@0 flow=5+10 tot=7 temp=9+5",
    "A latest=0 seen=0 period=-" },
  { "unknown-period-30-s",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 30, "A@30 tot=7", "stored" } },
    "A@0 flow=5 tot=7+30",
    "A latest=0 seen=0 period=-" },
  { "unknown-period-beyond",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 30, "A@30.000001 tot=7", "stored" } },
    "A@0 flow=5; A@30.000001 tot=7",
    "A latest=30.000001 seen=30 period=-" },
  { "unknown-period-beyond-before",
    0,
    { { 40, "A@30.000001 flow=5", "stored" }, { 40, "A@0 tot=7", "stored" } },
    "A@0 tot=7; A@30.000001 flow=5",
    "A latest=30.000001 seen=30.000001 period=-" },
  { "half-the-period",
    10,
    { { 0, "A@0 flow=5", "stored" }, { 5, "A@5 tot=7", "stored" } },
    "A@0 flow=5 tot=7+5",
    "A latest=0 seen=0 period=10" },
  { "half-the-period-beyond",
    10,
    { { 0, "A@0 flow=5", "stored" }, { 6, "A@5.000001 tot=7", "stored" } },
    "A@0 flow=5; A@5.000001 tot=7",
    "A latest=5.000001 seen=5.000001 period=10" },
  { "long-period-30-s",
    600,
    { { 0, "A@0 flow=5", "stored" }, { 30, "A@30 tot=7", "stored" }, { 31, "A@31 temp=9", "stored" } },
    "A@0 flow=5 tot=7+30; A@31 temp=9",
    "A latest=31 seen=31 period=600" },
  { "nearest-is-later",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 40, "A@40 flow=6", "stored" }, { 41, "A@25 tot=7", "stored" } },
    "A@0 flow=5; A@25 flow=6+15 tot=7",
    "A latest=25 seen=25 period=-" },
  { "nearest-is-earlier",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 40, "A@40 flow=6", "stored" }, { 41, "A@15 tot=7", "stored" } },
    "A@0 flow=5 tot=7+15; A@40 flow=6",
    "A latest=40 seen=40 period=-" },
  { "equally-near",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 40, "A@40 flow=6", "stored" }, { 41, "A@20 tot=7", "stored" } },
    "A@0 flow=5 tot=7+20; A@40 flow=6",
    "A latest=40 seen=40 period=-" },
  { "equally-near-a-microsecond-off",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 40, "A@40 flow=6", "stored" }, { 41, "A@20.000001 tot=7", "stored" } },
    "A@0 flow=5; A@20.000001 flow=6+19.999999 tot=7",
    "A latest=20.000001 seen=20.000001 period=-" },
  { "nearest-holds-the-field",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 40, "A@40 flow=6 tot=8", "stored" }, { 41, "A@25 tot=7", "stored" } },
    "A@0 flow=5 tot=7+25; A@40 flow=6 tot=8",
    "A latest=40 seen=40 period=-" },
  { "nearest-holds-one-of-the-fields",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 40, "A@40 flow=6 tot=8", "stored" }, { 41, "A@25 tot=7 temp=9", "stored" } },
    "A@0 flow=5 tot=7+25 temp=9+25; A@40 flow=6 tot=8",
    "A latest=40 seen=40 period=-" },
  { "all-near-hold-the-field",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 10, "A@10 flow=6", "stored" }, { 20, "A@20 flow=7", "stored" } },
    "A@0 flow=5; A@10 flow=6; A@20 flow=7",
    "A latest=20 seen=20 period=-" },
  { "in-turn",
    0,
    { { 0, "A@0 flow=5; A@1 tot=7; A@60 flow=6; A@61 tot=8", "stored stored stored stored" } },
    "A@0 flow=5 tot=7+1; A@60 flow=6 tot=8+1",
    "A latest=60 seen=0 period=-" },
  { "devices-apart",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 1, "B@0 tot=7", "stored" } },
    "A@0 flow=5; B@0 tot=7",
    "A latest=0 seen=0 period=-; B latest=0 seen=0 period=-" },
  { "ever-earlier-parts",
    0,
    { { 60, "A@60 flow=5", "stored" }, { 60, "A@35 tot=7", "stored" }, { 60, "A@10 temp=9", "stored" } },
    "A@10 flow=5+50 tot=7+25 temp=9",
    "A latest=10 seen=10 period=-" },
  { "metadata-of-the-first",
    0,
    { { 0, "A@0 flow=5 meta={\"a\":1}", "stored" }, { 1, "A@1 tot=7 meta={\"b\":2}", "stored" } },
    "A@0 flow=5 tot=7+1 meta={\"a\":1}",
    "A latest=0 seen=0 period=-" },
};

/* --- The same again is a duplicate, another value a conflict ------------------------------------------------------ */

static const Case repeating[] = {
  { "same-again",
    0,
    { { 0, "A@0 flow=5 tot=7", "stored" }, { 9, "A@0 flow=5 tot=7", "duplicate" } },
    "A@0 flow=5 tot=7",
    "A latest=0 seen=0 period=-" },
  { "same-again-in-one-body",
    0,
    { { 0, "A@0 flow=5; A@0 flow=5", "stored duplicate" } },
    "A@0 flow=5",
    "A latest=0 seen=0 period=-" },
  { "part-of-it-again",
    0,
    { { 0, "A@0 flow=5 tot=7", "stored" }, { 9, "A@0 tot=7", "duplicate" } },
    "A@0 flow=5 tot=7",
    "A latest=0 seen=0 period=-" },
  { "part-of-it-and-more",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 9, "A@0 flow=5 tot=7", "stored" } },
    "A@0 flow=5 tot=7",
    "A latest=0 seen=0 period=-" },
  { "as-a-float",
    0,
    { { 0, "A@0 flow=8.3", "stored" }, { 9, "A@0 flow=8.30000001", "duplicate" } },
    "A@0 flow=8.3",
    "A latest=0 seen=0 period=-" },
  { "as-a-double",
    0,
    { { 0, "A@0 tot=4500.25", "stored" },
      { 9, "A@0 tot=4500.25000001", "bad{\"totalizer\":\"conflict\"}" } },
    "A@0 tot=4500.25 ~tot=4500.25000001:conflict",
    "A latest=0 seen=0 period=-" },
  { "minus-zero",
    0,
    { { 0, "A@0 flow=0", "stored" }, { 9, "A@0 flow=-0.0", "duplicate" } },
    "A@0 flow=0",
    "A latest=0 seen=0 period=-" },
  { "joined-later-part",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 10, "A@10 tot=7", "stored" }, { 11, "A@10 tot=7", "duplicate" } },
    "A@0 flow=5 tot=7+10",
    "A latest=0 seen=0 period=-" },
  { "joined-earlier-part",
    0,
    { { 10, "A@10 flow=5", "stored" }, { 10, "A@0 tot=7", "stored" }, { 11, "A@10 flow=5", "duplicate" } },
    "A@0 flow=5+10 tot=7",
    "A latest=0 seen=0 period=-" },
  { "ever-earlier-parts",
    0,
    { { 60, "A@60 flow=5", "stored" },
      { 60, "A@35 tot=7", "stored" },
      { 60, "A@10 temp=9", "stored" },
      { 60, "A@60 flow=5", "duplicate" },
      { 60, "A@35 tot=7", "duplicate" },
      { 60, "A@60 flow=6", CONFLICT } },
    "A@10 flow=5+50 tot=7+25 temp=9 ~flow=6:conflict",
    "A latest=10 seen=10 period=-" },
  { "not-of-another-time",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 10, "A@10 flow=5", "stored" } },
    "A@0 flow=5; A@10 flow=5",
    "A latest=10 seen=10 period=-" },
  { "taken-by-another-time",
    0,
    { { 0, "A@0 flow=5", "stored" },
      { 10, "A@10 tot=7", "stored" },
      { 11, "A@0 tot=8", "bad{\"totalizer\":\"conflict\"}" } },
    "A@0 flow=5 tot=7+10 ~tot=8:conflict",
    "A latest=0 seen=0 period=-" },
  { "same-value-taken-by-another-time",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 10, "A@10 tot=7", "stored" }, { 11, "A@0 tot=7", "duplicate" } },
    "A@0 flow=5 tot=7+10",
    "A latest=0 seen=0 period=-" },
  { "not-of-another-device",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 1, "B@0 flow=5", "stored" } },
    "A@0 flow=5; B@0 flow=5",
    "A latest=0 seen=0 period=-; B latest=0 seen=0 period=-" },
  { "conflict",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 9, "A@0 flow=6", CONFLICT } },
    "A@0 flow=5 ~flow=6:conflict",
    "A latest=0 seen=0 period=-" },
  { "conflict-in-one-body",
    0,
    { { 0, "A@0 flow=5; A@0 flow=6", "stored " CONFLICT } },
    "A@0 flow=5 ~flow=6:conflict",
    "A latest=0 seen=0 period=-" },
  { "conflict-again",
    0,
    { { 0, "A@0 flow=5", "stored" },
      { 9, "A@0 flow=6", CONFLICT },
      { 10, "A@0 flow=6", "duplicate" },
      { 11, "A@0 flow=5", "duplicate" } },
    "A@0 flow=5 ~flow=6:conflict",
    "A latest=0 seen=0 period=-" },
  { "conflict-beside-the-same",
    0,
    { { 0, "A@0 flow=5 tot=7", "stored" }, { 9, "A@0 flow=6 tot=7", "stored{\"flow_rate\":\"conflict\"}" } },
    "A@0 flow=5 tot=7 ~flow=6:conflict",
    "A latest=0 seen=0 period=-" },
  { "conflict-beside-a-new",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 9, "A@0 flow=6 tot=7", "stored{\"flow_rate\":\"conflict\"}" } },
    "A@0 flow=5 tot=7 ~flow=6:conflict",
    "A latest=0 seen=0 period=-" },
  { "conflict-with-a-joined-part",
    0,
    { { 0, "A@0 flow=5", "stored" },
      { 10, "A@10 tot=7", "stored" },
      { 11, "A@10 tot=8", "bad{\"totalizer\":\"conflict\"}" } },
    "A@0 flow=5 tot=7+10 ~tot=8:conflict",
    "A latest=0 seen=0 period=-" },
  { "conflicts-of-two-fields",
    0,
    { { 0, "A@0 flow=5 tot=7", "stored" },
      { 9, "A@0 flow=6", CONFLICT },
      { 10, "A@0 tot=8", "bad{\"totalizer\":\"conflict\"}" } },
    "A@0 flow=5 tot=7 ~flow=6:conflict ~tot=8:conflict",
    "A latest=0 seen=0 period=-" },
  { "conflict-far-back",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 999, "A@999 flow=9", "stored" }, { 1000, "A@0 flow=6", CONFLICT } },
    "A@0 flow=5 ~flow=6:conflict; A@999 flow=9",
    "A latest=999 seen=999 period=-" },
};

/* --- Bad values are kept aside ------------------------------------------------------------------------------------ */

static const Case bad_values[] = {
  { "wrong-type",
    0,
    { { 0, "A@0 flow=\"abc\"", BAD_FLOW } },
    "A@0 flow=bad ~flow=\"abc\":wrong type",
    "A latest=0 seen=- period=-" },
  { "number-as-text",
    0,
    { { 0, "A@0 flow=\"5\"", BAD_FLOW } },
    "A@0 flow=bad ~flow=\"5\":wrong type",
    "A latest=0 seen=- period=-" },
  { "true",
    0,
    { { 0, "A@0 flow=true", BAD_FLOW } },
    "A@0 flow=bad ~flow=true:wrong type",
    "A latest=0 seen=- period=-" },
  { "array",
    0,
    { { 0, "A@0 flow=[1,2]", BAD_FLOW } },
    "A@0 flow=bad ~flow=[1,2]:wrong type",
    "A latest=0 seen=- period=-" },
  { "beyond-a-float",
    0,
    { { 0, "A@0 flow=1e39", "bad{\"flow_rate\":\"out of range\"}" } },
    "A@0 flow=bad ~flow=1e+39:out of range",
    "A latest=0 seen=- period=-" },
  { "double-where-it-may-be", 0, { { 0, "A@0 tot=1e39", "stored" } }, "A@0 tot=1e+39", "A latest=0 seen=0 period=-" },
  { "not-a-number",
    0,
    { { 0, "A@0 flow=NaN", "bad{\"flow_rate\":\"not a number\"}" } },
    "A@0 flow=bad ~flow=\"NaN\":not a number",
    "A latest=0 seen=- period=-" },
  { "infinity",
    0,
    { { 0, "A@0 flow=-Infinity", "bad{\"flow_rate\":\"not a number\"}" } },
    "A@0 flow=bad ~flow=\"-Infinity\":not a number",
    "A latest=0 seen=- period=-" },
  { "beside-a-good-one",
    0,
    { { 0, "A@0 flow=\"abc\" tot=7", "stored{\"flow_rate\":\"wrong type\"}" } },
    "A@0 flow=bad tot=7 ~flow=\"abc\":wrong type",
    "A latest=0 seen=0 period=-" },
  { "of-two-fields",
    0,
    { { 0, "A@0 flow=\"abc\" tot=[]", "bad{\"flow_rate\":\"wrong type\",\"totalizer\":\"wrong type\"}" } },
    "A@0 flow=bad tot=bad ~flow=\"abc\":wrong type ~tot=[]:wrong type",
    "A latest=0 seen=- period=-" },
  { "null-is-no-value", 0, { { 0, "A@0 flow=null tot=7", "stored" } }, "A@0 tot=7", "A latest=0 seen=0 period=-" },
  { "n/a-is-no-value", 0, { { 0, "A@0 flow=\"N/A\" tot=7", "stored" } }, "A@0 tot=7", "A latest=0 seen=0 period=-" },
  { "again",
    0,
    { { 0, "A@0 flow=\"abc\"", BAD_FLOW }, { 9, "A@0 flow=\"abc\"", "duplicate{\"flow_rate\":\"wrong type\"}" } },
    "A@0 flow=bad ~flow=\"abc\":wrong type",
    "A latest=0 seen=- period=-" },
  { "joins",
    0,
    { { 0, "A@0 tot=7", "stored" }, { 5, "A@5 flow=\"abc\"", BAD_FLOW } },
    "A@0 flow=bad+5 tot=7 ~flow=\"abc\":wrong type",
    "A latest=0 seen=0 period=-" },
  { "joined-by-others",
    0,
    { { 0, "A@0 flow=\"abc\"", BAD_FLOW }, { 5, "A@5 tot=7", "stored" } },
    "A@0 flow=bad tot=7+5 ~flow=\"abc\":wrong type",
    "A latest=0 seen=0 period=-" },
  { "not-filled-by-a-later-value",
    0,
    { { 0, "A@0 flow=\"abc\" tot=7", "stored{\"flow_rate\":\"wrong type\"}" }, { 5, "A@5 flow=5", "stored" } },
    "A@0 flow=bad tot=7 ~flow=\"abc\":wrong type; A@5 flow=5",
    "A latest=5 seen=5 period=-" },
  { "not-filled-by-a-value-of-its-time",
    0,
    { { 0, "A@0 flow=\"abc\" tot=7", "stored{\"flow_rate\":\"wrong type\"}" }, { 5, "A@0 flow=5", CONFLICT } },
    "A@0 flow=bad tot=7 ~flow=\"abc\":wrong type",
    "A latest=0 seen=0 period=-" },
  { "after-a-good-value-of-its-time",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 5, "A@0 flow=\"abc\"", BAD_FLOW } },
    "A@0 flow=5 ~flow=\"abc\":wrong type",
    "A latest=0 seen=0 period=-" },
  { "not-seen",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 60, "A@60 flow=\"abc\"", BAD_FLOW } },
    "A@0 flow=5; A@60 flow=bad ~flow=\"abc\":wrong type",
    "A latest=60 seen=0 period=-" },
  { "given-twice",
    0,
    { { 0, "A@0 flow=5 flow=6", "stored{\"flow_rate\":\"given twice\"}" } },
    "A@0 flow=5 ~flow=6:given twice",
    "A latest=0 seen=0 period=-" },
  { "clock-fault",
    0,
    { { 9, "A flow=5 time=\"yesterday\"", "stored{\"timestamp\":\"clock fault\"}" } },
    "A@9 flow=5 ~time=\"yesterday\":clock fault",
    "A latest=9 seen=9 period=-" },
  { "clock-never-set",
    0,
    { { 9, "A flow=5 time=12", "stored{\"timestamp\":\"clock fault\"}" } },
    "A@9 flow=5 ~time=12:clock fault",
    "A latest=9 seen=9 period=-" },
};

/* --- Records without a time --------------------------------------------------------------------------------------- */

static const Case untimed[] = {
  { "arrival", 0, { { 9, "A flow=5", "stored" } }, "A@9 flow=5", "A latest=9 seen=9 period=-" },
  { "next-microsecond-free",
    0,
    { { 9, "A flow=5", "stored" }, { 9, "A flow=5", "stored" }, { 9, "A flow=6", "stored" } },
    "A@9 flow=5; A@9.000001 flow=5; A@9.000002 flow=6",
    "A latest=9.000002 seen=9 period=-" },
  { "free-for-its-fields",
    0,
    { { 9, "A flow=5", "stored" }, { 9, "A tot=7", "stored" } },
    "A@9 flow=5 tot=7",
    "A latest=9 seen=9 period=-" },
  { "free-for-all-its-fields",
    0,
    { { 9, "A flow=5", "stored" }, { 9, "A tot=7 flow=5", "stored" } },
    "A@9 flow=5; A@9.000001 flow=5 tot=7",
    "A latest=9.000001 seen=9 period=-" },
  { "joins",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 9, "A tot=7", "stored" } },
    "A@0 flow=5 tot=7+9",
    "A latest=0 seen=0 period=-" },
  { "taken-by-one-with-a-time",
    0,
    { { 9, "A@9 flow=5", "stored" }, { 9, "A flow=6", "stored" } },
    "A@9 flow=5; A@9.000001 flow=6",
    "A latest=9.000001 seen=9 period=-" },
  { "several",
    0,
    { { 9, "A flow=1; A flow=2; A flow=3", "stored stored stored" } },
    "A@8.999998 flow=1; A@8.999999 flow=2; A@9 flow=3",
    "A latest=9 seen=9 period=-" },
  { "several-with-a-period",
    60,
    { { 200, "A flow=1; A flow=2; A flow=3", "stored stored stored" } },
    "A@80 flow=1; A@140 flow=2; A@200 flow=3",
    "A latest=200 seen=200 period=60" },
  { "several-with-a-learned-period",
    0,
    { { 0, "A@0 flow=5; A@60 flow=5; A@120 flow=5; A@180 flow=5; A@240 flow=5", "stored stored stored stored stored" },
      { 300, "A flow=1; A flow=2", "stored stored" } },
    "A@0 flow=5; A@60 flow=5; A@120 flow=5; A@180 flow=5; A@240 flow=5; A@299.999999 flow=1; A@300 flow=2",
    "A latest=300 seen=300 period=60" },
  { "several-of-one-reading",
    0,
    { { 9, "A flow=1; A tot=7; A temp=9", "stored stored stored" } },
    "A@9 flow=1 tot=7 temp=9",
    "A latest=9 seen=9 period=-" },
  { "several-readings-in-parts",
    60,
    { { 100, "A flow=1; A tot=7; A flow=2; A tot=8", "stored stored stored stored" } },
    "A@40 flow=1 tot=7; A@100 flow=2 tot=8",
    "A latest=100 seen=100 period=60" },
  { "several-devices",
    0,
    { { 9, "A flow=1; B flow=2; A flow=3", "stored stored stored" } },
    "A@8.999999 flow=1; A@9 flow=3; B@9 flow=2",
    "A latest=9 seen=9 period=-; B latest=9 seen=9 period=-" },
  { "beside-some-with-a-time",
    0,
    { { 100, "A@0 flow=1; A flow=2; A flow=3", "stored stored stored" } },
    "A@0 flow=1; A@99.999999 flow=2; A@100 flow=3",
    "A latest=100 seen=100 period=-" },
  { "taken-by-another-time",
    0,
    { { 9, "A@9 flow=5", "stored" }, { 9, "A@10 tot=7", "stored" }, { 9, "A tot=8", "stored" } },
    "A@9 flow=5 tot=7+1; A@9.000001 tot=8",
    "A latest=9.000001 seen=9 period=-" },
  { "two-bodies-at-once",
    0,
    { { 9, "A flow=1; A flow=2", "stored stored" }, { 9, "A flow=3; A flow=4", "stored stored" } },
    "A@8.999999 flow=1; A@9 flow=2; A@9.000001 flow=3; A@9.000002 flow=4",
    "A latest=9.000002 seen=9 period=-" },
};

/* --- Late rows go where they belong ------------------------------------------------------------------------------- */

static const Case late[] = {
  { "before-the-latest",
    0,
    { { 100, "A@100 flow=5", "stored" }, { 101, "A@0 flow=4", "stored" } },
    "A@0 flow=4; A@100 flow=5",
    "A latest=100 seen=100 period=-" },
  { "part-of-an-old-row",
    0,
    { { 0, "A@0 flow=5; A@1000 flow=6; A@2000 flow=7", "stored stored stored" }, { 2001, "A@5 tot=7", "stored" } },
    "A@0 flow=5 tot=7+5; A@1000 flow=6; A@2000 flow=7",
    "A latest=2000 seen=0 period=-" },
  { "earlier-part-of-an-old-row",
    0,
    { { 2000, "A@10 flow=5; A@1000 flow=6; A@2000 flow=7", "stored stored stored" }, { 2001, "A@0 tot=7", "stored" } },
    "A@0 flow=5+10 tot=7; A@1000 flow=6; A@2000 flow=7",
    "A latest=2000 seen=2000 period=-" },
  { "body-backwards",
    0,
    { { 300, "A@240 flow=5; A@180 flow=4; A@120 flow=3; A@0 flow=1; A@60 flow=2",
        "stored stored stored stored stored" } },
    "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4; A@240 flow=5",
    "A latest=240 seen=240 period=-" },
  { "to-and-fro",
    0,
    { { 9000, "A@0 flow=1; A@9000 flow=2; A@1 tot=7; A@9001 tot=8; A@0 temp=3; A@9000 temp=4",
        "stored stored stored stored stored stored" } },
    "A@0 flow=1 tot=7+1 temp=3; A@9000 flow=2 tot=8+1 temp=4",
    "A latest=9000 seen=9000 period=-" },
  { "part-beside-a-known-one",
    10,
    { { 0, "A@4.5 temp=5; A@4 flow=2", "stored stored" },
      { 200, "A@125 temp=0; A@2.5 temp=2", "stored stored" },
      { 200, "A@4.5 flow=2 temp=5", "stored" } },
    "A@2.5 flow=2+2 temp=2; A@4 flow=2 temp=5+0.5; A@125 temp=0",
    "A latest=125 seen=125 period=10" },
  { "a-clock-ahead",
    0,
    { { 0, "A@3600 flow=5", "stored" }, { 60, "A@60 flow=4", "stored" } },
    "A@60 flow=4; A@3600 flow=5",
    "A latest=3600 seen=60 period=-" },
  { "two-days-ahead",
    0,
    { { 0, "A@172800 flow=5", "stored{\"timestamp\":\"clock fault\"}" } },
    "A@0 flow=5 ~time=\"2026-11-26T12:00:00Z\":clock fault",
    "A latest=0 seen=0 period=-" },
  { "years-back",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 1, "A@-300000000 flow=4", "stored" } },
    "A@-300000000 flow=4; A@0 flow=5",
    "A latest=0 seen=0 period=-" },
};

/* --- Failed reads ------------------------------------------------------------------------------------------------- */

static const Case failed_reads[] = {
  { "all-zero", 0, { { 0, "A@0 flow=0 tot=0 temp=0", "failed_read" } }, "A!0 flow=0 tot=0 temp=0",
    "A latest=- seen=- period=-" },
  { "gateway-lives",
    0,
    { { 0, "A@0 flow=0 tot=0 temp=0 batt=95 signal=-70", "failed_read" } },
    "A!0 flow=0 tot=0 temp=0 batt=95 signal=-70",
    "A latest=- seen=- period=-" },
  { "after-a-good-row",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 60, "A@60 flow=0 level=0 temp=0", "failed_read" } },
    "A@0 flow=5; A!60 flow=0 temp=0 level=0",
    "A latest=0 seen=0 period=-" },
  { "again",
    0,
    { { 0, "A@0 flow=0 tot=0 temp=0", "failed_read" }, { 9, "A@0 flow=0 tot=0 temp=0", "duplicate" } },
    "A!0 flow=0 tot=0 temp=0",
    "A latest=- seen=- period=-" },
  { "measured-zero", 0, { { 0, "A@0 flow=0", "stored" } }, "A@0 flow=0", "A latest=0 seen=0 period=-" },
  { "two-zeros", 0, { { 0, "A@0 flow=0 tot=0", "stored" } }, "A@0 flow=0 tot=0", "A latest=0 seen=0 period=-" },
  { "dry-pipe-that-has-counted",
    0,
    { { 0, "A@0 flow=0 level=0 vel=0 temp=0 tot=7", "stored" } },
    "A@0 flow=0 tot=7 temp=0 level=0 vel=0",
    "A latest=0 seen=0 period=-" },
  { "neither-totalizer-nor-temperature",
    0,
    { { 0, "A@0 flow=0 level=0 vel=0 press=0", "stored" } },
    "A@0 flow=0 press=0 level=0 vel=0",
    "A latest=0 seen=0 period=-" },
  { "battery-and-signal-do-not-count",
    0,
    { { 0, "A@0 flow=0 tot=0 batt=0 signal=0", "stored" } },
    "A@0 flow=0 tot=0 batt=0 signal=0",
    "A latest=0 seen=0 period=-" },
  { "one-register-a-record",
    0,
    { { 0, "A@0 flow=0; A@0 tot=0; A@0 temp=0", "failed_read failed_read failed_read" } },
    "A!0 flow=0 tot=0 temp=0",
    "A latest=- seen=- period=-" },
  { "one-register-a-post",
    0,
    { { 0, "A@0 flow=5", "stored" },
      { 60, "A@60 flow=0", "stored" },
      { 61, "A@61 tot=0", "stored" },
      { 62, "A@62 temp=0", "failed_read" } },
    "A@0 flow=5; A!60 flow=0 tot=0+1 temp=0+2",
    "A latest=0 seen=0 period=-" },
  { "one-register-a-post-two-so-far",
    0,
    { { 0, "A@0 flow=5", "stored" }, { 60, "A@60 flow=0", "stored" }, { 61, "A@61 tot=0", "stored" } },
    "A@0 flow=5; A@60 flow=0 tot=0+1",
    "A latest=60 seen=60 period=-" },
  { "comes-back",
    0,
    { { 0, "A@0 flow=5", "stored" },
      { 60, "A@60 flow=0", "stored" },
      { 60, "A@60 tot=0", "stored" },
      { 60, "A@60 temp=0", "failed_read" },
      { 61, "A@61 vel=1", "stored" } },
    "A@0 flow=5; A@60 flow=0 tot=0 temp=0 vel=1+1",
    "A latest=60 seen=60 period=-" },
  { "comes-back-in-one-body",
    0,
    { { 60, "A@60 flow=0; A@60 tot=0; A@60 temp=0; A@61 vel=1", "stored stored stored stored" } },
    "A@60 flow=0 tot=0 temp=0 vel=1+1",
    "A latest=60 seen=60 period=-" },
  { "not-by-the-battery",
    0,
    { { 0, "A@0 flow=0 tot=0 temp=0", "failed_read" }, { 1, "A@1 batt=95", "failed_read" } },
    "A!0 flow=0 tot=0 temp=0 batt=95+1",
    "A latest=- seen=- period=-" },
  { "not-by-a-fourth-zero",
    0,
    { { 9, "A@9 flow=0 tot=0 temp=0", "failed_read" }, { 9, "A@0 level=0", "failed_read" } },
    "A!0 flow=0+9 tot=0+9 temp=0+9 level=0",
    "A latest=- seen=- period=-" },
  { "back-and-begins-earlier",
    0,
    { { 9, "A@9 flow=0 tot=0 temp=0", "failed_read" }, { 9, "A@0 level=2", "stored" } },
    "A@0 flow=0+9 tot=0+9 temp=0+9 level=2",
    "A latest=0 seen=0 period=-" },
  { "of-an-old-row",
    0,
    { { 0, "A@0 flow=0 tot=0", "stored" },
      { 1000, "A@1000 flow=5", "stored" },
      { 1001, "A@1 temp=0", "failed_read" } },
    "A!0 flow=0 tot=0 temp=0+1; A@1000 flow=5",
    "A latest=1000 seen=1000 period=-" },
  { "old-row-comes-back",
    0,
    { { 0, "A@0 flow=0 tot=0 temp=0", "failed_read" },
      { 1000, "A@1000 flow=5", "stored" },
      { 1001, "A@1 level=2", "stored" } },
    "A@0 flow=0 tot=0 temp=0 level=2+1; A@1000 flow=5",
    "A latest=1000 seen=1000 period=-" },
  { "several-in-a-row",
    0,
    { { 0, "A@0 flow=5", "stored" },
      { 60, "A@60 flow=0 tot=0 temp=0", "failed_read" },
      { 120, "A@120 flow=0 tot=0 temp=0", "failed_read" },
      { 180, "A@180 flow=6 tot=7 temp=9", "stored" } },
    "A@0 flow=5; A!60 flow=0 tot=0 temp=0; A!120 flow=0 tot=0 temp=0; A@180 flow=6 tot=7 temp=9",
    "A latest=180 seen=180 period=-" },
  { "latest-row-becomes-one",
    0,
    { { 0, "A@0 flow=5", "stored" },
      { 60, "A@60 flow=\"abc\"", BAD_FLOW },
      { 120, "A@120 flow=0 tot=0", "stored" },
      { 121, "A@120 temp=0", "failed_read" } },
    "A@0 flow=5; A@60 flow=bad ~flow=\"abc\":wrong type; A!120 flow=0 tot=0 temp=0",
    "A latest=60 seen=0 period=-" },
};

/* --- The period is learned ---------------------------------------------------------------------------------------- */

#define FIVE_STORED "stored stored stored stored stored"

static const Case periods[] = {
  { "four-distances",
    0,
    { { 500, "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4; A@240 flow=5", FIVE_STORED } },
    "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4; A@240 flow=5",
    "A latest=240 seen=240 period=60" },
  { "three-distances",
    0,
    { { 500, "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4", "stored stored stored stored" } },
    "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4",
    "A latest=180 seen=180 period=-" },
  { "parts-and-duplicates-teach-nothing",
    0,
    { { 500, "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4", "stored stored stored stored" },
      { 500, "A@0 tot=1; A@60 tot=2; A@120 tot=3; A@180 tot=4", "stored stored stored stored" },
      { 501, "A@0 tot=1; A@60 tot=2; A@120 tot=3; A@180 tot=4", "duplicate duplicate duplicate duplicate" } },
    "A@0 flow=1 tot=1; A@60 flow=2 tot=2; A@120 flow=3 tot=3; A@180 flow=4 tot=4",
    "A latest=180 seen=180 period=-" },
  { "late-rows-teach-nothing",
    0,
    { { 500, "A@240 flow=1; A@180 flow=2; A@120 flow=3; A@60 flow=4; A@0 flow=5", FIVE_STORED } },
    "A@0 flow=5; A@60 flow=4; A@120 flow=3; A@180 flow=2; A@240 flow=1",
    "A latest=240 seen=240 period=-" },
  { "reach-follows",
    0,
    { { 500, "A@0 flow=1; A@10 flow=2; A@20 flow=3; A@30 flow=4; A@40 flow=5", FIVE_STORED },
      { 500, "A@45 tot=7", "stored" },
      { 500, "A@46 temp=9", "stored" } },
    "A@0 flow=1; A@10 flow=2; A@20 flow=3; A@30 flow=4; A@40 flow=5 tot=7+5; A@46 temp=9",
    "A latest=46 seen=46 period=10" },
  { "what-is-set-counts",
    30,
    { { 500, "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4; A@240 flow=5", FIVE_STORED } },
    "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4; A@240 flow=5",
    "A latest=240 seen=240 period=30" },
  { "repeated-part-from-when-the-reach-was-wider",
    0,
    { { 500, "A@0 flow=1; A@25 tot=7", "stored stored" },
      { 500, "A@100 flow=1; A@110 flow=2; A@120 flow=3; A@130 flow=4; A@140 flow=5", FIVE_STORED },
      { 500, "A@300 flow=5", "stored" },
      { 501, "A@25 tot=7", "duplicate" } },
    "A@0 flow=1 tot=7+25; A@100 flow=1; A@110 flow=2; A@120 flow=3; A@130 flow=4; A@140 flow=5; A@300 flow=5",
    "A latest=300 seen=300 period=10" },
};

/* --- Running them ------------------------------------------------------------------------------------------------- */

static void
set_period (FluxTestEngine *engine, int period)
{
  g_autoptr (FluxDevice) device = flux_device_new ("A");

  if (period == 0)
    return;
  device->period_seconds = period;
  flux_test_engine_save_device (engine, device);
}

static guint
run_steps (FluxTestEngine *engine, const Step *steps, guint *n_records)
{
  guint n = 0;

  *n_records = 0;
  for (; n < G_N_ELEMENTS (((Case *) NULL)->steps) && steps[n].records != NULL; n++)
    {
      g_autofree char *body = flux_test_notation_to_body (steps[n].records);
      g_autoptr (FluxTestAnswer) answer = NULL;
      g_autofree char *outcomes = NULL;

      flux_test_clock_set (engine->clock, FLUX_TEST_BEGIN + (gint64) (steps[n].at * FLUX_TIME_SECOND));
      answer = flux_test_engine_take (engine, flux_test_engine_new_post (engine, body));
      outcomes = flux_test_answer_describe (answer);
      g_assert_cmpstr (outcomes, ==, steps[n].outcomes);
      *n_records += answer->post->results->len;
    }
  return n;
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *rows = NULL;
  g_autofree char *devices = NULL;
  guint n_posts, n_records;

  set_period (engine, test->period);
  n_posts = run_steps (engine, test->steps, &n_records);
  rows = flux_test_notation_of_rows (engine);
  devices = flux_test_notation_of_devices (engine->engine);
  g_assert_cmpstr (rows, ==, test->rows);
  g_assert_cmpstr (devices, ==, test->devices);

  flux_test_check_counters (engine, n_posts, n_records);
  flux_test_check_links (engine);
  flux_test_check_restart (engine);
}

/* After each post the engine is closed and opened: what it finds in the database serves as well as what it remembers.
 */
static void
test_case_with_restarts (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *rows = NULL;

  set_period (engine, test->period);
  for (guint i = 0; i < G_N_ELEMENTS (test->steps) && test->steps[i].records != NULL; i++)
    {
      const Step one[G_N_ELEMENTS (test->steps)] = { test->steps[i] };
      guint n_records;

      run_steps (engine, one, &n_records);
      flux_test_engine_close (engine);
      flux_test_engine_open (engine);
    }
  rows = flux_test_notation_of_rows (engine);
  g_assert_cmpstr (rows, ==, test->rows);
  flux_test_check_links (engine);
}

static void
add_cases (const char *group, const Case *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("/assembly/%s/%s", group, cases[i].name);
      g_autofree char *restarted = g_strdup_printf ("/assembly/%s/%s/restarted", group, cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
      if (cases[i].steps[1].records != NULL)
        g_test_add_data_func (restarted, &cases[i], test_case_with_restarts);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ("joining", joining, G_N_ELEMENTS (joining));
  add_cases ("repeating", repeating, G_N_ELEMENTS (repeating));
  add_cases ("bad-values", bad_values, G_N_ELEMENTS (bad_values));
  add_cases ("untimed", untimed, G_N_ELEMENTS (untimed));
  add_cases ("late", late, G_N_ELEMENTS (late));
  add_cases ("failed-reads", failed_reads, G_N_ELEMENTS (failed_reads));
  add_cases ("periods", periods, G_N_ELEMENTS (periods));
  return g_test_run ();
}
