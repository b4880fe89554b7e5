import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type Rectangle = { x: number; y: number; width: number; height: number }
export type WindowBounds = { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number }

const FIRST: WindowBounds = { width: 1280, height: 820 }
export const SMALLEST = { width: 720, height: 480 }
/** So much of a window must be on some display, or it could not be grasped with the mouse. */
const REACHABLE_PX = 80

/** Where to open: as remembered if that is still on a display, else the same size wherever the system puts it. */
export function fitBounds(remembered: unknown, displays: readonly Rectangle[]): WindowBounds {
  if (!isRectangle(remembered)) return FIRST
  const width = Math.max(remembered.width, SMALLEST.width)
  const height = Math.max(remembered.height, SMALLEST.height)
  const { x, y } = remembered
  const isReachable = displays.some((display) => {
    const across = Math.min(x + width, display.x + display.width) - Math.max(x, display.x)
    const titleIsOn = y >= display.y && y <= display.y + display.height - REACHABLE_PX
    return across >= REACHABLE_PX && titleIsOn
  })
  return isReachable ? { x, y, width, height } : { width, height }
}

export function readBounds(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null // First start, or a file we can do without.
  }
}

export function writeBounds(file: string, bounds: Rectangle): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(bounds))
  } catch (error) {
    console.error(`The window's position could not be remembered: ${String(error)}`)
  }
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false
  return ['x', 'y', 'width', 'height'].every((key) => Number.isInteger((value as Record<string, unknown>)[key]))
}
