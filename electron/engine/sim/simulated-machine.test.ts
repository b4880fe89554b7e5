import { expect, it } from 'vitest'
import { machineContract } from '../ports/machine.contract.ts'
import { createSimulatedMachine } from './simulated-machine.ts'
import { createWorld } from './world.ts'

machineContract(() => ({ sound: createSimulatedMachine(), withoutGit: createSimulatedMachine(['git']) }))

it('the simulated world answers Doctor too, and says that it is simulated', async () => {
  const { engine } = await createWorld({ seed: 1 })
  const { checks } = (await engine.call('doctor:check', {}, 'you@localhost')) as { checks: { state: string }[] }
  expect(checks.map(({ state }) => state)).toEqual(['fine', 'fine', 'fine', 'fine'])
  expect(await engine.call('platform:info', {}, 'you@localhost')).toMatchObject({ machine: { name: 'simulated', cores: 8 } })
})
