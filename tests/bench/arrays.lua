-- SPDX-FileCopyrightText: 2026 The FluxIO authors
-- SPDX-License-Identifier: MIT
--
-- wrk: 100 readings a post, of 1,000 devices in turn, measured when they arrive.

local headers = { ["Content-Type"] = "application/json", ["x-api-key"] = os.getenv("BENCH_KEY") }
local record = '{"device_id":"UNIT_%05d","flow_rate":%.1f,"totalizer":%.2f,"temperature":22.3,"pressure":1.2,' ..
  '"battery_level":95,"signal_strength":-70}'
local posts = {}
local n = 0

function init()
  for post = 0, 9 do
    local records = {}
    for i = 1, 100 do
      local device = post * 100 + i - 1
      records[i] = string.format(record, device, 10 + device % 50 / 10, 4500.25 + device)
    end
    posts[post] = wrk.format("POST", "/api/ingest", headers, "[" .. table.concat(records, ",") .. "]")
  end
end

function request()
  n = n + 1
  return posts[n % 10]
end
