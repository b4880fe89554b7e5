// The map in words, for people who can not see it.

import type { AppScene } from './app-scene.ts'

export function describeScene(scene: AppScene, requestsPerSecond: number | null): string {
  const rate = requestsPerSecond === null ? '' : `, ${Math.round(requestsPerSecond * 10) / 10} requests a second`
  const groups = scene.groups.map((group) => {
    if (group.dynos.length === 0) return `${group.title}: ${group.note ?? 'no dynos'}`
    return `${group.title}: ${group.dynos.map((shape) => `${shape.dyno.name} ${shape.mark.word}`).join(', ')}`
  })
  return [`Visitors reach the router${rate}`, ...groups].join('. ')
}
