// The worker process: no port, no requests, only work. Here the work is one line every 3 seconds.
const { DYNO = 'worker.1' } = process.env
let n = 0

const timer = setInterval(() => {
  n += 1
  console.log(`${DYNO} tick n=${n}`)
}, 3000)

function stop(signal) {
  clearInterval(timer) // nothing left to wait for, so Node leaves with status 0
  console.log(`${DYNO} ${signal}: stopped after n=${n}`)
}

console.log(`${DYNO} started`)
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
