import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { shelfContract } from '../../engine/ports/experiment-shelf.contract.ts'
import { createExperimentShelf, type ShelfFolders } from './experiment-shelf.ts'

const work = mkdtempSync(join(tmpdir(), 'dynarium-shelf-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))
let made = 0

function folders(ready: Readonly<Record<string, string>> = {}): ShelfFolders {
  const root = join(work, `shelf-${++made}`)
  mkdirSync(join(root, 'ready'), { recursive: true })
  for (const [id, text] of Object.entries(ready)) writeFileSync(join(root, 'ready', `${id}.yaml`), text)
  return { ready: join(root, 'ready'), own: join(root, 'own'), runs: join(root, 'runs') }
}

shelfContract('disk', (ready) => createExperimentShelf(folders(ready)))

describe('experiment shelf on disk', () => {
  it.each(['../outside', 'a/b', 'A', '.hidden', 'a..b', 'a--b', '', 'x'.repeat(65), 'a\0b', 'con.txt'])('takes no name that could lead elsewhere: %j (XP12)', (id) => {
    const place = folders()
    const shelf = createExperimentShelf(place)
    expect(() => shelf.save(id, 'x')).toThrow(/not the name of an experiment/)
    expect(() => shelf.remove(id)).toThrow(/not the name of an experiment/)
    expect(() => shelf.keepRun(id, 'x')).toThrow(/not the name of an experiment/)
    expect(() => shelf.readRun(id)).toThrow(/not the name of an experiment/)
    expect(readdirSync(join(place.ready, '..'))).toEqual(['ready'])
  })

  it('reads plain files of the folder only: no links, no folders, nothing huge', () => {
    const place = folders({ 'good-one': 'title: Good' })
    writeFileSync(join(work, 'secret'), 'secret')
    symlinkSync(join(work, 'secret'), join(place.ready, 'linked.yaml'))
    mkdirSync(join(place.ready, 'folder.yaml'))
    writeFileSync(join(place.ready, 'huge.yaml'), 'x'.repeat(1024 * 1024 + 1))
    writeFileSync(join(place.ready, 'experiment.schema.json'), '{}')
    expect(createExperimentShelf(place).list().map(({ id }) => id)).toEqual(['good-one'])
  })

  it.skipIf(process.platform === 'win32')('keeps records for nobody else to read', () => {
    const place = folders()
    createExperimentShelf(place).keepRun('run-1', 'record')
    expect(statSync(join(place.runs, 'run-1.json')).mode & 0o777).toBe(0o600)
  })
})
