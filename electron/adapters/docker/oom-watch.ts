// Hears when the kernel ends a process of a dyno because its container is out of memory. Heroku ends the dyno as a whole then (R15), so
// it is told of any process in it.

import type Docker from 'dockerode'
import type { Readable } from 'node:stream'
import { filterOf, labelNames } from './labels.ts'

export type OomWatch = { stop(): void }

const againMs = 1000

/** `ranOut` gets the id of a dyno. */
export function createOomWatch(docker: Docker, data: string, ranOut: (dynoId: string) => void): OomWatch {
  let isOver = false
  let stream: Readable | null = null
  let timer: NodeJS.Timeout | null = null

  async function listen(): Promise<void> {
    try {
      const events = (await docker.getEvents({ filters: { type: ['container'], event: ['oom'], ...filterOf(data) } })) as Readable
      stream = events
      if (isOver) events.destroy()
      let text = ''
      events.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (text + chunk).split('\n')
        text = lines.pop() ?? ''
        for (const line of lines) tell(line)
      })
      await new Promise<void>((settle) => events.once('close', settle).once('error', () => settle()))
    } catch {
      // Docker is away: how a container ended is asked of it in any case.
    }
    if (!isOver) timer = setTimeout(() => void listen(), againMs).unref()
  }

  function tell(line: string): void {
    if (line === '') return
    const { Actor: actor } = JSON.parse(line) as { Actor?: { Attributes?: Readonly<Record<string, string>> } }
    const dynoId = actor?.Attributes?.[labelNames.dyno]
    if (dynoId !== undefined) ranOut(dynoId)
  }

  void listen()
  return {
    stop: () => {
      isOver = true
      stream?.destroy()
      if (timer !== null) clearTimeout(timer)
    },
  }
}
