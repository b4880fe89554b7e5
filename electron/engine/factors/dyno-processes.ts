// The processes of a dyno and the ports they listen on, from the kernel's own files. A script prints them inside the dyno; this reads it.
// Linux only: elsewhere there is nothing to read, and that is said.

/**
 * A process belongs to the dyno when it has its HEROKU_DYNO_ID; LOOK_AT names another dyno. Lines: `P pid session command`, `S pid inode` for its sockets,
 * `L address inode` for what listens, `M session` for the script's own.
 */
export const lookAtProcesses = `[ -r /proc/net/tcp ] || exit 3
me=$(cut -d' ' -f6 /proc/$$/stat); echo "M $me"
for file in $(grep -lzx "HEROKU_DYNO_ID=\${LOOK_AT:-$HEROKU_DYNO_ID}" /proc/[0-9]*/environ 2>/dev/null); do
  dir=\${file%/environ}; pid=\${dir#/proc/}
  stat=$(sed 's/.*) //' $dir/stat 2>/dev/null) || continue
  set -- $stat
  [ "$4" = "$me" ] && continue
  echo "P $pid $4 $(tr '\\0' ' ' < $dir/cmdline 2>/dev/null | cut -c1-120)"
  for fd in $dir/fd/*; do link=$(readlink $fd 2>/dev/null); case "$link" in socket:*) inode=\${link#socket:[}; echo "S $pid \${inode%]}";; esac; done
done
for table in /proc/net/tcp /proc/net/tcp6; do [ -r $table ] && awk '$4 == "0A" { print "L " $2 " " $10 }' $table; done
exit 0`

export type DynoProcesses = {
  readonly processes: readonly { readonly pid: number; readonly session: number; readonly command: string }[]
  readonly ports: readonly { readonly port: number; readonly isEverywhere: boolean }[]
}

/** Null when it could not be seen. */
export function readProcesses(text: string, status: number | null): DynoProcesses | null {
  if (status !== 0) return null
  const processes: { pid: number; session: number; command: string }[] = []
  const sockets = new Set<string>()
  const listening: { address: string; inode: string }[] = []
  for (const line of text.split('\n')) {
    const [kind = '', first = '', second = '', ...rest] = line.trim().split(' ')
    if (kind === 'P') processes.push({ pid: Number(first), session: Number(second), command: rest.join(' ').trim() })
    if (kind === 'S') sockets.add(second)
    if (kind === 'L') listening.push({ address: first, inode: second })
  }
  if (processes.length === 0) return null
  const ports = listening.filter(({ inode }) => sockets.has(inode)).map(({ address }) => {
    const [host = '', port = ''] = address.split(':')
    return { port: Number.parseInt(port, 16), isEverywhere: /^0+$/.test(host) }
  })
  return { processes, ports }
}
