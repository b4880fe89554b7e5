// Ledgers of writes: one for each database that is asked for one. It goes where the database's URL goes, as a restarted app would.

import type { LedgerCounts } from '../../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { CallHandlers, StreamHandlers } from '../../journal/room.ts'
import type { PostgresContext } from './context.ts'
import { urlVar } from './database-url.ts'

const everyMs = 250

export function ledgerRoom(context: PostgresContext): { readonly calls: CallHandlers; readonly streams: StreamHandlers } {
  const { ledgers, desk } = context
  const { kernel } = desk
  const urlNow = (addOnId: string): string => kernel.state.addOns[addOnId]?.config['default']?.[urlVar] ?? ''

  kernel.on('addon.configured', ({ data }) => ledgers.follow(data.addOnId, urlNow(data.addOnId)))

  const calls: CallHandlers = {
    'ledger:start': async ({ addOn: name, perSecond, connections }, { cause }) => {
      const { addOn, database } = context.require(name)
      if (database.kind === 'simulated') throw new PlatformError('postgres-unsupported', { what: 'A ledger of writes', why: 'clients can not connect to an imitated database', fix: 'Use a platform with real processes.' })
      await ledgers.start({ id: addOn.id, url: urlNow(addOn.id), perSecond, connections })
      kernel.commit(cause, [{ type: 'ledger.started', app: addOn.appId, data: { addOnId: addOn.id, perSecond, connections } }])
      return { seq: kernel.state.seq }
    },
    'ledger:stop': async ({ addOn: name }, { cause }) => {
      const { addOn } = context.require(name)
      const verdict = await ledgers.settle(addOn.id)
      const { acknowledged, lost, duplicated } = verdict
      kernel.commit(cause, [{ type: 'ledger.settled', app: addOn.appId, data: { addOnId: addOn.id, acknowledged, lost, duplicated } }])
      return verdict
    },
    'ledger:counts': ({ addOn: name }) => ({ counts: ledgers.counts(context.require(name).addOn.id) }),
  }

  const streams: StreamHandlers = {
    ledger: ({ addOn: name }) => {
      const { addOn } = context.require(name)
      let isOver = false
      let last = ''
      return {
        next: async () => {
          while (!isOver && context.isOpen() && kernel.state.addOns[addOn.id] !== undefined) {
            await context.pause(everyMs)
            const counts = ledgers.counts(addOn.id)
            const text = JSON.stringify({ ...counts, at: 0 })
            if (isOver || counts === null || text === last) continue
            last = text
            return counts satisfies LedgerCounts
          }
          return null
        },
        close: () => void (isOver = true),
      }
    },
  }
  return { calls, streams }
}
