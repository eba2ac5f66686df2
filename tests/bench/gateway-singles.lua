-- SPDX-FileCopyrightText: 2026 The FluxIO authors
-- SPDX-License-Identifier: MIT
--
-- wrk: one register a post, as RutOS sends it, of 1,000 units in turn, each a new row with a time of its own.

local first = tonumber(os.getenv("BENCH_FIRST_TIME"))
local headers = { ["Content-Type"] = "application/json", ["x-api-key"] = os.getenv("BENCH_KEY") }
local body = '{"Modbus":{"timestamp":%d,"server_id":1,"full_addr":"300011","data":"[%.6f]","server_name":"UNIT_%04d",' ..
  '"name":"flow_rate"}}'
local n = 0

function request()
  local unit = n % 1000
  n = n + 1
  headers["x-gateway-id"] = string.format("GATEWAY_%02d", unit / 50)
  return wrk.format("POST", "/api/ingest", headers, string.format(body, first + math.floor(n / 1000),
    0.01 + n % 50 / 1000, unit))
end
