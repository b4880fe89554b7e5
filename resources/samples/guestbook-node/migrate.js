// The release phase: the table is made once per release, before any dyno sees it. Running it again changes nothing.
import { database } from './services.js'

const pool = database(1)
await pool.query(`create table if not exists entries (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 80),
  greeting text,
  at timestamptz not null default now()
)`)
const { rows } = await pool.query('select count(*)::int as count from entries')
console.log(`migrate: entries has ${rows[0].count} rows`)
await pool.end()
