// A one-off process that stays when its terminal goes.
process.on('SIGHUP', () => console.log('SIGHUP, and no'))
setInterval(() => console.log('still here'), 5000)
console.log('started')
