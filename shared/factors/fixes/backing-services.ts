import type { Fix } from '../fix.ts'

export const backingServices: Fix = {
  factor: 4,
  name: 'Backing services',
  words: 'Know each database, cache and queue by its address in config only, so that another one can take its place without a new build. Keep no database in a file and no upload on the dyno\'s disk: both are gone at the next restart.',
  examples: {
    node: [
      'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })',
      'const redis = createClient({ url: process.env.REDIS_URL })',
    ],
    python: [
      'DATABASES = {"default": dj_database_url.config(conn_max_age=600)}  # reads DATABASE_URL',
      'cache = redis.from_url(os.environ["REDIS_URL"])',
    ],
    ruby: [
      '# config/database.yml',
      'production:',
      '  url: <%= ENV["DATABASE_URL"] %>',
      '# anywhere',
      'REDIS = Redis.new(url: ENV.fetch("REDIS_URL"))',
    ],
    java: [
      '# application.properties',
      'spring.datasource.url=${JDBC_DATABASE_URL}',
      'spring.data.redis.url=${REDIS_URL}',
    ],
    go: [
      'pool, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL"))',
      'options, err := redis.ParseURL(os.Getenv("REDIS_URL"))',
    ],
    php: [
      '$url = parse_url(getenv(\'DATABASE_URL\'));',
      '$pdo = new PDO("pgsql:host={$url[\'host\']};dbname=" . ltrim($url[\'path\'], \'/\'), $url[\'user\'], $url[\'pass\']);',
    ],
    scala: [
      '# application.conf',
      'db.default.url = ${?JDBC_DATABASE_URL}',
      'redis.url = ${?REDIS_URL}',
    ],
  },
}
