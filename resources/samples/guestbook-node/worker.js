// The worker: takes the ids of new entries from the queue in Redis and writes a greeting to each in PostgreSQL.
import { database, queue, redis } from './services.js'

const pool = database(1)
const jobs = redis()
let stopping = false

process.once('SIGTERM', stop)
process.once('SIGINT', stop)
console.log('worker started')
while (!stopping) {
  try {
    const job = await jobs.blpop(queue, 5)
    if (job === null) continue
    await pool.query('update entries set greeting = $2 where id = $1', [job[1], `Welcome, from ${process.env.DYNO ?? 'local'}`])
    console.log(`greeted entry=${job[1]}`)
  } catch (error) {
    if (stopping) break
    console.log(`worker: ${error.message}`)
    await new Promise((done) => setTimeout(done, 1000))
  }
}
await pool.end()

function stop(signal) {
  stopping = true
  console.log(`${signal}: stopping`)
  jobs.disconnect()
}
