import { describe, expect, it } from 'vitest'
import type { FactorLanguage } from '../../../../shared/factors/language.ts'
import { found, type Files } from './hints.fixture.ts'
import type { History } from './look.ts'

/** Check, language, files, where it is found; [] where it is not. */
type Row = readonly [check: string, language: FactorLanguage, files: Files, places: readonly string[], history?: History]

const node = { 'package.json': '{ "engines": { "node": "20" }, "scripts": { "start": "node web.js" } }', 'package-lock.json': '{}', 'web.js': 'require("http").createServer().listen(process.env.PORT)' }
const python = { 'requirements.txt': 'flask==3.0.0\n', 'Procfile': 'web: gunicorn web:app', 'web.py': 'from flask import Flask' }
const ruby = { 'Gemfile': 'ruby "3.3.0"\ngem "sinatra"\n', 'Gemfile.lock': 'DEPENDENCIES\n  sinatra\n', 'Procfile': 'web: bundle exec puma', 'web.rb': 'require "sinatra"' }
const go = { 'go.mod': 'module a.test/shop\n\ngo 1.22\n', 'Procfile': 'web: bin/shop', 'main.go': 'package main\nimport "net/http"\nfunc main() { http.ListenAndServe(":"+os.Getenv("PORT"), nil) }' }
const php = { 'composer.json': '{ "require": { "php": ">=8.2" } }', 'Procfile': 'web: vendor/bin/heroku-php-apache2 public/', 'public/index.php': '<?php echo 1;' }
const java = { 'pom.xml': '<project><version>1-SNAPSHOT</version></project>', 'system.properties': 'java.runtime.version=17', 'Procfile': 'web: java -jar target/a.jar', 'src/main/java/a/Web.java': 'class Web { HttpServer server; }' }
const scala = { 'build.sbt': 'scalaVersion := "3.3.1"', 'project/build.properties': 'sbt.version=1.9.9', 'Procfile': 'web: target/universal/stage/bin/a', 'src/main/scala/Web.scala': 'object Web { val server = HttpServer.create() }' }
const history = (more: Partial<History>): History => ({ commits: 3, branches: [], past: [], ...more })
const procfile = (base: Files, text: string): Files => ({ ...base, Procfile: text })
const without = (base: Files, path: string): Files => Object.fromEntries(Object.entries(base).filter(([name]) => name !== path))

const rows: readonly Row[] = [
  ['1.s1', 'node', node, ['-'], history({ commits: 0 })], ['1.s1', 'node', node, [], history({})],
  ['1.s3', 'node', { ...node, 'admin/Procfile': 'web: x', 'lib/a/package.json': '{}' }, ['admin/Procfile']], ['1.s3', 'go', go, []],
  ['1.s4', 'ruby', ruby, ['-'], history({ branches: [{ name: 'production', filesDifferent: 3 }] })], ['1.s4', 'ruby', ruby, [], history({ branches: [{ name: 'production', filesDifferent: 0 }, { name: 'feature', filesDifferent: 9 }] })],
  ['2.s1', 'python', { 'web.py': 'print(1)' }, ['-']], ['2.s1', 'python', python, []], ['2.s1', 'go', { 'main.go': 'package main' }, ['-']], ['2.s1', 'scala', { 'Web.scala': 'object A' }, ['-']],
  ['2.s2', 'node', { ...without(node, 'package-lock.json'), 'package.json': '{ "dependencies": {\n "a": "*" } }' }, ['package.json', 'package.json:2']], ['2.s2', 'node', without(node, 'package-lock.json'), []],
  ['2.s2', 'python', { ...python, 'requirements.txt': '# pinned\nflask>=2\nredis==5.0.1\n' }, ['requirements.txt:2']], ['2.s2', 'python', python, []],
  ['2.s2', 'ruby', without(ruby, 'Gemfile.lock'), ['Gemfile']], ['2.s2', 'ruby', ruby, []],
  ['2.s2', 'java', { ...java, 'pom.xml': '<project><version>1-SNAPSHOT</version>\n<dependency><artifactId>a</artifactId><version>2-SNAPSHOT</version></dependency></project>' }, ['pom.xml:2']], ['2.s2', 'java', java, []],
  ['2.s2', 'go', { ...go, 'go.mod': 'module a.test/shop\nrequire github.com/lib/pq v1.10.0\n' }, ['go.mod']], ['2.s2', 'go', go, []],
  ['2.s2', 'php', { ...php, 'composer.json': '{ "require": { "slim/slim": "^4" } }' }, ['composer.json']], ['2.s2', 'php', php, []],
  ['2.s2', 'scala', { ...scala, 'build.sbt': 'libraryDependencies += "a" %% "b" % "1-SNAPSHOT"' }, ['build.sbt:1']], ['2.s2', 'scala', scala, []],
  ['2.s3', 'node', { ...node, 'yarn.lock': '' }, ['yarn.lock']], ['2.s3', 'python', { ...python, 'Pipfile.lock': '{}', 'poetry.lock': '' }, ['poetry.lock']], ['2.s3', 'node', node, []],
  ['2.s4', 'node', { ...node, 'package.json': '{ "dependencies": { "a": "1", "b": "1" } }', 'package-lock.json': '{ "packages": { "": { "dependencies": { "a": "1" } } } }' }, ['package-lock.json']],
  ['2.s4', 'ruby', { ...ruby, 'Gemfile.lock': 'DEPENDENCIES\n  rack\n' }, ['Gemfile.lock']], ['2.s4', 'ruby', ruby, []], ['2.s4', 'php', { ...php, 'composer.json': '{ "require": { "slim/slim": "^4" } }', 'composer.lock': '{ "packages": [] }' }, ['composer.lock']],
  ['2.s4', 'go', { ...go, 'go.mod': 'module a.test/shop\nrequire github.com/lib/pq v1.10.0\n', 'go.sum': '' }, ['go.sum']],
  ['2.s5', 'node', { ...node, 'package.json': '{}' }, ['package.json']], ['2.s5', 'python', python, ['requirements.txt']], ['2.s5', 'python', { ...python, '.python-version': '3.12' }, []], ['2.s5', 'ruby', { ...ruby, Gemfile: '# ruby "3.3.0"\n' }, ['Gemfile']],
  ['2.s5', 'java', without(java, 'system.properties'), ['pom.xml']], ['2.s5', 'go', { ...go, 'go.mod': 'module a.test/shop' }, ['go.mod']], ['2.s5', 'php', { ...php, 'composer.json': '{}' }, ['composer.json']], ['2.s5', 'scala', without(scala, 'project/build.properties'), ['build.sbt']], ['2.s5', 'scala', scala, []],
  ['2.s6', 'node', { ...node, 'node_modules/a/index.js': '' }, ['node_modules/a/index.js']], ['2.s6', 'python', { ...python, 'app/__pycache__/a.pyc': '' }, ['app/__pycache__/a.pyc']], ['2.s6', 'go', { ...go, 'vendor/modules.txt': '' }, []], ['2.s6', 'php', { ...php, 'vendor/autoload.php': '' }, ['vendor/autoload.php']],
  ['2.s7', 'node', { ...node, 'web.js': "import a from 'left-pad/x'\nimport b from './b.js'\nconst c = require('fs')" }, ['web.js:1']], ['2.s7', 'python', { ...python, 'web.py': 'import os\nimport requests\nimport settings\nimport yaml', 'settings.py': '', 'requirements.txt': 'PyYAML==6.0' }, ['web.py:2']],
  ['2.s7', 'ruby', { ...ruby, 'web.rb': 'require "json"\nrequire "sinatra/base"\nrequire "redis"' }, ['web.rb:3']], ['2.s7', 'go', { ...go, 'main.go': 'package main\nimport (\n\t"net/http"\n\t"a.test/shop/cart"\n\t"github.com/lib/pq"\n)' }, ['main.go:5']],
  ['3.s1', 'node', { ...node, 'config.yml': 'secret_key: q8Zr1vT0xWm4Lb7yNc3Hd6sPf2' }, ['config.yml:1']], ['3.s1', 'node', { ...node, '.env.example': 'SECRET_KEY=q8Zr1vT0xWm4Lb7yNc3Hd6sPf2' }, []],
  ['3.s1', 'go', go, ['old.go'], history({ past: [{ path: 'old.go', commit: '0123456789', text: 'x := "sk_live_abcdefghijklmnop"' }] })],
  ['3.s2', 'node', { ...node, '.env': 'A=1', '.env.production': 'A=1', '.env.example': 'A=' }, ['.env', '.env.production']],
  ['3.s3', 'ruby', ruby, ['-']], ['3.s3', 'node', node, []], ['3.s3', 'go', go, []], ['3.s3', 'python', { ...python, 'web.py': 'import os\nx = os.environ["A"]' }, []],
  ['3.s5', 'node', { ...node, 'config/production.json': '{\n "host": "db.acme.io" }' }, ['config/production.json:2']], ['3.s5', 'ruby', { ...ruby, 'config/database.yml': 'development:\n  host: localhost\nproduction:\n  url: <%= ENV["DATABASE_URL"] %>\n' }, []],
  ['3.s5', 'ruby', { ...ruby, 'config/database.yml': 'production:\n  adapter: postgresql\n  password: hunter22\n' }, ['config/database.yml:3']], ['3.s5', 'java', { ...java, 'src/main/resources/application-prod.yml': 'spring:\n  datasource:\n    url: ${JDBC_URL}\n' }, []],
  ['3.s6', 'node', { ...node, 'web.js': 'process.env.MAIL_FROM; process.env.PORT; const { COLOUR = 1, SIZE } = process.env', 'README.md': 'Set SIZE.' }, ['web.js:1']], ['3.s6', 'node', { ...node, 'web.js': 'process.env.MAIL_FROM', 'app.json': '{ "env": { "MAIL_FROM": {} } }' }, []],
  ['3.s7', 'node', { ...node, 'app.json': '{ "env": { "GOOD": {}, "1BAD": {}, "HEROKU_X": {} } }' }, ['app.json', 'app.json']], ['4.s1', 'ruby', { ...ruby, Gemfile: 'gem "pg"' }, ['Gemfile']], ['4.s1', 'ruby', { ...ruby, Gemfile: 'gem "pg"', 'web.rb': 'ENV["DATABASE_URL"]' }, []],
  ['4.s2', 'node', { ...node, 'data/shop.sqlite3': '' }, ['data/shop.sqlite3']], ['4.s2', 'ruby', { ...ruby, Gemfile: 'gem "sqlite3"\n' }, ['Gemfile:1']], ['4.s2', 'ruby', { ...ruby, Gemfile: 'group :development do\n  gem "sqlite3"\nend\n' }, []],
  ['5.s1', 'node', procfile(node, 'web: npm run build && node web.js'), ['Procfile:1']], ['5.s1', 'node', { ...node, 'package.json': '{ "scripts": { "start": "webpack && node web.js" } }' }, ['package.json']], ['5.s1', 'java', procfile(java, 'release: mvn package\nweb: mvn package && java -jar a.jar'), ['Procfile:2']],
  ['5.s1', 'go', procfile(go, 'web: go build && ./shop'), ['Procfile:1']], ['5.s1', 'python', procfile(python, 'web: pip install -r requirements.txt && gunicorn web'), ['Procfile:1']], ['5.s1', 'python', python, []],
  ['5.s2', 'python', procfile(python, 'web: python manage.py migrate && gunicorn web'), ['Procfile:1']], ['5.s2', 'ruby', procfile(ruby, 'release: rake db:migrate\nweb: puma'), []], ['5.s2', 'go', { ...go, 'main.go': 'package main\nfunc main() { db.AutoMigrate(&User{}) }' }, ['main.go:2']],
  ['5.s3', 'node', { ...node, 'migrations/1.js': '' }, ['migrations/1.js']], ['5.s3', 'node', { ...procfile(node, 'release: node m.js\nweb: node web.js'), 'migrations/1.js': '' }, []],
  ['5.s4', 'node', procfile(node, 'web: git pull && node web.js'), ['Procfile:1']], ['5.s4', 'python', { ...python, 'web.py': 'os.system("git pull")' }, ['web.py:1']],
  ['5.s5', 'php', procfile(php, 'web: php -S 0.0.0.0:$PORT'), ['Procfile:1']], ['5.s5', 'python', procfile(python, 'web: flask run'), ['Procfile:1']], ['5.s5', 'scala', procfile(scala, 'web: sbt run'), ['Procfile:1']], ['5.s5', 'go', procfile(go, 'web: go run .'), ['Procfile:1']], ['5.s5', 'go', go, []],
  ['6.s4', 'node', { ...node, 'package.json': '{ "dependencies": { "socket.io": "4" } }' }, ['package.json']], ['6.s4', 'node', { ...node, 'package.json': '{ "dependencies": { "socket.io": "4", "@socket.io/redis-adapter": "8" } }' }, []], ['6.s4', 'ruby', { ...ruby, 'app.json': '{ "features": ["http-session-affinity"] }' }, ['app.json']],
  ['7.s1', 'node', { ...node, 'web.js': 'require("http").createServer().listen(80)' }, ['package.json']], ['7.s1', 'node', node, []], ['7.s1', 'python', procfile(python, 'web: python web.py'), ['Procfile:1']], ['7.s1', 'python', python, []], ['7.s1', 'java', java, ['Procfile:1']], ['7.s1', 'java', procfile(java, 'web: java -jar a.jar --server.port=$PORT'), []],
  ['7.s2', 'ruby', procfile(ruby, 'web: bundle exec puma -p 3000'), ['Procfile:1']], ['7.s2', 'ruby', procfile(ruby, 'web: bundle exec puma -p ${PORT:-3000}'), []], ['7.s3', 'python', procfile(python, 'web: gunicorn --bind 127.0.0.1:$PORT web'), ['Procfile:1']],
  ['7.s4', 'node', { ...node, 'web.js': 'console.log(1)' }, ['package.json']], ['7.s4', 'node', node, []], ['7.s5', 'python', procfile(python, 'worker: python x.py'), ['Procfile']], ['7.s5', 'python', python, []], ['7.s5', 'go', without(go, 'Procfile'), []],
  ['8.s1', 'python', { ...python, 'requirements.txt': 'celery==5.0' }, ['requirements.txt']], ['8.s1', 'python', { ...procfile(python, 'web: x\nworker: celery -A a worker'), 'requirements.txt': 'celery==5.0' }, []],
  ['8.s2', 'python', procfile(python, 'web: gunicorn --daemon web'), ['Procfile:1']], ['8.s2', 'node', procfile(node, 'web: node web.js & '), ['Procfile:1']], ['8.s2', 'node', procfile(node, 'web: a && b'), []],
  ['8.s3', 'python', procfile(python, 'web: gunicorn --workers 4 web'), ['Procfile:1']], ['8.s3', 'ruby', { ...ruby, 'config/puma.rb': 'workers 2' }, ['config/puma.rb:1']], ['8.s3', 'ruby', { ...ruby, 'config/puma.rb': 'workers ENV.fetch("WEB_CONCURRENCY", 2)' }, []],
  ['8.s4', 'node', { ...node, 'web.js': 'const cron = require("node-cron")' }, ['web.js:1']], ['8.s4', 'java', { ...java, 'src/main/java/a/Web.java': 'class Web { @Scheduled(fixedRate = 1) void x() {} }' }, ['src/main/java/a/Web.java:1']], ['8.s4', 'node', { ...node, 'worker.js': 'setInterval(work, 1000)' }, []],
  ['9.s1', 'node', node, ['package.json']], ['9.s1', 'node', { ...node, 'web.js': "process.on('SIGTERM', () => server.close())" }, []], ['9.s1', 'node', { ...node, 'web.js': "process.on('SIGTERM', () => {\n  console.log('no')\n})" }, ['web.js:1']], ['9.s1', 'python', { ...python, 'web.py': 'signal.signal(signal.SIGTERM, signal.SIG_IGN)' }, ['web.py:1']],
  ['9.s1', 'ruby', { ...ruby, 'web.rb': 'trap("TERM", "IGNORE")' }, ['web.rb:1']], ['9.s1', 'go', { ...go, 'main.go': 'signal.Ignore(syscall.SIGTERM)' }, ['main.go:1']], ['9.s1', 'php', { ...procfile(php, 'web: php web.php'), 'web.php': '<?php pcntl_signal(SIGTERM, function () { echo 1; });' }, ['web.php:1']], ['9.s1', 'scala', scala, ['Procfile:1']], ['9.s1', 'java', { ...java, 'src/main/java/a/Web.java': 'Runtime.getRuntime().addShutdownHook(x);' }, []],
  ['9.s2', 'node', node, ['package.json']], ['9.s2', 'node', procfile(node, 'web: node web.js'), []], ['9.s3', 'python', { ...python, 'requirements.txt': 'celery==5.0' }, ['requirements.txt']], ['9.s3', 'python', { ...python, 'requirements.txt': 'celery==5.0', 'web.py': 'task_acks_late = True' }, []],
  ['10.s1', 'ruby', { ...ruby, 'config/database.yml': 'development:\n  adapter: sqlite3\nproduction:\n  adapter: postgresql\n' }, ['config/database.yml:2']], ['10.s1', 'php', { ...php, 'public/index.php': "<?php\nif (getenv('APP_ENV') === 'development') $store = new MemoryStore();" }, ['public/index.php:2']], ['10.s1', 'node', { ...node, 'web.js': "if (process.env.NODE_ENV === 'production') app.use(compression())" }, []],
  ['10.s2', 'node', { ...node, '.nvmrc': 'v18.2.0' }, ['.nvmrc']], ['10.s2', 'node', { ...node, '.nvmrc': 'v20.2.0' }, []], ['10.s2', 'ruby', { ...ruby, '.ruby-version': '3.2.1' }, ['.ruby-version']], ['10.s2', 'java', { ...java, 'pom.xml': '<java.version>21</java.version>' }, ['pom.xml']], ['10.s2', 'php', { ...php, 'composer.json': '{}' }, ['composer.json']],
  ['10.s3', 'node', { ...node, 'app.json': '{}' }, ['app.json']], ['10.s3', 'node', { ...node, 'app.json': '{ "environments": { "test": {} } }' }, []], ['10.s4', 'python', { ...python, 'Procfile.dev': 'web: flask run' }, ['Procfile.dev']], ['10.s4', 'python', { ...python, 'Procfile.dev': 'web: gunicorn --reload web' }, []],
  ['11.s1', 'java', { ...java, 'src/main/resources/logback.xml': '<appender class="ch.qos.logback.core.FileAppender"/>' }, ['src/main/resources/logback.xml:1']], ['11.s1', 'java', { ...java, 'src/main/resources/logback.xml': '<!-- FileAppender --><appender class="ConsoleAppender"/>' }, []],
  ['11.s2', 'node', node, ['-']], ['11.s2', 'node', { ...node, 'web.js': 'console.log(1)' }, []], ['11.s2', 'php', php, []], ['11.s4', 'ruby', { ...ruby, 'web.rb': 'puts 1' }, ['web.rb:1']], ['11.s4', 'ruby', { ...ruby, 'web.rb': '$stdout.sync = true\nputs 1' }, []], ['11.s4', 'python', { ...python, 'web.py': 'print(1)', Dockerfile: 'CMD python web.py' }, ['Dockerfile']], ['11.s4', 'python', { ...python, 'web.py': 'print(1)' }, []],
  ['12.s1', 'node', { ...node, 'package.json': '{ "dependencies": { "knex": "3" } }' }, ['package.json']], ['12.s1', 'node', { ...node, 'package.json': '{ "dependencies": { "knex": "3" } }', 'migrations/1.js': '' }, []], ['12.s2', 'go', go, ['-']], ['12.s2', 'go', { ...go, 'cmd/tidy/main.go': '' }, []], ['12.s2', 'ruby', { ...ruby, Rakefile: '' }, []],
]

describe('TH4 what the tree, the manifests and the commands tell', () => {
  it.each(rows.map((row) => [row[0], row[1], row[3].join(', ') || 'nothing', row] as const))('%s in %s: %s', (check, language, _, [, , files, places, past]) => {
    expect(found(check, language, files, past ?? null)).toEqual(places.map((place) => `${check} ${place}`))
  })
})
