# The worker process: no port, no requests, only work. Here the work is one line every 3 seconds.
$stdout.sync = true
dyno = ENV.fetch("DYNO", "worker.1")
n = 0
%w[TERM INT].each { |signal| trap(signal) { throw :stop } }

puts "#{dyno} started"
catch(:stop) do
  loop do
    sleep 3
    n += 1
    puts "#{dyno} tick n=#{n}"
  end
end
puts "#{dyno} stopped after n=#{n}"
