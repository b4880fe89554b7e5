// A server stops keeping its log for another. A reader that is still there is ended first, and may come back once more before it hears of it.

import type { Answer, ServerId } from '../../engine/ports/postgres-host.ts'
import { slotOf } from './settings-text.ts'

const tries = 100

/** `ask` as the superuser of the one that keeps. */
export async function releaseSlot(id: ServerId, ask: (text: string, values: readonly (string | number)[]) => Promise<Answer>): Promise<void> {
  for (let turn = 0; turn < tries; turn++) {
    const { rows } = await ask('SELECT active_pid FROM pg_replication_slots WHERE slot_name = $1', [slotOf(id)])
    if (rows.length === 0) return
    const reader = rows[0]?.[0]
    if (reader == null) await ask('SELECT pg_drop_replication_slot($1)', [slotOf(id)]).catch(() => {})
    else await ask('SELECT pg_terminate_backend($1)', [Number(reader)])
  }
}
