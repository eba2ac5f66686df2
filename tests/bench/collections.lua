-- SPDX-FileCopyrightText: 2026 The FluxIO authors
-- SPDX-License-Identifier: MIT
--
-- wrk: 100 registers a post, as RutOS sends a collection with all members: five of each of 20 units; ten gateways in
-- turn, each post a poll of its own.

local first = tonumber(os.getenv("BENCH_FIRST_TIME"))
local headers = { ["Content-Type"] = "application/json", ["x-api-key"] = os.getenv("BENCH_KEY") }
local record = ',"server_id":%d,"bserver_id":%d,"addr":%d,"baddr":null,"full_addr":"%d","size":10,"data":"[%.6f]",' ..
  '"raw_data":null,"server_name":"UNIT_%04d","ip":"192.168.1.%d","name":"%s"}'
local registers = { { 11, "flow_rate", 0.094225 }, { 13, "level", 0.3125 }, { 15, "velocity", 0.8612 },
  { 17, "temperature", 17.4 }, { 5201, "totalizer", 152340.8125 } }
local gateways = {}
local n = 0

function init()
  for gateway = 0, 9 do
    local records = {}
    for unit = 0, 19 do
      for _, register in ipairs(registers) do
        records[#records + 1] = string.format(record, unit, unit, register[1], 300000 + register[1], register[3],
          gateway * 50 + unit, unit + 10, register[2])
      end
    end
    gateways[gateway] = records
  end
end

function request()
  local gateway = n % 10
  local time = '{"timestamp":' .. (first + math.floor(n / 10))
  n = n + 1
  headers["x-gateway-id"] = string.format("GATEWAY_%02d", gateway)
  return wrk.format("POST", "/api/ingest", headers, '{"Modbus":[' .. time ..
    table.concat(gateways[gateway], "," .. time) .. "]}")
end
