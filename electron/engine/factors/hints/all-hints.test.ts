import { describe, expect, it } from 'vitest'
import { hintsOf } from './all-hints.ts'
import { allFound, found, type Files } from './hints.fixture.ts'

/** Shapes of well-known kinds of apps, none of ours: hints may be there, but nothing that is not so. */
const shapes: Readonly<Record<string, readonly [language: Parameters<typeof allFound>[0], files: Files, hints: readonly string[]]>> = {
  Express: ['node', {
    'package.json': '{ "name": "shop", "engines": { "node": "20.x" }, "scripts": { "start": "node index.js", "test": "jest" }, "dependencies": { "express": "4", "express-session": "1", "connect-redis": "7", "pg": "8" } }',
    'package-lock.json': '{ "packages": { "": { "dependencies": { "express": "4", "express-session": "1", "connect-redis": "7", "pg": "8" } } } }', 'Procfile': 'web: node index.js',
    'index.js': "const express = require('express')\nconst session = require('express-session')\nconst RedisStore = require('connect-redis').default\nconst { Pool } = require('pg')\nconst pool = new Pool({ connectionString: process.env.DATABASE_URL })\nconst app = express()\n"
      + "app.use(session({ secret: process.env.SESSION_SECRET, store: new RedisStore({ client }) }))\napp.get('/', (req, res) => res.send('hi'))\nconst server = app.listen(process.env.PORT || 3000, () => console.log('up'))\nprocess.on('SIGTERM', () => server.close())\n",
    'test/index.test.js': "const password = 'Gx7qPz41LmTn9sWd'", 'README.md': 'DATABASE_URL, SESSION_SECRET',
  }, ['12.s2 -']],
  Flask: ['python', {
    'requirements.txt': 'Flask==3.0.3\ngunicorn==22.0.0\nFlask-SQLAlchemy==3.1.1\npsycopg2-binary==2.9.9\nFlask-Migrate==4.0.7\n', '.python-version': '3.12', 'Procfile': 'release: flask db upgrade\nweb: gunicorn app:app',
    'app.py': '"""Shop: sessions = {} in memory are a bad idea."""\nimport os\nfrom flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nfrom flask_migrate import Migrate\n\napp = Flask(__name__)\napp.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]\napp.secret_key = os.environ["SECRET_KEY"]\ndb = SQLAlchemy(app)\nmigrate = Migrate(app, db)\n',
    'migrations/versions/1.py': 'def upgrade(): pass', '.env.example': 'DATABASE_URL=\nSECRET_KEY=\n',
  }, []],
  Rails: ['ruby', {
    'Gemfile': 'source "https://rubygems.org"\nruby "3.3.1"\ngem "rails", "~> 7.1"\ngem "pg"\ngem "puma"\ngem "sidekiq"\n', 'Gemfile.lock': 'DEPENDENCIES\n  pg\n  puma\n  rails (~> 7.1)\n  sidekiq\n', 'Procfile': 'release: bin/rails db:migrate\nweb: bundle exec puma -C config/puma.rb\nworker: bundle exec sidekiq',
    'Rakefile': 'require_relative "config/application"', 'config/puma.rb': 'port ENV.fetch("PORT") { 3000 }\nworkers ENV.fetch("WEB_CONCURRENCY") { 2 }', 'config/database.yml': 'default: &default\n  adapter: postgresql\nproduction:\n  <<: *default\n  url: <%= ENV["DATABASE_URL"] %>\n',
    'config/environments/production.rb': 'Rails.application.configure do\n  config.logger = ActiveSupport::Logger.new($stdout)\n  config.action_mailer.default_url_options = { host: "shop.example" }\nend', 'app/controllers/a_controller.rb': 'class AController < ApplicationController\n  def index\n    session[:seen] = true\n  end\nend', 'db/migrate/1_a.rb': 'class A < ActiveRecord::Migration[7.1]\nend',
  }, []],
  'Spring Boot': ['java', {
    'pom.xml': '<project><parent><artifactId>spring-boot-starter-parent</artifactId><version>3.2.5</version></parent><dependency><artifactId>spring-boot-starter-web</artifactId></dependency></project>', 'system.properties': 'java.runtime.version=17', 'Procfile': 'web: java -Dserver.port=$PORT -jar target/shop.jar',
    'src/main/java/shop/App.java': 'package shop;\n@SpringBootApplication\npublic class App { static final Logger log = LoggerFactory.getLogger(App.class);\n public static void main(String[] a) { SpringApplication.run(App.class, a); } }', 'src/main/resources/application.properties': 'spring.datasource.url=${JDBC_DATABASE_URL}\nserver.shutdown=graceful\n', 'README.md': 'JDBC_DATABASE_URL',
  }, ['12.s2 -']],
  Gin: ['go', {
    'go.mod': 'module example.test/shop\n\ngo 1.22\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.9.1\n)\n', 'go.sum': 'github.com/gin-gonic/gin v1.9.1 h1:x\n', 'Procfile': 'web: bin/shop',
    'main.go': 'package main\n\nimport (\n\t"log"\n\t"os"\n\n\t"github.com/gin-gonic/gin"\n)\n\nfunc main() {\n\tr := gin.Default()\n\tlog.Fatal(r.Run(":" + os.Getenv("PORT")))\n}\n', 'cmd/seed/main.go': 'package main',
  }, ['9.s1 Procfile:1']],
  Laravel: ['php', {
    'composer.json': '{ "require": { "php": "^8.2", "laravel/framework": "^11" } }', 'composer.lock': '{ "packages": [ { "name": "laravel/framework" } ] }', 'Procfile': 'web: vendor/bin/heroku-php-apache2 public/', 'artisan': '#!/usr/bin/env php\n<?php', 'public/index.php': "<?php\nrequire __DIR__.'/../vendor/autoload.php';\n$app->handle(Request::capture());",
    'config/database.php': "<?php\nreturn ['default' => env('DB_CONNECTION', 'pgsql'), 'url' => env('DATABASE_URL')];", 'config/logging.php': "<?php\nreturn ['default' => 'stderr', 'handler' => StreamHandler::class, 'with' => ['stream' => 'php://stderr']];", '.env.example': 'DB_CONNECTION=pgsql\nDATABASE_URL=', 'database/migrations/1.php': '<?php',
  }, ['5.s3 database/migrations/1.php']],
  Play: ['scala', {
    'build.sbt': 'lazy val root = (project in file(".")).enablePlugins(PlayScala)\nscalaVersion := "2.13.14"', 'project/build.properties': 'sbt.version=1.9.9', 'project/plugins.sbt': 'addSbtPlugin("com.typesafe.play" % "sbt-plugin" % "2.9.3")', 'Procfile': 'web: target/universal/stage/bin/shop -Dhttp.port=$PORT',
    'conf/application.conf': 'db.default.url = ${?DATABASE_URL}\nplay.http.secret.key = ${?APPLICATION_SECRET}', 'app/controllers/Home.scala': 'package controllers\nclass Home extends BaseController with Logging { def index = Action { Ok("hi").withSession("seen" -> "1") } }', 'README.md': 'DATABASE_URL APPLICATION_SECRET',
  }, ['12.s2 -']],
}

describe('TH5 hints are few where all is well, and bounded where nothing is', () => {
  it.each(Object.entries(shapes))('%s', (_, [language, files, hints]) => {
    expect(allFound(language, files)).toEqual(hints)
  })

  it('a repository whose root holds no app is told from one with an app in its root', () => {
    expect(allFound(null, { 'shop/package.json': '{}', 'README.md': '' })).toEqual(['1.s2 shop/package.json'])
    expect(allFound(null, { 'index.html': '', 'shop/package.json': '{}' })).toEqual([])
  })

  it('what people wrote in a README changes nothing but what is documented', () => {
    const files = { 'web.js': 'process.env.COLOUR' }
    expect(found('3.s6', 'node', files)).toEqual(['3.s6 web.js:1'])
    expect(allFound('node', { ...files, 'README.md': 'sessions in memory, log/web.log, COLOUR' })).toEqual(allFound('node', files).filter((hint) => !hint.startsWith('3.s6')))
  })

  it('secrets are masked, lines are short, and there are at most twenty of a check', () => {
    const line = `const password = 'Gx7qPz41LmTn9sWd4f2k' // ${'x'.repeat(400)}\n`
    const hints = hintsOf({ paths: Array.from({ length: 30 }, (_, index) => `a${index}.js`), read: () => line.repeat(40) }, 'heroku/nodejs').filter(({ check }) => check === '3.s1')
    expect(hints).toHaveLength(20)
    expect(hints[0]?.excerpt).toBe("const password = 'Gx7***'")
    expect(hints[0]?.text).toContain('process.env.NAME')
  })

  it('a huge tree, a made file and a hostile one take no long time', () => {
    const hostile = ['(', '"\\', '<<A\n', '/*', '[', 'a', 'x="', '`${'].map((text) => `${text.repeat(700)}\n`.repeat(60))
    const files: Record<string, string> = { 'package.json': '{', 'Procfile': `web: ${'npm run '.repeat(10_000)}` }
    for (const ending of ['js', 'py', 'rb', 'java', 'go', 'php', 'scala', 'yml', 'json', 'xml']) hostile.forEach((text, index) => (files[`h${index}.${ending}`] = text))
    expect(hintsOf({ paths: Object.keys(files), read: (path) => files[path] ?? null }, 'node').length).toBeLessThan(400)
  })
})
