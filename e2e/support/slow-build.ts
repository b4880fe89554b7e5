import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleRepository, type Repository } from './repository.ts'

/** What its build prints, a line each 200 ms, and after some of them only when it may. */
export const slowLines = Array.from({ length: 20 }, (_, index) => `slow line ${index + 1}`)

const linesAlone = 15

/** The Node.js sample with a build that says line by line that it is slow, and does not end before `mayEnd`. */
export async function slowRepository(work: string): Promise<{ readonly repository: Repository; mayEnd(): void }> {
  const sign = join(work, 'may-end')
  const repository = await sampleRepository(join(work, 'slow'), 'node')
  const manifest = JSON.parse(repository.read('package.json')) as { scripts?: Record<string, string> }
  repository.write('package.json', JSON.stringify({ ...manifest, scripts: { ...manifest.scripts, 'heroku-postbuild': 'node slow.cjs' } }, null, 2))
  repository.write('slow.cjs', `let line = 0
const { existsSync } = require('fs')
const timer = setInterval(() => {
  if (line >= ${linesAlone} && !existsSync(${JSON.stringify(sign)})) return
  console.log('slow line ' + ++line)
  if (line === ${slowLines.length}) clearInterval(timer)
}, 200)
`)
  await repository.commit('A slow build')
  return { repository, mayEnd: () => writeFileSync(sign, '') }
}
