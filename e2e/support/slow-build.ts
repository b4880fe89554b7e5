import { join } from 'node:path'
import { sampleRepository, type Repository } from './repository.ts'

/** What its build prints, a line each 200 ms. */
export const slowLines = Array.from({ length: 20 }, (_, index) => `slow line ${index + 1}`)

/** The Node.js sample with a build that takes four seconds and says so line by line. */
export async function slowRepository(work: string): Promise<Repository> {
  const repository = await sampleRepository(join(work, 'slow'), 'node')
  const manifest = JSON.parse(repository.read('package.json')) as { scripts?: Record<string, string> }
  repository.write('package.json', JSON.stringify({ ...manifest, scripts: { ...manifest.scripts, 'heroku-postbuild': 'node slow.cjs' } }, null, 2))
  repository.write('slow.cjs', `let line = 0\nconst timer = setInterval(() => {\n  console.log('slow line ' + ++line)\n  if (line === ${slowLines.length}) clearInterval(timer)\n}, 200)\n`)
  await repository.commit('A slow build')
  return repository
}
