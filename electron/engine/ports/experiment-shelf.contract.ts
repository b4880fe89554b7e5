// What every experiment shelf keeps to.

import { describe, expect, it } from 'vitest'
import type { ExperimentShelf } from './experiment-shelf.ts'

export function shelfContract(name: string, make: (ready: Readonly<Record<string, string>>) => ExperimentShelf): void {
  describe(`experiment shelf: ${name}`, () => {
    it('has the ready ones first, then own ones; saving one again replaces it', () => {
      const shelf = make({ 'zone-is-lost': 'title: Zone' })
      shelf.save('mine', 'title: Mine')
      shelf.save('mine', 'title: Mine, better')
      expect(shelf.list()).toEqual([{ id: 'zone-is-lost', origin: 'ready', text: 'title: Zone' }, { id: 'mine', origin: 'own', text: 'title: Mine, better' }])
    })

    it('removes own ones only', () => {
      const shelf = make({ ready: 'title: Ready' })
      shelf.save('mine', 'title: Mine')
      shelf.remove('mine')
      shelf.remove('ready')
      shelf.remove('never-was')
      expect(shelf.list().map(({ id }) => id)).toEqual(['ready'])
    })

    it('keeps the newest 50 records of runs', () => {
      const shelf = make({})
      expect(shelf.readRun('run-1')).toBeNull()
      for (let run = 1; run <= 52; run++) shelf.keepRun(`run-${run}`, `record ${run}`)
      shelf.keepRun('run-52', 'record 52, at its end')
      expect(shelf.readRun('run-52')).toBe('record 52, at its end')
      const kept = Array.from({ length: 52 }, (_, index) => shelf.readRun(`run-${index + 1}`)).filter((text) => text !== null)
      expect(kept).toHaveLength(50)
    })
  })
}
