// The release phase: runs once per release, before any dyno sees it. Status 1 here keeps the old release running.
const { GREETING } = process.env
const longest = 200

if (GREETING === undefined) {
  console.log('release check: GREETING is not set, the built-in greeting will be used')
} else if (GREETING.trim() === '' || GREETING.length > longest) {
  console.error(`release check: GREETING must have 1 to ${longest} characters, it has ${GREETING.trim().length}`)
  process.exitCode = 1
} else {
  console.log(`release check: GREETING has ${GREETING.length} characters, good`)
}
