import { expect, it } from 'vitest'
import { makeFolder, writeFiles } from '../parts/test-files.fixture.ts'
import { createToolProbe } from './tool-probe.ts'

it('asks again a tool that did not answer: a busy machine must not make it missing for good', async () => {
  const folder = makeFolder('probe')
  writeFiles(folder, { tool: '#!/bin/sh\n' })
  const { probe } = createToolProbe()
  const asked: string[] = []
  const answer = (exitStatus: number) => (argv: readonly string[]) => {
    asked.push(argv.join(' '))
    return Promise.resolve({ exitStatus, text: 'tool 1.2.3' })
  }
  expect(await probe('tool', folder, answer(124))).toBeNull()
  expect(await probe('tool', folder, answer(0))).toEqual({ path: `${folder}/tool`, version: '1.2.3' })
  expect(await probe('tool', folder, answer(124))).toEqual({ path: `${folder}/tool`, version: '1.2.3' })
  expect(asked).toHaveLength(2)
})
