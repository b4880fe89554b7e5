import { createHash, timingSafeEqual } from 'node:crypto'

/** Takes the same time whatever the guess, its length included. */
export function isSameSecret(guess: string, secret: string): boolean {
  return timingSafeEqual(digest(guess), digest(secret))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
