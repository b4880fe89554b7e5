import type { Fix } from '../fix.ts'

export const portBinding: Fix = {
  factor: 7,
  name: 'Port binding',
  words: 'Let the app itself listen, on the PORT that the platform gives it and on all interfaces. No port of its own choice, no 127.0.0.1: in a container nobody would reach it.',
  examples: {
    node: ['server.listen(Number(process.env.PORT ?? 5000), \'0.0.0.0\')'],
    python: [
      '# Procfile: gunicorn reads PORT by itself',
      'web: gunicorn app:app',
      '# or in code',
      'ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler)',
    ],
    ruby: [
      '# config/puma.rb',
      'port ENV.fetch("PORT", 3000)',
      '# or in code',
      'TCPServer.new("0.0.0.0", Integer(ENV.fetch("PORT")))',
    ],
    java: [
      'int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "5000"));',
      'HttpServer.create(new InetSocketAddress("0.0.0.0", port), 0);',
    ],
    go: ['log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), mux))'],
    php: [
      '# Procfile: the script reads PORT by itself',
      'web: vendor/bin/heroku-php-apache2 public/',
    ],
    scala: [
      'Http().newServerAt("0.0.0.0", sys.env("PORT").toInt).bind(routes)',
      '# or Play, in the Procfile',
      'web: target/universal/stage/bin/shop -Dhttp.port=$PORT',
    ],
  },
}
