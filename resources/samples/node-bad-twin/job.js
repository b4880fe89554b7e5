// The background job that server.js starts behind the platform's back (see 8b there).
// It outlives its web process, so it looks after itself: it ends when its folder is gone or after ten minutes.
const fs = require('node:fs')

const endsAt = Date.now() + 10 * 60_000
let n = 0

setInterval(() => {
  if (Date.now() > endsAt || !fs.existsSync(__filename)) process.exit(0)
  n += 1
  fs.appendFileSync('log/production.log', `job tick n=${n}\n`)
}, 3000)
