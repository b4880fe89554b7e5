import type { Fix } from '../fix.ts'

export const parity: Fix = {
  factor: 10,
  name: 'Dev/prod parity',
  words: 'Run the same kinds of services in the same versions everywhere, on the laptop too, and pin the version of the language. No branch in the code should ask which environment it is in.',
  examples: {
    node: [
      '// package.json',
      '"engines": { "node": "20.x" }',
      '# the same Postgres on the laptop',
      'docker run -p 5432:5432 postgres:16',
      'DATABASE_URL=postgres://localhost/shop heroku local',
    ],
    python: [
      '# .python-version',
      '3.12',
      '# one setting for all: no sqlite in development',
      'DATABASES = {"default": dj_database_url.config()}',
    ],
    ruby: [
      '# Gemfile: one database for all groups',
      'ruby "3.3.1"',
      'gem "pg"',
      '# config/database.yml',
      'default: &default',
      '  adapter: postgresql',
    ],
    java: [
      '# system.properties, and the same in pom.xml',
      'java.runtime.version=17',
      '# no H2 in application-dev.properties',
      'spring.datasource.url=${JDBC_DATABASE_URL}',
    ],
    go: [
      '// go.mod',
      'go 1.22',
      '# the same Postgres on the laptop',
      'docker run -p 5432:5432 postgres:16',
    ],
    php: [
      '// composer.json',
      '"require": { "php": "^8.2", "ext-pgsql": "*" }',
      '# one store for all',
      'DB_CONNECTION=pgsql',
    ],
    scala: [
      '# project/build.properties',
      'sbt.version=1.9.9',
      '# system.properties',
      'java.runtime.version=17',
      '# application.conf: no h2 in any environment',
      'db.default.driver = org.postgresql.Driver',
    ],
  },
}
