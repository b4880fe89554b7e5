import type { Fix } from '../fix.ts'

export const concurrency: Fix = {
  factor: 8,
  name: 'Concurrency',
  words: 'Give each kind of work a process type of its own, and more of it by more dynos: requests to web, jobs to worker, what is done on time to a clock with one dyno. Every process stays in the foreground, so that the platform sees it, stops it and starts it again.',
  examples: {
    node: [
      '# Procfile',
      'web: node server.js',
      'worker: node worker.js',
      'clock: node clock.js   # one dyno; it only puts jobs into the queue',
    ],
    python: [
      '# Procfile',
      'web: gunicorn app:app',
      'worker: celery -A app worker',
      'clock: celery -A app beat   # one dyno',
    ],
    ruby: [
      '# Procfile',
      'web: bundle exec puma -C config/puma.rb',
      'worker: bundle exec sidekiq',
      'clock: bundle exec clockwork clock.rb   # one dyno',
      '# config/puma.rb',
      'workers ENV.fetch("WEB_CONCURRENCY", 2)',
    ],
    java: [
      '# Procfile: main classes of one jar',
      'web: java -cp target/shop.jar shop.Web',
      'worker: java -cp target/shop.jar shop.Worker',
      'clock: java -cp target/shop.jar shop.Clock   # one dyno',
    ],
    go: [
      '# Procfile: commands of one binary',
      'web: bin/shop web',
      'worker: bin/shop worker',
      'clock: bin/shop clock   # one dyno',
    ],
    php: [
      '# Procfile',
      'web: vendor/bin/heroku-php-apache2 public/',
      'worker: php artisan queue:work',
      'clock: php artisan schedule:work   # one dyno',
    ],
    scala: [
      '# Procfile: main classes of one start script',
      'web: target/universal/stage/bin/shop',
      'worker: target/universal/stage/bin/shop -main shop.Worker',
      'clock: target/universal/stage/bin/shop -main shop.Clock   # one dyno',
    ],
  },
}
