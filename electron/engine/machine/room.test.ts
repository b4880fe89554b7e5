import { expect, it } from 'vitest'
import type { DoctorCheck } from '../../../shared/protocol/calls.ts'
import type { CallContext } from '../journal/room.ts'
import { createMachineRoom } from './room.ts'

const context: CallContext = { by: 'you@localhost', cause: { kind: 'platform', text: 'a test' } }

it('two windows that ask at once cost one look, and a later question looks again', async () => {
  const answers: ((checks: readonly DoctorCheck[]) => void)[] = []
  const room = createMachineRoom({ name: 'm', cores: 1, memoryBytes: 1, check: () => new Promise((resolve) => answers.push(resolve)) })
  const ask = () => room.calls?.['doctor:check']?.({}, context)
  const both = [ask(), ask()]
  expect(answers).toHaveLength(1)
  answers[0]?.([])
  expect(await Promise.all(both)).toEqual([{ checks: [] }, { checks: [] }])
  void ask()
  expect(answers).toHaveLength(2)
})
