// A traffic plan in a few words.

import type { TrafficPlan } from '../../shared/domain/traffic.ts'

/** `50/s`, `10 to 200/s in waves of 60 s`. */
export function trafficWords({ rate, shape }: TrafficPlan): string {
  switch (shape.kind) {
    case 'steady':
      return `${rate}/s`
    case 'ramp':
      return `${rate} to ${shape.to}/s within ${shape.seconds} s`
    case 'wave':
      return `${rate} to ${shape.to}/s in waves of ${shape.seconds} s`
    case 'bursts':
      return `${rate}/s with bursts of ${shape.to}/s every ${shape.seconds} s`
  }
}
