// IV. Backing services: attached resources, known by their address in config. Files show fixed addresses, databases in files and
// uploads on the disk; whether a service can be swapped, a run shows.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { isFallback, readsServiceAddress } from './env-keys.ts'
import { codeHints, hintAt, hintsAt, inFile, matchesIn, placeIn, type Check, type CodeCheck, type Place } from './finding.ts'
import { isOfTheApp, type Look, type SourceFile } from './look.ts'
import { declares, manifestOf } from './manifests.ts'

const connect = {
  node: 'Connect to process.env.DATABASE_URL (or REDIS_URL, ...).', python: 'Connect to os.environ["DATABASE_URL"] (or REDIS_URL, ...); in Django by dj-database-url.', ruby: 'Connect to ENV.fetch("DATABASE_URL"); Rails does so by itself.',
  java: 'Connect to System.getenv("DATABASE_URL"); in Spring: spring.datasource.url=${JDBC_DATABASE_URL}.', go: 'Connect to os.Getenv("DATABASE_URL") (or REDIS_URL, ...).', php: "Connect to getenv('DATABASE_URL') (or REDIS_URL, ...).",
  scala: 'Connect to sys.env("DATABASE_URL"), or url = ${?DATABASE_URL} in application.conf.',
}
const noAddress: Check = { check: '4.s1', severity: 'warn', means: 'The app uses a client of a backing service, and reads no address from config: another service can not be attached.', advice: connect }
const fixedAddress: Check = { check: '4.s1', severity: 'warn', means: 'The address of a backing service is in the code: one that is attached by config would never be used.', advice: connect }
const databaseFile: Check = { check: '4.s2', severity: 'error', means: 'A database in a file is on the disk of one dyno: others do not see it, and it is gone at the next restart.', advice: connect }
const service = /^(?:jdbc:)?(?:postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|memcached?|nats|kafka):\/\/[^\s${#]{3,}/i
const embedded = /^(?:jdbc:)?(?:sqlite3?:|h2:(?:file:|~|\.)|derby:)/i

const clients = [
  'pg', 'mysql2', 'mysql', 'mongoose', 'mongodb', 'redis', 'ioredis', 'amqplib', 'psycopg2', 'psycopg2-binary', 'psycopg', 'pymongo', 'mysqlclient', 'pika', 'mongoid', 'dalli', 'bunny', 'postgresql', 'jedis', 'lettuce-core',
  'mongodb-driver-sync', 'github.com/lib/pq', 'github.com/jackc/pgx/v5', 'github.com/redis/go-redis/v9', 'github.com/go-redis/redis/v8', 'go.mongodb.org/mongo-driver', 'predis/predis', 'doctrine/dbal', 'mongodb/mongodb', 'slick', 'rediscala',
]

const codeChecks: readonly CodeCheck[] = [
  {
    check: '4.s2', severity: 'error', means: databaseFile.means, advice: connect, keep: (_, file, look) => !readsServiceAddress(look) || !/DATABASE_URL|dj_database_url/.test(file.text),
    patterns: {
      node: /\bnew\s+(?:sqlite3\.)?Database\(\s*["'`](?!:memory:)|\brequire\(["'](?:better-)?sqlite3["']\)|\bfrom\s+["'](?:better-sqlite3|sqlite3|node:sqlite)["']/g, python: /\bsqlite3\.connect\(\s*(?!["']:memory:)|["']django\.db\.backends\.sqlite3["']/g,
      ruby: /\bSQLite3::Database\.(?:new|open)\(?\s*(?!["']:memory:)/g, go: /"(?:github\.com\/mattn\/go-sqlite3|modernc\.org\/sqlite)"/g, php: /\bnew\s+SQLite3\(/g,
    },
  },
  {
    check: '4.s3', severity: 'warn', means: 'Uploads could be kept on the disk of one dyno: others do not see them, and they are gone at the next restart.',
    advice: {
      node: 'Send them on to an object store, e.g. with multer-s3.', python: 'Send them on to an object store, e.g. with django-storages.', ruby: 'Use a service of Active Storage that is no disk, e.g. S3.', java: 'Send them on to an object store.',
      go: 'Send them on to an object store: io.Copy to its client, not to os.Create.', php: 'Send them on to an object store, e.g. with Flysystem.', scala: 'Send them on to an object store.',
    },
    patterns: {
      node: /\bmulter\(\s*\{[^}]{0,200}\bdest\b|\bmulter\.diskStorage\(/g, python: /^[ \t]*MEDIA_ROOT\s*=|\bFileSystemStorage\(|\.save\(\s*os\.path\.join\(/gm, ruby: /\bactive_storage\.service\s*=\s*:local\b/g,
      java: /\.transferTo\(\s*(?:new File|Path|path|file|dest)/g, go: /\bos\.Create\([^)\n]{0,120}[Ff]ilename/g, php: /\bmove_uploaded_file\(/g, scala: /\.(?:moveTo|moveFileTo|copyTo)\([^)\n]{0,80}(?:Paths\.get|new File)/g,
    },
    keep: (match, file) => !/(tmp|temp)/i.test(lineFrom(file, match.index ?? 0)) && !/config\/environments\/(development|test)\.rb$/.test(file.path),
  },
  {
    check: '4.s4', severity: 'info', means: 'The code takes another way when a service is local: what runs in production would be tried there first.', advice: 'Treat local and remote services alike, and let only their address differ.',
    patterns: Object.fromEntries(['node', 'python', 'ruby', 'java', 'go', 'php', 'scala'].map((kind) => [kind, /\b(?:if|elsif|elif|unless)\b[^\n]{0,80}(?:===?|\.equals\(|\.includes?\??\(|\.contains\(|\bin\b)\s*["'](?:localhost|127\.0\.0\.1)["']/g])),
  },
]

export function hintsOfBackingServices(look: Look): Hint[] {
  const manifest = manifestOf(look)
  const client = declares(look, clients)
  const inCode = look.files.flatMap((file) => stringPlaces(file, service))
  return [
    ...(client !== null && manifest !== null && !readsServiceAddress(look) && declares(look, ['rails', 'spring-boot-starter']) === null ? [hintAt(look, noAddress, { ...inFile(manifest), excerpt: client })] : []),
    ...hintsAt(look, fixedAddress, inCode),
    ...hintsAt(look, databaseFile, [...look.tree.paths.filter((path) => isOfTheApp(path) && /\.(sqlite3?|db3?|mv\.db)$/i.test(path)).map(inFile), ...look.files.filter(({ kind }) => kind !== 'json').flatMap((file) => stringPlaces(file, embedded)), ...sqliteGem(look)]),
    ...codeHints(look, codeChecks),
  ]
}

function stringPlaces(file: SourceFile, pattern: RegExp): Place[] {
  return file.strings.filter(({ at, text }) => text.length < 500 && pattern.test(text) && !isFallback(file, at)).slice(0, 5).map(({ at }) => placeIn(file, at))
}

/** Outside of the groups for development and tests. */
function sqliteGem(look: Look): Place[] {
  const gemfile = look.files.find(({ path }) => path === 'Gemfile')
  if (gemfile === undefined) return []
  return matchesIn(gemfile, /^gem\s+["']sqlite3["'][^\n]*/gm).filter(([line]) => !/group/.test(line)).map(({ index = 0 }) => placeIn(gemfile, index))
}

const lineFrom = (file: SourceFile, at: number): string => file.text.slice(at, at + 200).split('\n')[0] ?? ''
