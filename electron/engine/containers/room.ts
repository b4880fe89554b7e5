// The room of containers: what the container engine of this machine is like, and the images of stacks in it. Heroku keeps its stack
// images to itself. Nothing here is in the journal: the images are the engine's, and are looked at anew each time.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BringNews, BringOrder } from '../../../shared/protocol/containers.ts'
import { createChannel } from '../journal/channel.ts'
import type { Reader, Room } from '../journal/room.ts'
import type { ContainerHost } from '../ports/container-host.ts'

/** Items that may wait for a slow reader, and lines in one of them. */
const newsBound = 64
const linesBound = 200

export function createContainersRoom(host: ContainerHost): Room {
  let isBusy = false

  function bring(order: BringOrder): Reader<BringNews> {
    if (isBusy) throw new PlatformError('image-busy')
    isBusy = true
    let failure: unknown = null
    const channel = createChannel<BringNews>({ bound: newsBound, merge: together, onClose: () => bringing.cancel() })
    const bringing = host.bring(order, channel.push)
    void bringing.done
      .catch((error: unknown) => (failure = error))
      .finally(() => {
        isBusy = false
        channel.end()
      })
    return {
      next: async () => {
        const news = await channel.reader.next()
        if (news === null && failure !== null) throw failure
        return news
      },
      close: channel.reader.close,
    }
  }

  return {
    calls: {
      'docker:info': () => host.look(),
      'docker:images': async () => ({ images: [...(await host.images())], stacks: [...host.stacks] }),
      'docker:images:remove': async ({ image }) => {
        await host.removeImage(image)
        return {}
      },
      'docker:made': async () => ({ things: [...(await host.made())] }),
      'docker:clean': ({ things }) => host.removeMade(things),
      'docker:images:export': async ({ image, path }) => ({ bytes: await host.exportImage(image, path) }),
    },
    streams: { 'docker:bring': bring },
    stop: host.stop,
  }
}

/** Of bars only the last state counts; of lines the last ones. */
function together(older: BringNews, newer: BringNews): BringNews | null {
  if (older.kind === 'progress' && newer.kind === 'progress') return newer
  if (older.kind === 'output' && newer.kind === 'output') return { kind: 'output', lines: [...older.lines, ...newer.lines].slice(-linesBound) }
  return null
}
