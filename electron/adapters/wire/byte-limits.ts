/** How much proxies hold for slow toxics and slow receivers. A direction may hold `pipeBytes`, less when there are many, never below `leastPipeBytes`. */
const byteLimits = { pipeBytes: 1024 * 1024, leastPipeBytes: 16 * 1024, allBytes: 256 * 1024 * 1024 } as const

export function pipeLimit(connections: number): number {
  return Math.min(byteLimits.pipeBytes, Math.max(byteLimits.leastPipeBytes, byteLimits.allBytes / Math.max(1, 2 * connections)))
}
