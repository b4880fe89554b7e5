// How to mend each factor, by language. One sentence each; the first is for every language without one of its own.

const any = 'any'
type Fixes = Readonly<Record<string, string>>

const fixes: Readonly<Record<number, Fixes>> = {
  1: { [any]: 'Keep the app in one Git repository of its own, and deploy every environment from commits of it.' },
  2: {
    [any]: 'Name every package and version in the manifest, commit its lock file, and bring needed tools by a buildpack.',
    'Node.js': 'Name exact needs in package.json with "engines", commit package-lock.json, and replace programs of the machine by packages.',
    Python: 'Pin every line of requirements.txt with == (or commit a lock file), name the version in .python-version, and replace programs of the machine by packages.',
    Ruby: 'Name gems and the ruby version in the Gemfile, commit Gemfile.lock, and replace programs of the machine by gems.',
    Java: 'Give exact versions in pom.xml, without SNAPSHOT or ranges, and the Java version in system.properties.',
    Go: 'Commit go.mod and go.sum, with a go directive.',
    PHP: 'Require packages, extensions and php in composer.json, and commit composer.lock.',
    Scala: 'Give exact versions in build.sbt and project/build.properties, and the Java version in system.properties.',
  },
  3: {
    [any]: 'Read what differs between deploys from the environment, and take secrets out of the code and its history.',
    'Node.js': 'Read process.env.NAME in place of the value, set it with config:set, and change every secret that was committed.',
    Python: 'Read os.environ["NAME"] in place of the value, set it with config:set, and change every secret that was committed.',
    Ruby: 'Read ENV.fetch("NAME") in place of the value, set it with config:set, and change every secret that was committed.',
    Java: 'Read System.getenv("NAME") or ${NAME} in place of the value, set it with config:set, and change every secret that was committed.',
    Go: 'Read os.Getenv("NAME") in place of the value, set it with config:set, and change every secret that was committed.',
    PHP: 'Read getenv("NAME") in place of the value, set it with config:set, and change every secret that was committed.',
    Scala: 'Read sys.env("NAME") or ${?NAME} in place of the value, set it with config:set, and change every secret that was committed.',
  },
  4: {
    [any]: 'Take the address of each service from one variable, such as DATABASE_URL, and keep no data in files of the dyno.',
    'Node.js': 'Connect with process.env.DATABASE_URL (or REDIS_URL), and keep no data with fs.writeFile.',
    Python: 'Connect with os.environ["DATABASE_URL"], and use no sqlite file in production.',
    Ruby: 'Leave the address to DATABASE_URL, and use no sqlite file in production.',
  },
  5: {
    [any]: 'Move what is built at the start of a dyno into the build, and write nothing into the app folder while it runs.',
    'Node.js': 'Move the build step from "start" to the "build" script of package.json.',
    Python: 'Move collectstatic and the like into the build, or bin/post_compile.',
    Ruby: 'Let the build run assets:precompile, and start with the server alone.',
    Java: 'Build the jar with mvn package in the build, and start with java -jar.',
    Go: 'Start the compiled binary, not go run.',
    Scala: 'Build with sbt stage, and start target/universal/stage/bin.',
  },
  6: {
    [any]: 'Keep sessions and data in a backing service or in a signed cookie, not in memory or files of one dyno.',
    'Node.js': 'Give express-session a store such as connect-redis, or use cookie-session; keep no Map of sessions.',
    Python: 'Use signed cookies (Flask, Django) or a session store in Redis or the database; keep no module-level dict of sessions.',
    Ruby: 'Use the cookie store, or a session store in Redis or the database; keep no hash of sessions.',
    Java: 'Keep sessions in Redis or JDBC (Spring Session), not in HttpSession of one process.',
    Go: 'Keep sessions in a signed cookie or in Redis, not in a map.',
    PHP: 'Set session.save_handler to redis or memcached, or use signed cookies.',
    Scala: "Use Play's cookie session, or a store; keep no mutable map of sessions.",
  },
  7: {
    [any]: 'Listen on 0.0.0.0 and on the port in PORT.',
    'Node.js': "server.listen(process.env.PORT, '0.0.0.0')",
    Python: 'gunicorn --bind 0.0.0.0:$PORT app:app',
    Ruby: 'puma -b tcp://0.0.0.0:$PORT, or Integer(ENV.fetch("PORT")) with your own server.',
    Java: 'server.port=${PORT}, or new InetSocketAddress(Integer.parseInt(System.getenv("PORT"))).',
    Go: 'http.ListenAndServe(":"+os.Getenv("PORT"), nil)',
    PHP: 'heroku-php-apache2, heroku-php-nginx, or php -S 0.0.0.0:$PORT for a sample.',
    Scala: '-Dhttp.port=$PORT, or bind to sys.env("PORT").toInt.',
  },
  8: { [any]: 'Give each kind of work a process type in the Procfile, and start no background process of your own.' },
  9: {
    [any]: 'At SIGTERM take nothing new, finish what is under way, and end within 30 seconds.',
    'Node.js': "process.on('SIGTERM', () => server.close()), and start with node, not npm.",
    Python: 'Use gunicorn, or signal.signal(signal.SIGTERM, ...) that shuts your server down.',
    Ruby: 'Use puma, or trap("TERM") that stops accepting and ends when requests are done.',
    Java: 'server.shutdown=graceful, or Runtime.addShutdownHook with server.stop.',
    Go: 'signal.NotifyContext(ctx, syscall.SIGTERM), then server.Shutdown(ctx).',
    PHP: 'Use the start scripts of the buildpack, which end workers gracefully.',
    Scala: 'CoordinatedShutdown, or sys.addShutdownHook that stops the server.',
  },
  10: { [any]: 'Name the version of the language, and use the same services and code paths in every environment.' },
  11: {
    [any]: 'Write each event as a line to standard output, unbuffered, and open no log file.',
    'Node.js': 'console.log, or pino and winston with a Console transport only.',
    Python: 'logging.StreamHandler(sys.stdout) in place of FileHandler, with PYTHONUNBUFFERED=1.',
    Ruby: 'Logger.new($stdout) with $stdout.sync = true, or RAILS_LOG_TO_STDOUT.',
    Java: 'A ConsoleAppender in place of a FileAppender.',
    Go: 'log.SetOutput(os.Stdout), or log/slog with os.Stdout.',
    PHP: "Monolog's StreamHandler with php://stderr.",
    Scala: 'A ConsoleAppender (STDOUT) in place of a FileAppender.',
  },
  12: { [any]: 'Make each admin task a script that a one-off dyno runs (run:start), and take it off the web.' },
}

export function fixFor(factor: number, language: string | null): string {
  const known = fixes[factor] ?? {}
  return known[language ?? any] ?? known[any] ?? ''
}
