// How much each dyno on the map says. The more there are and the less room, the less each says, so that all stay in one view.

import type { Box } from './app-scene.ts'

/** `card`: two lines of facts. `row`: one. `tile`: name and state. `dot`: the state alone, the numbers stand in the group's head. */
export type MapForm = 'card' | 'row' | 'tile' | 'dot'
export type FormStep = { readonly form: MapForm; readonly width: number | null; readonly height: number; readonly gap: number }

/** From saying most to saying least. Width null: the whole line. Tiles are at least that wide and share what is left of the line. */
const formSteps: readonly FormStep[] = [
  { form: 'card', width: null, height: 76, gap: 8 },
  { form: 'card', width: null, height: 58, gap: 8 },
  { form: 'row', width: null, height: 36, gap: 6 },
  { form: 'tile', width: 93, height: 44, gap: 8 },
  { form: 'dot', width: 28, height: 28, gap: 4 },
  { form: 'dot', width: 20, height: 20, gap: 4 },
  { form: 'dot', width: 17, height: 17, gap: 3 },
  { form: 'dot', width: 14, height: 14, gap: 3 },
]

export type Crowd = { readonly count: number; readonly head: number }

/** The step of each group: as rich as fits into `height` when they stand below each other. The one that says most gives way first,
    among equals the largest. */
export function fitForms(crowds: readonly Crowd[], width: number, height: number, gap: number): FormStep[] {
  const levels = crowds.map(() => 0)
  const bodies = crowds.map((crowd) => bodyHeight(crowd.count, stepAt(0), width))
  const whole = (): number => bodies.reduce((sum, body, index) => sum + body + (crowds[index]?.head ?? 0) + gap, -gap)
  while (whole() > height) {
    const yields = nextToYield(levels, bodies)
    if (yields === null) break
    const level = (levels[yields] ?? 0) + 1
    levels[yields] = level
    bodies[yields] = bodyHeight(crowds[yields]?.count ?? 0, stepAt(level), width)
  }
  return levels.map(stepAt)
}

export function bodyHeight(count: number, step: FormStep, width: number): number {
  const rows = Math.ceil(count / perRow(step, width))
  return rows === 0 ? 0 : rows * (step.height + step.gap) - step.gap
}

const perRow = (step: FormStep, width: number): number => (step.width === null ? 1 : Math.max(1, Math.floor((width + step.gap) / (step.width + step.gap))))

/** The place of the `index`th of a group whose first stands at `at`. */
export function slotBox(index: number, step: FormStep, at: { readonly x: number; readonly y: number; readonly width: number }): Box {
  const columns = perRow(step, at.width)
  const width = step.width === null ? at.width : step.form === 'tile' ? Math.floor((at.width + step.gap) / columns) - step.gap : step.width
  return { x: at.x + (index % columns) * (width + step.gap), y: at.y + Math.floor(index / columns) * (step.height + step.gap), width, height: step.height }
}

const stepAt = (level: number): FormStep => formSteps[level] as FormStep

function nextToYield(levels: readonly number[], bodies: readonly number[]): number | null {
  let found: number | null = null
  levels.forEach((level, index) => {
    const body = bodies[index] ?? 0
    if (level >= formSteps.length - 1 || body === 0) return
    const [least, most] = found === null ? [Infinity, 0] : [levels[found] ?? 0, bodies[found] ?? 0]
    if (level < least || (level === least && body > most)) found = index
  })
  return found
}
