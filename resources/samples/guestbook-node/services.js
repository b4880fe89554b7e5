// Backing services: a PostgreSQL that keeps the entries and a Redis that counts visits and holds the queue. Their addresses are config,
// so others are attached by DATABASE_URL and REDIS_URL alone.
import pg from 'pg'
import Redis from 'ioredis'

const { DATABASE_URL, REDIS_URL } = process.env

export function database(max = 5) {
  if (DATABASE_URL === undefined) throw new Error('DATABASE_URL is not set: attach a heroku-postgresql')
  const pool = new pg.Pool({ connectionString: DATABASE_URL, max, connectionTimeoutMillis: 3000 })
  // An idle connection that breaks, as at a failover, is replaced by the next query; without this line it would end the process.
  pool.on('error', (error) => console.log(`database: ${error.message}`))
  return pool
}

export function redis() {
  if (REDIS_URL === undefined) throw new Error('REDIS_URL is not set: attach a heroku-redis')
  const client = new Redis(REDIS_URL, { maxRetriesPerRequest: 1 })
  client.on('error', (error) => console.log(`redis: ${error.message}`))
  return client
}

export const queue = 'greetings'
