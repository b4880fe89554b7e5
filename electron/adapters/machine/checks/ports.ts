import type { Check, Surroundings } from '../check.ts'

const looks = 40

export const ports: Check = {
  id: 'ports', group: 'needed', title: 'Ports of Dynarium', purpose: 'One port for this window, git and the API, one where apps answer.',
  look: async (around) => {
    const { controlPort, routerPort } = around
    const found = `${controlPort} for the window and git, ${routerPort} for apps`
    const others = around.usualPorts.filter((port) => port !== controlPort && port !== routerPort)
    const held = (await Promise.all(others.map(async (port) => ((await around.isPortFree(port)) ? null : `port ${port}: ${await holderOf(port, around)}`)))).filter((text) => text !== null)
    if (held.length === 0) return { state: 'fine', found }
    return {
      state: 'warning', found: `${found}; the usual ${held.length === 1 ? 'one is' : 'ones are'} taken (${held.join(', ')})`,
      fix: 'Nothing needs to be done: addresses of apps and git have other numbers than usual. End the other program and start Dynarium again to have the usual ones.',
      raw: held.join('\n'),
    }
  },
}

export const dynoPorts: Check = {
  id: 'dyno-ports', group: 'machine', title: 'Ports for dynos', purpose: 'Each web dyno listens on one of them.',
  look: async ({ dynoPorts: [first, last], isPortFree }) => {
    const step = Math.max(1, Math.floor((last - first + 1) / looks))
    const looked = Array.from({ length: looks }, (_, at) => first + at * step).filter((port) => port <= last)
    const free = (await Promise.all(looked.map(isPortFree))).filter(Boolean).length
    const found = `${free} of the ${looked.length} looked at are free (${first} to ${last})`
    if (free >= looked.length / 2) return { state: 'fine', found }
    return { state: free === 0 ? 'problem' : 'warning', found, fix: 'Other programs use most of this range. End them, or web dynos may find no port.' }
  },
}

/** Who listens there, as far as this machine tells. */
async function holderOf(port: number, around: Surroundings): Promise<string> {
  const lsof = around.findProgram('lsof')
  if (lsof !== null) {
    const { text } = await around.ask([lsof, '-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fcp'])
    const [name, pid] = [/^c(.+)$/m.exec(text)?.[1], /^p(\d+)$/m.exec(text)?.[1]]
    if (name !== undefined) return `${name}${pid === undefined ? '' : `, process ${pid}`}`
  }
  const ss = around.findProgram('ss')
  if (ss !== null) {
    const { text } = await around.ask([ss, '-Hltnp', `sport = :${port}`])
    const [, name, pid] = /\("([^"]+)",pid=(\d+)/.exec(text) ?? []
    if (name !== undefined) return `${name}, process ${pid}`
  }
  return 'another program'
}
