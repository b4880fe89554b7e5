// What an image runs, and how a command runs in it. Without an ENTRYPOINT a shell runs the command, CMD too, so that config vars like
// $PORT are filled in; with one, CMD goes to it as it stands (devcenter container-registry-and-runtime). Ours: a command that people
// give goes to the ENTRYPOINT by way of a shell. An image without a shell needs an ENTRYPOINT and no command but its own.

import type { LaunchTrouble } from '../../../engine/ports/dyno-runtime.ts'

/** Of an image's configuration. */
export type ImageSays = { readonly Entrypoint?: string | readonly string[] | null; readonly Cmd?: readonly string[] | null; readonly User?: string; readonly WorkingDir?: string }

const shell = ['/bin/sh', '-c'] as const
/** Trouble at its start: $1 seconds to wait, $2 the status to end with. */
const troubledStart = `if [ "$1" != 0 ]; then sleep "$1"; fi
if [ -n "$2" ]; then exit "$2"; fi
shift 2
exec "$@"`

/** As a shell would be told it; null when the image says nothing. */
export function ownCommand(image: ImageSays): string | null {
  const entry = entryOf(image)
  const given = image.Cmd ?? []
  if (entry.length === 0 && given.length === 0) return null
  const [first, second, text] = given
  if (entry.length === 0 && given.length === 3 && first === shell[0] && second === shell[1]) return text ?? ''
  return asText([...entry, ...given])
}

/** The program of a dyno and its arguments. */
export function programOf(image: ImageSays, command: string, { delayMs = 0, exitsWith }: LaunchTrouble = {}): string[] {
  const program = plainProgram(image, command)
  if (delayMs === 0 && exitsWith === undefined) return program
  return [...shell, troubledStart, 'dyno', String(Math.max(0, delayMs) / 1000), exitsWith === undefined ? '' : String(exitsWith), ...program]
}

function plainProgram(image: ImageSays, command: string): string[] {
  const entry = entryOf(image)
  if (entry.length === 0) return [...shell, command]
  return command === ownCommand(image) ? [...entry, ...(image.Cmd ?? [])] : [...shell, `${asText(entry)} ${command}`]
}

/** Nobody is root in a dyno: an image that names no user gets one without a name. */
export function userOf({ User: user = '' }: ImageSays, otherwise: string): string {
  return /^(|root|0)(:.*)?$/.test(user) ? otherwise : user
}

const entryOf = ({ Entrypoint: entry }: ImageSays): readonly string[] => (typeof entry === 'string' ? [entry] : (entry ?? []))

const asText = (words: readonly string[]): string => words.map(asWord).join(' ')

/** Variables in it are still filled in. */
function asWord(word: string): string {
  return /^[\w@%+=:,./$-]+$/.test(word) ? word : `"${word.replace(/["\\`]/g, '\\$&')}"`
}
