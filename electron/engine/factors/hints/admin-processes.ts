// XII. Admin processes: tasks are one-off commands of the same release. Files show whether there are any, and tasks that hang on the web.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { hintAt, hintsAt, inFile, placeIn, wholeTree, type Check, type Place } from './finding.ts'
import { codeOf, jsonOf, keysIn, type Look, type SourceFile } from './look.ts'
import { declares, manifestOf } from './manifests.ts'

const noMigrations: Check = { check: '12.s1', severity: 'warn', means: 'There is a tool for migrations, and no migration in the repository: the database could be changed by hand.', advice: { node: 'Commit the folder migrations.', python: 'Commit the migrations: manage.py makemigrations, alembic revision.', ruby: 'Commit db/migrate.', java: 'Commit src/main/resources/db/migration.', go: 'Commit the migrations.', php: 'Commit database/migrations.', scala: 'Commit conf/evolutions.' } }
const noTasks: Check = {
  check: '12.s2', severity: 'info', means: 'There is no command for work beside serving: admin work could be done by hand, or by the web process.',
  advice: { node: 'Add a script to package.json, and run it as a one-off dyno: run npm run <task>.', python: 'Add a module for it, and run it as a one-off dyno: run python tasks.py.', ruby: 'Add a Rakefile, and run it as a one-off dyno: run rake <task>.', java: 'Add a main class for it, and run it as a one-off dyno.', go: 'Add a command in cmd/, and run it as a one-off dyno.', php: 'Add a script for it, and run it as a one-off dyno: run php task.php.', scala: 'Add a main class for it, and run it as a one-off dyno.' },
}
const openAdmin: Check = { check: '12.s3', severity: 'warn', means: 'An admin task has a web address, and nothing in this file asks who calls.', advice: 'Make it a command, and run it as a one-off dyno; or ask for a password of an admin first.' }

const tools = ['knex', 'sequelize-cli', 'prisma', 'typeorm', 'node-pg-migrate', 'db-migrate', 'alembic', 'flask-migrate', 'activerecord', 'standalone-migrations', 'flyway-core', 'liquibase-core', 'golang-migrate', 'github.com/pressly/goose', 'doctrine/migrations', 'doctrine/doctrine-migrations-bundle', 'robmorgan/phinx', 'play-evolutions']
const migrations = /(^|\/)(migrations?|db\/migrate|alembic\/versions|changelogs?|evolutions)\//
const task = /^(?:\/[\w-]+){0,2}\/(?:migrate|migrations?|reset|seed|eval|exec|shell|console|run-?(?:task|job|command)?|reindex|flush|backup|purge|truncate|drop)(?:\/|$)/i
const asksWho = /authenticat|authoriz|require_?(?:auth|login|admin)|login_required|before_action|is_?admin|basic_?auth|@PreAuthorize|@Secured|@RolesAllowed|permission_required|ensureLoggedIn|middleware\(\s*["']auth|PHP_AUTH_USER|verify_?(?:token|admin)|checkAuth|\.BasicAuth\(\)/i
const taskFile = /^(?:Rakefile|manage\.py|artisan|bin\/[\w-]+|cmd\/[^/]+\/.*|lib\/tasks\/.*|tasks?\/.*|scripts?\/.*|(?:tasks?|admin|release|migrate|console|seed)\.\w+)$/
const everyday = new Set(['start', 'test', 'dev', 'build', 'lint', 'prestart', 'poststart', 'postinstall', 'preinstall', 'heroku-prebuild', 'heroku-postbuild', 'prepare', 'watch', 'format'])

export function hintsOfAdminProcesses(look: Look): Hint[] {
  const { tree, language } = look
  if (language === null || codeOf(look).length === 0) return []
  const manifest = manifestOf(look)
  const tool = declares(look, tools)
  const hasTasks = look.processes.some(({ type }) => type !== 'web' && !/^(?:worker|clock|cron|scheduler|queue)/.test(type)) || tree.paths.some((path) => taskFile.test(path) || /(^|\/)(?:Release|Migrate|Admin|Console|Task\w*)\.(?:java|scala)$/.test(path))
    || [...keysIn(jsonOf(tree, 'package.json'), 'scripts'), ...(language === 'php' ? keysIn(jsonOf(tree, 'composer.json'), 'scripts').filter((name) => name !== 'compile') : [])].some((name) => !everyday.has(name))
  return [
    ...(tool !== null && manifest !== null && !tree.paths.some((path) => migrations.test(path)) ? [hintAt(look, noMigrations, { ...inFile(manifest), excerpt: tool })] : []),
    ...(hasTasks ? [] : [hintAt(look, noTasks, wholeTree)]),
    ...hintsAt(look, openAdmin, codeOf(look).flatMap(openPlaces)),
  ]
}

function openPlaces(file: SourceFile): Place[] {
  return asksWho.test(file.code) ? [] : file.strings.filter(({ text }) => text.length < 100 && task.test(text)).slice(0, 5).map(({ at }) => placeIn(file, at))
}
