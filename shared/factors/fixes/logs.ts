import type { Fix } from '../fix.ts'

export const logs: Fix = {
  factor: 11,
  name: 'Logs',
  words: 'Write each event as a line to stdout, unbuffered, and leave keeping, sorting and rotating to the platform. No log files: they are on one dyno\'s disk, and a restart deletes them.',
  examples: {
    node: ['console.log(`method=${request.method} path=${path} status=${status} request_id=${request.headers[\'x-request-id\']}`)'],
    python: [
      'logging.basicConfig(stream=sys.stdout, level=logging.INFO)',
      'logging.info("path=%s status=%s", path, status)',
    ],
    ruby: [
      '$stdout.sync = true',
      'logger = Logger.new($stdout)',
      '# Rails',
      'RAILS_LOG_TO_STDOUT=enabled',
    ],
    java: [
      '<!-- logback.xml -->',
      '<appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">',
      '  <encoder><pattern>%level %logger %msg%n</pattern></encoder>',
      '</appender>',
    ],
    go: [
      'logger := slog.New(slog.NewTextHandler(os.Stdout, nil))',
      'logger.Info("request", "path", r.URL.Path, "status", status)',
    ],
    php: [
      'fwrite(STDOUT, "path=$path status=$status\\n");',
      '// Monolog',
      '$log->pushHandler(new StreamHandler(\'php://stdout\'));',
    ],
    scala: [
      '<!-- conf/logback.xml -->',
      '<appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">',
      '  <encoder><pattern>%level %logger %msg%n</pattern></encoder>',
      '</appender>',
    ],
  },
}
