import { useState } from 'react'
import type { MadeThing, Removal } from '../../../shared/protocol/containers.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'

type Kind = MadeThing['kind']

const kindWords: Readonly<Record<Kind, readonly [many: string, note: string]>> = {
  container: ['containers', 'dynos and builds'],
  network: ['networks', 'one for each app'],
  volume: ['volumes', 'build caches'],
  image: ['images', 'of apps'],
}
const kinds = Object.keys(kindWords) as Kind[]

/** What Dynarium made in the engine besides stack images, here and in other data folders, and its removal. */
export function MadeList() {
  const made = useAnswer('docker:made', {})
  const clean = useCommand('docker:clean')
  const ownFolder = useMirror((mirror) => mirror.info?.dataDir ?? null)
  const [isAsking, setIsAsking] = useState(false)
  const [outcome, setOutcome] = useState<Removal | null>(null)
  const things = made.value?.things ?? []
  const own = things.filter(({ data, isInUse }) => data === ownFolder && isInUse).length

  async function cleanAll(): Promise<void> {
    const removal = await clean.run({ things: things.map(({ kind, id }) => ({ kind, id })) })
    if (removal === null) return
    setIsAsking(false)
    setOutcome(removal)
    made.again()
  }

  return (
    <section className="panel" aria-labelledby="made-here">
      <div className="panel-head">
        <h2 id="made-here">Made in the engine</h2>
        <span className="faint small">By this Dynarium and by others of this machine. Nothing else is ever touched.</span>
        <div className="actions"><Button isSmall isPending={made.isPending} onClick={made.again}>List again</Button></div>
      </div>
      <div className="panel-body stack-8">
        <ErrorNote error={made.error} />
        {made.value !== null && (things.length === 0 ? <p className="faint">Nothing is there.</p> : (
          <dl className="facts">
            {kinds.flatMap((kind) => {
              const ofKind = things.filter((thing) => thing.kind === kind)
              return ofKind.length === 0 ? [] : [<dt key={kind}>{capital(kindWords[kind][0])}</dt>, <dd key={`${kind} count`}>{ofKind.length}, {bytesOf(ofKind)} <span className="faint small">{kindWords[kind][1]}{inUse(ofKind)}</span></dd>]
            })}
          </dl>
        ))}
        {outcome !== null && (
          <div role="status">
            <p>{outcome.removed} {outcome.removed === 1 ? 'thing was' : 'things were'} removed, {byteSize(outcome.freedBytes)} in all.</p>
            {outcome.left.map((sentence) => <p key={sentence} className="small">{sentence}</p>)}
          </div>
        )}
        {things.length > 0 && !isAsking && <div><Button icon="trash" onClick={() => setIsAsking(true)}>Clean this machine</Button></div>}
        {isAsking && (
          <Confirm
            title="Remove all that Dynarium made in the engine?" action={`Remove ${things.length} ${things.length === 1 ? 'thing' : 'things'} · ${bytesOf(things)}`} isDangerous isPending={clean.isPending} error={clean.error}
            onConfirm={() => void cleanAll()} onCancel={() => setIsAsking(false)}
          >
            <p>{own === 0 ? 'Nothing of it is in use by this Dynarium.' : 'Dynos that run in containers end, and are started anew as after a crash.'} The next builds begin without a cache. Stack images stay: they are removed above. Databases in containers stay, too: they go with their add-ons.</p>
          </Confirm>
        )}
      </div>
    </section>
  )
}

const bytesOf = (things: readonly MadeThing[]): string => byteSize(things.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0))
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function inUse(things: readonly MadeThing[]): string {
  const count = things.filter((thing) => thing.isInUse).length
  return count === 0 ? '' : `, ${count} in use`
}
