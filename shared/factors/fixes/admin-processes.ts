import type { Fix } from '../fix.ts'

export const adminProcesses: Fix = {
  factor: 12,
  name: 'Admin processes',
  words: 'Make each admin task a command in the repository, and run it as a one-off dyno, which has the same code and config as the app. Migrations run once per release, in the release phase; no admin task hangs on a web address that anybody can call.',
  examples: {
    node: [
      '// package.json',
      '"scripts": { "migrate": "node tasks/migrate.js" }',
      '# Procfile',
      'release: npm run migrate',
      '# by hand',
      'heroku run npm run migrate',
    ],
    python: [
      '# Procfile',
      'release: python manage.py migrate',
      '# by hand',
      'heroku run python manage.py shell',
    ],
    ruby: [
      '# Rakefile',
      'task(:reset_counters) { Counter.reset }',
      '# Procfile',
      'release: bundle exec rake db:migrate',
      '# by hand',
      'heroku run rake reset_counters',
    ],
    java: [
      'public final class Migrate {',
      '  public static void main(String[] args) { Flyway.configure().dataSource(url, user, password).load().migrate(); }',
      '}',
      '# Procfile',
      'release: java -cp target/shop.jar shop.Migrate',
    ],
    go: [
      'switch os.Args[1] {',
      'case "web":',
      '	web()',
      'case "migrate":',
      '	migrate()',
      '}',
      '// heroku run bin/shop migrate',
    ],
    php: [
      '# Procfile',
      'release: php artisan migrate --force',
      '# by hand',
      'heroku run php artisan tinker',
    ],
    scala: [
      'object Migrate { def main(args: Array[String]): Unit = Migrations.run(sys.env("JDBC_DATABASE_URL")) }',
      '# Procfile',
      'release: target/universal/stage/bin/shop -main shop.Migrate',
    ],
  },
}
