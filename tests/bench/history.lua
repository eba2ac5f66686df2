-- SPDX-FileCopyrightText: 2026 The FluxIO authors
-- SPDX-License-Identifier: MIT
--
-- wrk: 100 readings a post, of 1,000 devices in turn, one a minute each from BENCH_FIRST_TIME on: what a plant sends in
-- weeks.

local first = tonumber(os.getenv("BENCH_FIRST_TIME"))
local headers = { ["Content-Type"] = "application/json", ["x-api-key"] = os.getenv("BENCH_KEY") }
local record = '{"device_id":"UNIT_%05d","flow_rate":%.1f,"totalizer":%.2f,"temperature":22.3,"pressure":1.2,' ..
  '"battery_level":95,"signal_strength":-70,"timestamp":"%s"}'
local n = 0

function request()
  local time = os.date("!%Y-%m-%dT%H:%M:%SZ", first + math.floor(n / 10) * 60)
  local records = {}
  for i = 0, 99 do
    records[i + 1] = string.format(record, n % 10 * 100 + i, 10 + n % 50 / 10, 4500.25 + n, time)
  end
  n = n + 1
  return wrk.format("POST", "/api/ingest", headers, "[" .. table.concat(records, ",") .. "]")
end
