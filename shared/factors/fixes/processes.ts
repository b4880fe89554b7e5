import type { Fix } from '../fix.ts'

export const processes: Fix = {
  factor: 6,
  name: 'Processes',
  words: 'Keep nothing in a process that the next request may need: it may reach another dyno, and a restart forgets it. Sessions belong into a signed cookie or a store that all dynos share, files into an object store.',
  examples: {
    node: [
      'app.use(session({',
      '  store: new RedisStore({ client: redis }), secret: process.env.SESSION_SECRET,',
      '  resave: false, saveUninitialized: false,',
      '}))',
    ],
    python: [
      '# Flask keeps the session in a signed cookie by itself',
      'app.secret_key = os.environ["SECRET_KEY"]',
      'session["visits"] = session.get("visits", 0) + 1',
    ],
    ruby: [
      '# config/initializers/session_store.rb',
      'Rails.application.config.session_store :cookie_store, key: "_shop_session"',
      '# Sinatra',
      'use Rack::Session::Cookie, secret: ENV.fetch("SESSION_SECRET")',
    ],
    java: [
      '<!-- pom.xml; sessions then live in Redis -->',
      '<artifactId>spring-session-data-redis</artifactId>',
      '# application.properties',
      'spring.data.redis.url=${REDIS_URL}',
    ],
    go: [
      'store := sessions.NewCookieStore([]byte(os.Getenv("SESSION_SECRET")))',
      'session, _ := store.Get(r, "shop")',
      'session.Values["visits"] = visits',
    ],
    php: [
      '// before session_start()',
      'ini_set(\'session.save_handler\', \'redis\');',
      'ini_set(\'session.save_path\', getenv(\'REDIS_URL\'));',
    ],
    scala: [
      '// Play keeps the session in a signed cookie by itself',
      'Ok("hi").withSession(request.session + ("visits" -> visits.toString))',
      '# application.conf',
      'play.http.secret.key = ${?APPLICATION_SECRET}',
    ],
  },
}
