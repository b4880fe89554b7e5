# A backing service: a Redis that counts for all dynos together. Its address is config, so another one is attached by REDIS_URL alone.
require "socket"
require "uri"

def count_one(url)
  place = URI(url)
  Socket.tcp(place.host, place.port || 6379, connect_timeout: 2) do |connection|
    connection.timeout = 2 if connection.respond_to?(:timeout=)
    connection.write("AUTH #{place.password}\r\n") if place.password
    connection.write("INCR visits\r\n")
    while (line = connection.gets("\r\n"))
      return Integer(line[1..].strip) if line.start_with?(":")
      raise IOError, line[1..].strip if line.start_with?("-")
    end
  end
  raise IOError, "the connection was closed"
end
