// What every MetricIntake must do: the same bodies run against real sockets and the simulated one.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MetricIntake } from './metric-intake.ts'

export type IntakeFixture = { readonly intake: MetricIntake; send(port: number, text: string): Promise<void>; close(): Promise<void> }

export function metricIntakeContract(name: string, make: () => Promise<IntakeFixture>): void {
  describe(`MetricIntake contract: ${name}`, () => {
    let fixture: IntakeFixture
    const took: [string, string][] = []

    beforeEach(async () => {
      took.length = 0
      fixture = await make()
      fixture.intake.connect((id, texts) => void took.push(...texts.map((text): [string, string] => [id, text])))
    })
    afterEach(async () => {
      await fixture.intake.stop()
      await fixture.close()
    })

    it('AM1 gives each its own port, and tells what came to which', async () => {
      const [one, two] = [await fixture.intake.open('one', null), await fixture.intake.open('two', null)]
      expect(one).not.toBe(two)
      await fixture.send(one, 'a:1|c\nb:ü|s')
      await fixture.send(two, 'c:1|c')
      await expect.poll(() => [...took].sort()).toEqual([['one', 'a:1|c\nb:ü|s'], ['two', 'c:1|c']])
    })

    it('AM1 takes the same port again if it is free, and another if it is not', async () => {
      const port = await fixture.intake.open('one', null)
      expect(await fixture.intake.open('two', port)).not.toBe(port)
      await fixture.intake.close('one')
      await fixture.intake.close('one')
      expect(await fixture.intake.open('three', port)).toBe(port)
      await fixture.send(port, 'x:1|c')
      await expect.poll(() => took).toEqual([['three', 'x:1|c']])
    })
  })
}
