// Dyno sizes of the Common Runtime. Facts: devcenter dyno-types (2019-09-30, 2024-06-04), dyno-scaling-and-process-limits
// (2024-12-03); prices as of 2019-05-31 (classic) and 2026-08-04 (current). A price is what a whole month costs at most.

export type Era = 'classic' | 'current'

export type DynoSize = {
  readonly name: string
  readonly label: string
  readonly eras: readonly Era[]
  readonly tier: 'free' | 'eco' | 'hobby' | 'basic' | 'standard' | 'performance'
  readonly memoryBytes: number
  readonly sleeps: boolean
  /** Processes and threads together. */
  readonly maxProcesses: number
  /** Dynos of one process type. */
  readonly maxPerType: number
  /** List price: most it can cost in a calendar month, in micro-dollars; for where no price book is in force. */
  readonly monthPriceMicros: number
}

const mib = 1024 * 1024
const dollars = 1_000_000
const both: readonly Era[] = ['classic', 'current']

export const dynoSizes: readonly DynoSize[] = [
  { name: 'free', label: 'Free', eras: ['classic'], tier: 'free', memoryBytes: 512 * mib, sleeps: true, maxProcesses: 256, maxPerType: 1, monthPriceMicros: 0 },
  { name: 'hobby', label: 'Hobby', eras: ['classic'], tier: 'hobby', memoryBytes: 512 * mib, sleeps: false, maxProcesses: 256, maxPerType: 1, monthPriceMicros: 7 * dollars },
  { name: 'eco', label: 'Eco', eras: ['current'], tier: 'eco', memoryBytes: 512 * mib, sleeps: true, maxProcesses: 256, maxPerType: 1, monthPriceMicros: 5 * dollars },
  { name: 'basic', label: 'Basic', eras: ['current'], tier: 'basic', memoryBytes: 512 * mib, sleeps: false, maxProcesses: 256, maxPerType: 1, monthPriceMicros: 7 * dollars },
  { name: 'standard-1x', label: 'Standard-1X', eras: both, tier: 'standard', memoryBytes: 512 * mib, sleeps: false, maxProcesses: 256, maxPerType: 100, monthPriceMicros: 25 * dollars },
  { name: 'standard-2x', label: 'Standard-2X', eras: both, tier: 'standard', memoryBytes: 1024 * mib, sleeps: false, maxProcesses: 512, maxPerType: 100, monthPriceMicros: 50 * dollars },
  { name: 'performance-m', label: 'Performance-M', eras: both, tier: 'performance', memoryBytes: 2560 * mib, sleeps: false, maxProcesses: 16_384, maxPerType: 10, monthPriceMicros: 250 * dollars },
  { name: 'performance-l', label: 'Performance-L', eras: both, tier: 'performance', memoryBytes: 14_336 * mib, sleeps: false, maxProcesses: 32_768, maxPerType: 10, monthPriceMicros: 500 * dollars },
  { name: 'performance-l-ram', label: 'Performance-L-RAM', eras: ['current'], tier: 'performance', memoryBytes: 30_720 * mib, sleeps: false, maxProcesses: 16_384, maxPerType: 10, monthPriceMicros: 500 * dollars },
  { name: 'performance-xl', label: 'Performance-XL', eras: ['current'], tier: 'performance', memoryBytes: 63_488 * mib, sleeps: false, maxProcesses: 32_768, maxPerType: 10, monthPriceMicros: 750 * dollars },
  { name: 'performance-2xl', label: 'Performance-2XL', eras: ['current'], tier: 'performance', memoryBytes: 129_024 * mib, sleeps: false, maxProcesses: 65_536, maxPerType: 10, monthPriceMicros: 1500 * dollars },
]

/** The first size that scales out. Heroku starts new apps on Eco or Basic, which stop at one dyno per type. */
export const defaultDynoSize = 'standard-1x'

/** All process types of one app together (dyno-scaling-and-process-limits). */
export const maxDynosPerApp = 100

/** Names are matched without regard to case, as the CLI and API do. */
export function findDynoSize(name: string): DynoSize | null {
  const wanted = name.toLowerCase()
  return dynoSizes.find((size) => size.name === wanted) ?? null
}
