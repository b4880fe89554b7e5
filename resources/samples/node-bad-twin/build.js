// Makes the page smaller: leaves out the spaces at the start of its lines.
const fs = require('node:fs')

console.log('building the page ...')
const until = Date.now() + 2000
while (Date.now() < until); // stands for a bundler at work
fs.mkdirSync('dist', { recursive: true })
fs.writeFileSync('dist/page.html', fs.readFileSync('page.html', 'utf8').replaceAll(/^ +/gm, ''))
