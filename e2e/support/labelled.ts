import { readdirSync, readFileSync } from 'node:fs'

/** Processes of dynos of this data folder (Linux). */
export function labelled(dataDir: string): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
      return environment.split('\0').some((entry) => entry.startsWith('DYNARIUM_DYNO=')) && environment.includes(dataDir)
    } catch {
      return false
    }
  })
}
