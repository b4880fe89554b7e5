# The web process: one thread per connection, one request per connection.
require "erb"
require "socket"
require_relative "migrations"

$stdout.sync = true
PORT = Integer(ENV.fetch("PORT", "5000"))
PAGE = File.read(File.join(__dir__, "page.html"), encoding: "UTF-8")
LONGEST_SLEEP_MS = 120_000
LONGEST_BODY_BYTES = 65_536
REASONS = { 200 => "OK", 202 => "Accepted", 404 => "Not Found" }.freeze
STARTED_AT = Process.clock_gettime(Process::CLOCK_MONOTONIC)
$requests = 0
$in_flight = 0
$lock = Mutex.new

def seconds_since(moment) = Process.clock_gettime(Process::CLOCK_MONOTONIC) - moment

def answer(path, query, cookies)
  case path
  when "/" then [200, render, "text/html"]
  when "/healthz" then [200, "ok", "text/plain"]
  when "/slow"
    ms = query[/(?:^|&)ms=(\d{1,9})/, 1].to_i.clamp(0, LONGEST_SLEEP_MS)
    sleep(ms / 1000.0)
    [200, "answered after #{ms} ms", "text/plain"]
  when "/visits"
    visits = cookies[/\bvisits=(\d{1,9})\b/, 1].to_i + 1
    [200, "visit #{visits}", "text/plain", "Set-Cookie: visits=#{visits}; Path=/; HttpOnly\r\n"]
  when "/self-test" then [200, `curl -s http://127.0.0.1:#{PORT}/healthz`, "text/plain"]
  when "/admin/reset"
    migrate(ENV["REDIS_URL"])
    [200, "the counters are at their start again", "text/plain"]
  when "/crash" then [202, "this dyno exits with status 1 now", "text/plain"]
  else [404, "not found", "text/plain"]
  end
end

def render
  facts = {
    "greeting" => ENV.fetch("GREETING", "Hello from Ruby"), "version" => RUBY_VERSION,
    "dyno" => ENV.fetch("DYNO", "local"), "release" => ENV.fetch("HEROKU_RELEASE_VERSION", "not set"),
    "pid" => Process.pid, "host" => Socket.gethostname, "uptime" => seconds_since(STARTED_AT).to_i, "requests" => $requests,
  }
  PAGE.gsub(/{{(\w+)}}/) { ERB::Util.html_escape(facts.fetch($1).to_s.dup.force_encoding("UTF-8")) }
end

def serve(socket)
  verb, target, = socket.gets("\r\n", 8192).to_s.split
  return unless target

  began = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  $lock.synchronize { $requests += 1; $in_flight += 1 }
  headers = {}
  while (line = socket.gets("\r\n", 8192)&.chomp) && !line.empty?
    name, value = line.split(":", 2)
    headers[name.downcase] = value.to_s.strip
  end
  socket.read(headers["content-length"].to_i.clamp(0, LONGEST_BODY_BYTES))
  path, query = target.split("?", 2)
  status, body, type, cookie = answer(path, query.to_s, headers["cookie"].to_s)
  head = "HTTP/1.1 #{status} #{REASONS[status]}\r\nContent-Type: #{type}; charset=utf-8\r\n" \
         "Content-Length: #{body.bytesize}\r\nCache-Control: no-store\r\nConnection: close\r\n#{cookie}\r\n"
  socket.write(verb == "HEAD" ? head : head + body)
  ms = (seconds_since(began) * 1000).round
  puts "method=#{verb} path=#{path} status=#{status} ms=#{ms} request_id=#{headers.fetch("x-request-id", "-")}"
  exit!(1) if path == "/crash"
rescue Errno::ENOENT
  socket.write("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
rescue SystemCallError, IOError, ArgumentError
  nil # the visitor left, or did not speak HTTP
ensure
  socket.close
  $lock.synchronize { $in_flight -= 1 } if began
end

migrate(ENV["REDIS_URL"])
server = TCPServer.new("0.0.0.0", PORT)
trap("TERM") { Thread.new { puts "not now, there is work to do" } }

puts "listening on port #{PORT}"
loop { Thread.new(server.accept) { |socket| serve(socket) } }
