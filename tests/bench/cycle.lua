-- Every address of a file in turn, from the one numbered, then from the start again.
local paths = {}
local at = 0

function init(args)
  wrk.headers["Accept-Encoding"] = "gzip"
  for line in io.lines(args[1]) do
    paths[#paths + 1] = wrk.format("GET", line)
  end
  at = tonumber(args[2])
end

function request()
  at = at % #paths + 1
  return paths[at]
end
