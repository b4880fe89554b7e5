// BREAKS FACTOR 5 (build, release, run): the build happens at every start, in every dyno, after the release was made.
// Two dynos may run two different builds, and a build that fails now fails in front of the visitors.
const fs = require('node:fs')

console.log('building the page ...')
const until = Date.now() + 2000
while (Date.now() < until); // stands for a bundler at work
fs.mkdirSync('dist', { recursive: true })
fs.writeFileSync('dist/page.html', fs.readFileSync('page.html', 'utf8').replaceAll(/^ +/gm, ''))
