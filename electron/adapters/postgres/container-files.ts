// What is done to the files of servers in containers, where the image's own programs do it: made, copied while the server runs, measured.

import { volumePath, sourcePath, type Bench } from '../parts/server-containers.ts'
import type { CopiedFiles } from './running-copy.ts'
import { confFile, localeOptions, superuser } from './server-template.ts'
import { hbaText } from './settings-text.ts'

export const dataPath = `${volumePath}/data`
const sourceData = `${sourcePath}/data`

/** From wherever it is asked: nobody gets there but through its port on loopback. */
const anywhere = 'all'

export async function makeData(bench: Bench, major: number, password: string): Promise<void> {
  await bench.put({ name: 'new/password', text: password })
  await bench.run(['initdb', '-D', dataPath, '-U', superuser, `--pwfile=${volumePath}/new/password`, '-A', 'scram-sha-256', '-E', 'UTF8', '-k', '--no-sync', ...localeOptions(major)])
  await bench.run(['sh', '-c', `rm "$1/new/password" && printf "\\ninclude '%s'\\n" "$2" >> "$1/data/postgresql.conf"`, 'dynarium', volumePath, confFile])
  await bench.put({ name: 'data/pg_hba.conf', text: hbaText(anywhere) })
}

/** What a running server has for itself alone is left out, as pg_basebackup does; `pg_control` comes last, as it says from where to recover. */
const copyScript = `own="postmaster.pid postmaster.opts standby.signal recovery.signal backup_label tablespace_map current_logfiles global/pg_control"
own="$own pg_wal/* pg_replslot/* pg_dynshmem/* pg_notify/* pg_serial/* pg_snapshots/* pg_stat_tmp/* pg_subtrans/*"
excluded=()
set -f
for one in $own; do excluded+=("--exclude=./$one"); done
tar -C "$1" -c "\${excluded[@]}" '--exclude=*/pgsql_tmp*' '--exclude=*/pg_internal.init' . 2>/dev/null | tar -C "$2" -x -p
status=("\${PIPESTATUS[@]}")
if [ "\${status[0]}" -gt 1 ] || [ "\${status[1]}" != 0 ]; then echo 'the files could not be copied' >&2; exit 1; fi
cp -p "$1/global/pg_control" "$2/global/pg_control"`

const logScript = `export LC_ALL=C
for file in "$1"/pg_wal/*; do
  name="\${file##*/}"
  if [[ "$name" != *.history ]]; then
    [[ "$name" =~ ^[0-9A-F]{24}$ && ! "$name" < "$3" && ! "$name" > "$4" ]] || continue
  fi
  cp -p "$file" "$2/pg_wal/$name" || exit 1
done`

/** From the volume that is the bench's source. */
export function benchFiles(bench: Bench): CopiedFiles {
  return {
    copyAll: async () => void (await bench.run(['bash', '-c', copyScript, 'dynarium', sourceData, dataPath])),
    complete: async (label, first, last) => {
      await bench.put({ name: 'data/backup_label', text: label })
      await bench.run(['bash', '-c', logScript, 'dynarium', sourceData, dataPath, first, last])
    },
  }
}

/** For `run` of a bench or of a server. */
export const measureCommand = ['sh', '-c', 'du -sb "$1" 2>/dev/null | cut -f 1; du -sb "$1/pg_wal" 2>/dev/null | cut -f 1', 'dynarium', dataPath] as const

export function measured(text: string): { readonly dataBytes: number; readonly walBytes: number } {
  const [whole = 0, walBytes = 0] = text.split('\n').map(Number)
  return { dataBytes: whole - walBytes, walBytes }
}
