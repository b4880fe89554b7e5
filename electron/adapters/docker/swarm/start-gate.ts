// How a dyno of a swarm begins. Swarm starts a container at once, wherever it likes, and knows nothing of a slug; so the container's
// command waits, and only when the slug is in and a last file says so does it become the dyno's command.

import { Header } from 'tar'
import type { InputLine } from '../dyno-life.ts'

const gateFile = '.dynarium-filled'
/** Then nobody fills it any more: the engine that asked for it is gone. */
const mostSeconds = 300
const blockBytes = 512

/** $1: seconds; $2: 1 when its input comes in pieces, each after a line with its length in bytes, the last one of none. */
const script = `SECONDS=0
until [ -e "/${gateFile}" ]; do
  if (( SECONDS > $1 )); then exit 125; fi
  sleep 0.05
done
if [ "$2" = 1 ]; then
  exec 0< <(while read -r bytes && (( bytes > 0 )); do head -c "$bytes"; done)
fi
shift 2
exec bash "$@"`

export function gatedCommand(launcher: readonly string[], isPiped: boolean): string[] {
  return ['bash', '--noprofile', '--norc', '-c', script, 'dynarium-gate', String(mostSeconds), isPiped ? '1' : '0', ...launcher]
}

/** An archive that opens the gate. */
export function gateArchive(): Buffer {
  const header = Buffer.alloc(blockBytes)
  new Header({ path: gateFile, type: 'File', size: 0, mode: 0o444, uid: 0, gid: 0, mtime: new Date(0) }).encode(header, 0)
  return Buffer.concat([header, Buffer.alloc(2 * blockBytes)])
}

/** Swarm can not close a container's input, so its end is said. */
export const piecewiseInput: InputLine = {
  write: (stream, text) => {
    // A piece of none would be the end.
    if (text !== '') stream.write(`${Buffer.byteLength(text)}\n${text}`)
  },
  end: (stream) => stream.write('0\n'),
}
