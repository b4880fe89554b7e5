import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** When a process began, as text that only it has among all with its id; null when that can not be known. */
export function processStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') return linuxStart(pid)
    if (process.platform === 'darwin') return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
  } catch {
    // No such process.
  }
  return null
}

/** Field 22 of stat, counted in ticks since the boot; the boot's id makes it unique. Field 2 may hold spaces and brackets. */
function linuxStart(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // A zombie only waits to be counted: it runs nothing.
  if (fields[0] === 'Z') throw new Error('ended')
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
}
