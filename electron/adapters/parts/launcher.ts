// How a command becomes a process: one bash sources the slug's profile scripts, then becomes the bash that runs the command.
// `bash -c` in its turn becomes the program itself when the command is a simple one, so that signals reach the program and not
// a shell in between. The command travels as an argument and is never part of a script, and so does trouble at its start.

import type { LaunchTrouble } from '../../engine/ports/dyno-runtime.ts'

/**
 * Heroku's order: config vars are there already, then .profile.d, then .profile, then the command. Both outputs share one
 * pipe, so that their lines keep their order. A file that may not grow is an error to the program (EFBIG) and not its end by
 * SIGXFSZ, so that a disk without room can be tried.
 */
const launcher = `exec 2>&1
trap '' XFSZ 2>/dev/null
if [ "$2" != 0 ]; then sleep "$2"; fi
if [ -n "$3" ]; then exit "$3"; fi
readonly dynarium_command="$1"
set --
for dynarium_profile in "$HOME"/.profile.d/*.sh; do
  if [ -r "$dynarium_profile" ]; then . "$dynarium_profile"; fi
done
unset dynarium_profile
if [ -r "$HOME/.profile" ]; then . "$HOME/.profile"; fi
exec "$BASH" -c "$dynarium_command"`

export function launcherArguments(command: string, trouble: LaunchTrouble = {}): string[] {
  const { delayMs = 0, exitsWith } = trouble
  return ['--noprofile', '--norc', '-c', launcher, 'dyno', command, String(Math.max(0, delayMs) / 1000), exitsWith === undefined ? '' : String(exitsWith)]
}
