// V. Build, release, run: three stages, kept apart. Start commands show what of a build or a release is done again by every dyno.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { commandHints, webEntries, webFiles, webOf } from './commands.ts'
import { hintAt, hintsAt, inFile, matchesIn, placeIn, type Check } from './finding.ts'
import type { Look } from './look.ts'
import { declares } from './manifests.ts'

const buildInStart: Check = {
  check: '5.s1', severity: 'error', means: 'A start command does work of the build: every dyno does it again, and what runs is not what was released.',
  advice: {
    node: 'Put it into the scripts build or heroku-postbuild of package.json; start only runs.', python: 'Let the build install from requirements.txt, and do the rest in bin/post_compile.', ruby: 'Let the build do it: bundle install and assets:precompile run there.',
    java: 'Let the build make the jar (mvn package); the command only runs it: java -jar target/app.jar.', go: 'Let the build compile it; the command only runs bin/app.', php: 'Put it into the script compile of composer.json.', scala: 'Let sbt stage make the start script; the command only runs it.',
  },
}
const migrationInWeb: Check = {
  check: '5.s2', severity: 'warn', means: 'The web process migrates as it starts: every dyno does it, several at once.',
  advice: {
    node: 'Give it to the release phase, e.g. release: node migrate.js.', python: 'Give it to the release phase, e.g. release: python manage.py migrate.', ruby: 'Give it to the release phase, e.g. release: bundle exec rake db:migrate.',
    java: 'Give it to the release phase: a main class of its own that runs Flyway.', go: 'Give it to the release phase, e.g. release: bin/app migrate.', php: 'Give it to the release phase, e.g. release: php artisan migrate --force.', scala: 'Give it to the release phase: a main class of its own.',
  },
}
const noReleasePhase: Check = { check: '5.s3', severity: 'info', means: 'There are migrations and no process type release: somebody has to think of running them.', advice: 'Name the command as release in the Procfile: it runs once per release, before any dyno.' }
const changesItself: Check = { check: '5.s4', severity: 'warn', means: 'Code is fetched while the app runs: what runs is not what was released, and the next restart undoes it.', advice: 'Change code by a commit and a push only.' }
const developmentServer: Check = {
  check: '5.s5', severity: 'warn', means: 'The web process runs a server that is made for development: slow, watching files, or one request at a time.',
  advice: {
    node: 'Run the program itself: web: node server.js.', python: 'Run it under a server: web: gunicorn app:app.', ruby: 'Run it under a server: web: bundle exec puma.', java: 'Run the jar: web: java -jar target/app.jar.', go: 'Run the built program: web: bin/app.',
    php: 'Run it under a server: web: vendor/bin/heroku-php-apache2 public/.', scala: 'Run the start script: web: target/universal/stage/bin/app.',
  },
}

const builds = /\b(?:npm|pnpm|yarn)\s+(?:ci|install|i|run\s+build|build)\b|\bpip3?\s+install\b|\bbundle\s+install\b|(?:\bmvnw?|\bgradlew?|\.\/mvnw|\.\/gradlew)\b[^&|;]*\b(?:package|install|compile|build|bootJar)\b|\bgo\s+(?:build|install)\b|\bsbt\b[^&|;]*\b(?:compile|stage|assembly|package)\b|\bcomposer\s+(?:install|update)\b|\bcollectstatic\b|\bassets:precompile\b|\btsc\b|\bwebpack\b(?!-dev)|\bvite\s+build\b|\bnext\s+build\b|\bjavac\b|\b(?:node|python3?|ruby|php)\s+(?:\S*\/)?build\w*\.\w+/
const migrates = /\bmigrate\b|\bdb:migrate\b|\bflyway\b|\bliquibase\b|\balembic\s+upgrade\b|\bdb\s+upgrade\b|\bprisma\s+db\s+push\b/i
const migrationFolders = /^(?:.*\/)?(?:db\/migrate|migrations|alembic\/versions|prisma\/migrations|db\/migration|conf\/evolutions|database\/migrations)\/[^/]+/
const development = /\bnodemon\b|\bts-node-dev\b|\btsx\s+watch\b|\bnode\s+--watch\b|\bflask\b[^&|;]*\brun\b|\bmanage\.py\s+runserver\b|\brails\s+s(?:erver)?\b[^&|;]*-e\s*development|\bphp\b[^&|;]*\s-S\s|\bsbt\b\s+["']?(?:\S+\s+)*run\b|\bspring-boot:run\b|\bgo\s+run\b|\bwebpack-dev-server\b|\bnext\s+dev\b|\bvite(?:\s+dev|\s*$)|--reload\b/
const migrationCalls = {
  node: /(?<!function\s)\b(?:\w+\.)?migrate(?:\.latest)?\(|\bsequelize\.sync\(|\brunMigrations\(/g, python: /(?<!def\s)\b(?:\w+\.)?(?:migrate|upgrade_db|run_migrations)\(|\bcreate_all\(|\bcall_command\(\s*["']migrate["']/g,
  ruby: /(?<!def\s)\b(?:\w+\.)?migrate(?:\(|!|\b(?=\s+[A-Z"']))|\bMigrator\b/g, java: /\.migrate\(\)/g, go: /\.AutoMigrate\(|\bm\.Up\(\)|\bgoose\.Up\(/g, php: /(?<!function\s)\b(?:migrate|run_migrations)\(|->migrate\(/g, scala: /\.migrate\(\)|\.applyEvolutions\(/g,
}

export function hintsOfBuildReleaseRun(look: Look): Hint[] {
  const { language, tree } = look
  const runs = (type: string): boolean => type !== 'release'
  const migration = tree.paths.find((path) => migrationFolders.test(path) && !/node_modules|vendor/.test(path))
  const starts = language === null ? [] : (webEntries(look).length > 0 ? webEntries(look) : webFiles(look)).flatMap((file) => matchesIn(file, migrationCalls[language]).slice(0, 3).map(({ index = 0 }) => placeIn(file, index)))
  return [
    ...commandHints(look, buildInStart, builds, runs),
    ...commandHints(look, migrationInWeb, migrates, (type) => type === 'web'),
    ...hintsAt(look, migrationInWeb, webOf(look) === null && look.processes.length > 0 ? [] : starts),
    ...(migration !== undefined && !look.processes.some(({ type }) => type === 'release') && declares(look, ['rails']) === null ? [hintAt(look, noReleasePhase, inFile(migration))] : []),
    ...commandHints(look, changesItself, /\bgit\s+(?:pull|clone|fetch)\b/, runs),
    ...hintsAt(look, changesItself, webFiles(look).flatMap((file) => file.strings.filter(({ text }) => text.length < 300 && /^\s*git\s+(?:pull|fetch)\b/.test(text)).map(({ at }) => placeIn(file, at)))),
    ...commandHints(look, developmentServer, development, (type) => type === 'web'),
  ]
}
