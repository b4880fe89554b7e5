// What the knobs of the traffic generator are set to. Every knob keeps its place while another shape is tried; a plan has only
// what its shape needs.

import { trafficMaxPaths, trafficMaxRate, type TrafficPath, type TrafficPlan, type TrafficShape } from '../../shared/domain/traffic.ts'

export type TrafficDraft = {
  readonly rate: number
  readonly shape: TrafficShape['kind']
  /** The second rate: where a ramp ends, the crest of a wave, the height of a burst. */
  readonly to: number
  /** Of the ramp, or of one wave or burst with its pause. */
  readonly turnSeconds: number
  readonly paths: readonly TrafficPath[]
  readonly seconds: number | null
}

export const firstDraft: TrafficDraft = { rate: 50, shape: 'steady', to: 200, turnSeconds: 60, paths: [{ path: '/', weight: 1 }], seconds: null }

/** The slider's range; the field beside it goes up to `trafficMaxRate`. */
const sliderRates = { least: 1, most: 2000 } as const
export const sliderSteps = 100
const leastRate = 0.1
const mostTurnSeconds = 3600
const mostWeight = 1000
const mostPathLength = 2048

export function planOf(draft: TrafficDraft): TrafficPlan {
  const { rate, shape, to, turnSeconds, paths, seconds } = draft
  return { rate, shape: shape === 'steady' ? { kind: shape } : { kind: shape, to, seconds: turnSeconds }, paths, seconds }
}

export function draftOf({ rate, shape, paths, seconds }: TrafficPlan): TrafficDraft {
  const turn = shape.kind === 'steady' ? {} : { to: shape.to, turnSeconds: shape.seconds }
  return { ...firstDraft, ...turn, rate, shape: shape.kind, paths, seconds }
}

export const isSamePlan = (a: TrafficPlan, b: TrafficPlan): boolean => JSON.stringify(planOf(draftOf(a))) === JSON.stringify(planOf(draftOf(b)))

/** Where the slider stands for a rate: equal steps are equal factors. */
export function sliderAt(rate: number): number {
  const share = Math.log(Math.max(sliderRates.least, rate) / sliderRates.least) / Math.log(sliderRates.most / sliderRates.least)
  return Math.round(Math.min(1, share) * sliderSteps)
}

/** The rate of a place of the slider, in numbers a person would choose: two digits that count. */
export function rateAt(position: number): number {
  const exact = sliderRates.least * (sliderRates.most / sliderRates.least) ** (position / sliderSteps)
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1)
  return Math.round(exact / unit) * unit
}

/** What keeps the draft from being a plan, or null. */
export function draftProblem(draft: TrafficDraft): string | null {
  const rates = draft.shape === 'steady' ? [draft.rate] : [draft.rate, draft.to]
  if (!rates.every((rate) => rate >= leastRate && rate <= trafficMaxRate)) return `A rate is between ${leastRate} and 10,000 requests a second.`
  if (draft.shape !== 'steady' && !isWhole(draft.turnSeconds, mostTurnSeconds)) return 'The time of a shape is 1 to 3,600 whole seconds.'
  if (draft.paths.length === 0 || draft.paths.length > trafficMaxPaths) return `Name 1 to ${trafficMaxPaths} paths.`
  for (const { path, weight } of draft.paths) {
    if (!/^\/[\x21-\x7e]*$/.test(path)) return path === '' ? 'A path is empty. It begins with /.' : `"${path}" is not a path: it begins with / and has no blanks.`
    if (path.length > mostPathLength) return `A path has at most ${mostPathLength} characters.`
    if (!isWhole(weight, mostWeight)) return `The weight of ${path} is a whole number from 1 to 1,000.`
  }
  return null
}

const isWhole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most
