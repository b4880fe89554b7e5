// Memory of a process as Linux counts it: shared pages once, in parts for all that share them.
import { readFileSync } from 'node:fs'

/** 0 when it is gone. */
export function pssBytes(pid) {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
