# The steps that bring the data to what this version of the app expects.
require "socket"
require "uri"

STEPS = ["SETNX visits 0", "DEL visitors", "SET schema 2"].freeze

def migrate(url)
  STEPS.each.with_index(1) do |command, number|
    place = url && URI(url)
    Socket.tcp(place.host, place.port || 6379, connect_timeout: 2) { |connection| connection.write("#{command}\r\n") } if place
    puts "migrating: step #{number} of #{STEPS.length}"
  end
end
