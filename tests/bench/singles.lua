-- SPDX-FileCopyrightText: 2026 The FluxIO authors
-- SPDX-License-Identifier: MIT
--
-- wrk: one reading a post, of 1,000 devices in turn, each a new row with a time of its own.

local first = tonumber(os.getenv("BENCH_FIRST_TIME"))
local headers = { ["Content-Type"] = "application/json", ["x-api-key"] = os.getenv("BENCH_KEY") }
local body = '{"device_id":"UNIT_%05d","flow_rate":%.1f,"totalizer":%.2f,"temperature":22.3,"battery_level":95,' ..
  '"signal_strength":-70,"timestamp":"%s"}'
local n = 0

function request()
  n = n + 1
  return wrk.format("POST", "/api/ingest", headers, string.format(body, n % 1000, 10 + n % 50 / 10, 4500.25 + n,
    os.date("!%Y-%m-%dT%H:%M:%SZ", first + math.floor(n / 1000))))
end
