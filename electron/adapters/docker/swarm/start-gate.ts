// How a dyno of a swarm begins. Swarm starts a container at once, wherever it likes, and knows nothing of a slug; so the container's
// command waits, and only when the slug is in and a last file says so does it become the dyno's command.

import type { InputLine } from '../dyno-life.ts'
import { smallTar } from '../small-tar.ts'

const gateFile = '.dynarium-filled'
/** Then nobody fills it any more: the engine that asked for it is gone. */
const mostSeconds = 300
const looksPerSecond = 20

/**
 * $1: how often it looks, $2: 1 when its input comes in pieces, each after a line with its length in bytes, the last one of none. For any
 * shell, as an image of an app's own may have no other.
 */
const script = `turns="$1"
until [ -e "/${gateFile}" ]; do
  if [ "$turns" -le 0 ]; then exit 125; fi
  turns=$((turns - 1))
  sleep 0.05
done
if [ "$2" = 1 ]; then
  pieces="\${TMPDIR:-/tmp}/.dynarium-input-$$"
  mkfifo "$pieces" || exit 125
  exec 3<&0
  (while read -r bytes && [ "$bytes" -gt 0 ]; do head -c "$bytes"; done <&3 > "$pieces") &
  exec 3<&- < "$pieces"
  rm -f "$pieces"
fi
shift 2
exec "$@"`

export function gatedCommand(program: readonly string[], isPiped: boolean): string[] {
  return ['/bin/sh', '-c', script, 'dynarium-gate', String(mostSeconds * looksPerSecond), isPiped ? '1' : '0', ...program]
}

/** An archive that opens the gate. */
export const gateArchive = (): Buffer => smallTar(gateFile, '')

/** Swarm can not close a container's input, so its end is said. */
export const piecewiseInput: InputLine = {
  // A piece of none would be the end.
  write: (stream, input) => input.length === 0 || stream.write(Buffer.concat([Buffer.from(`${input.length}\n`), input])),
  end: (stream) => stream.write('0\n'),
}
