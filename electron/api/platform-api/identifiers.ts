import { createHash } from 'node:crypto'

/** Heroku's ids are UUIDs; where we have only a name, the same name always gives the same id (RFC 9562, version 8). */
export function idOf(kind: string, name: string): string {
  const hex = createHash('sha256').update(`${kind}:${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** `2012-01-01T12:00:00Z` */
export function apiTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}
