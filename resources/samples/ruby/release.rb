# The release phase: runs once per release, before any dyno sees it. Status 1 here keeps the old release running.
LONGEST = 200
greeting = ENV["GREETING"]

if greeting.nil?
  puts "release check: GREETING is not set, the built-in greeting will be used"
elsif !greeting.strip.length.between?(1, LONGEST)
  abort "release check: GREETING must have 1 to #{LONGEST} characters, it has #{greeting.strip.length}"
else
  puts "release check: GREETING has #{greeting.length} characters, good"
end
