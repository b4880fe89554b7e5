// A disk without room. All containers of an engine share its disk, which nobody may fill up; what can be taken from programs that run
// already is the right to make files longer. The kernel then fails their writes with EFBIG (File too large) where a full disk
// gives ENOSPC. It is the soft limit alone that changes, so that it can be given back, and by a program of the dyno's own user: no right is needed for that.

import { hold, letGo, type Afflicted, type InForce } from '../docker-troubles.ts'
import { runInside } from '../run-inside.ts'

/** Until a look finds nobody left: children have the limits of their parents. Its own process is left out. */
const script = `for (( round = 0; round < 20; round++ )); do
  left=0
  for folder in /proc/[0-9]*; do
    pid=\${folder#/proc/}
    if [ "$pid" = 1 ] || [ "$pid" = $$ ] || [ "$pid" = "$BASHPID" ]; then continue; fi
    limit=
    while read -r line; do
      case $line in 'Max file size'*) set -- "$1" $line; limit=$5; set -- "$1" ;; esac
    done 2>/dev/null < "$folder/limits"
    if [ -z "$limit" ] || [ "$limit" = "$1" ]; then continue; fi
    left=1
    prlimit --pid "$pid" "--fsize=$1:" 2>/dev/null
  done
  if [ "$left" = 0 ]; then exit 0; fi
done
exit 1`

const setAll = (dyno: Afflicted, limit: string): Promise<string> => runInside(dyno.docker, dyno.container, ['bash', '-c', script, 'dynarium-disk', limit])

export async function takeDiskRoom(dyno: Afflicted): Promise<InForce> {
  const { name } = dyno
  if (hold(dyno, 'disk')) {
    await setAll(dyno, '0').catch(async (error: unknown) => {
      letGo(dyno, 'disk')
      await setAll(dyno, 'unlimited').catch(() => {})
      throw error
    })
  }
  return {
    changed: [`${name}: every write to a file fails with EFBIG, File too large; a full disk would say ENOSPC.`],
    undo: async () => {
      if (!letGo(dyno, 'disk')) return { restored: [`${name}: this fault is over, but another still keeps it from writing.`], residue: [] }
      await setAll(dyno, 'unlimited')
      return { restored: [`${name} can write files again.`], residue: [] }
    },
  }
}
