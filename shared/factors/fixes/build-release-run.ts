import type { Fix } from '../fix.ts'

export const buildReleaseRun: Fix = {
  factor: 5,
  name: 'Build, release, run',
  words: 'Do all building in the build, all migrating in the release phase, and let start commands only start. A running dyno changes none of its own files: what it makes for a moment goes to /tmp.',
  examples: {
    node: [
      '# Procfile',
      'release: node migrate.js',
      'web: node server.js',
      '// package.json',
      '"scripts": { "build": "vite build" }',
    ],
    python: [
      '# Procfile',
      'release: python manage.py migrate',
      'web: gunicorn shop.wsgi',
      '# bin/post_compile is part of the build',
      'python manage.py compress',
    ],
    ruby: [
      '# Procfile',
      'release: bundle exec rake db:migrate',
      'web: bundle exec puma -C config/puma.rb',
    ],
    java: [
      '# Procfile: the build has made the jar',
      'release: java -cp target/shop.jar shop.Migrate',
      'web: java -jar target/shop.jar',
    ],
    go: [
      '# Procfile: the build has compiled bin/shop',
      'release: bin/shop migrate',
      'web: bin/shop web',
    ],
    php: [
      '# Procfile',
      'release: php artisan migrate --force',
      'web: vendor/bin/heroku-php-apache2 public/',
      '// composer.json',
      '"scripts": { "compile": "@php artisan optimize" }',
    ],
    scala: [
      '# Procfile: sbt stage has made the start script',
      'release: target/universal/stage/bin/shop -main shop.Migrate',
      'web: target/universal/stage/bin/shop -Dhttp.port=$PORT',
    ],
  },
}
