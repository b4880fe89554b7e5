// The background job that server.js starts. It ends when its folder is gone or after ten minutes.
const fs = require('node:fs')

const endsAt = Date.now() + 10 * 60_000
let n = 0

setInterval(() => {
  if (Date.now() > endsAt || !fs.existsSync(__filename)) process.exit(0)
  n += 1
  fs.appendFileSync('log/production.log', `job tick n=${n}\n`)
}, 3000)
