import { duration } from '../../../shared/text/time.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { markOf } from '../../scene/dyno-mark.ts'
import type { Boot } from '../../scene/boots.ts'
import { useDynos } from '../../store/selectors.ts'
import { select } from '../../store/ui.ts'
import type { Push } from './use-push.ts'

/** Each dyno of the release: when it came up, counted from the release, and how it is now. */
export function DynosStep({ push: { app, release, boots } }: { readonly push: Push }) {
  const dynos = useDynos(app.id)
  if (release === null) return <p className="faint">There is no release to run yet.</p>
  const own = dynos.filter((dyno) => dyno.version === release.version && dyno.kind === 'formation')
  const names = [...new Set([...boots.map(({ name }) => name), ...own.map(({ name }) => name)])].sort()
  if (names.length === 0) return <p className="soft">No dyno was started on v{release.version}: the formation is scaled to 0, or it was long ago and the events are further back than is read here.</p>
  return (
    <table className="boots">
      <thead>
        <tr><th scope="col">Dyno</th><th scope="col" className="number">Up after</th><th scope="col" className="number">Boot</th><th scope="col">Now</th></tr>
      </thead>
      <tbody>
        {names.map((name) => <BootRow key={name} name={name} boot={boots.find((entry) => entry.name === name) ?? null} dyno={newestOf(own, name)} from={release.status.kind === 'succeeded' ? release.status.at : release.createdAt} />)}
      </tbody>
    </table>
  )
}

const newestOf = (dynos: readonly Dyno[], name: string): Dyno | null => dynos.filter((dyno) => dyno.name === name).sort((a, b) => b.createdAt - a.createdAt)[0] ?? null

type BootRowProps = { readonly name: string; readonly boot: Boot | null; readonly dyno: Dyno | null; readonly from: number }

function BootRow({ name, boot, dyno, from }: BootRowProps) {
  const mark = dyno === null ? null : markOf(dyno, null)
  const bootMs = boot?.bootMs ?? dyno?.bootMs ?? null
  return (
    <tr>
      <td>{dyno === null ? <span className="mono">{name}</span> : <Button look="quiet" isSmall className="mono boots-name" onClick={() => select({ kind: 'dyno', id: dyno.id, name })}>{name}</Button>}</td>
      <td className="number soft">{cameUp(boot, from)}</td>
      <td className="number mono">{bootMs === null ? '' : duration(bootMs)}</td>
      <td>{mark === null ? <span className="faint">replaced</span> : <StateMark kind={mark.kind} word={mark.word} since={mark.since} expectedMs={mark.expectedMs} size={12} />}</td>
    </tr>
  )
}

function cameUp(boot: Boot | null, from: number): string {
  if (boot === null) return 'later'
  if (boot.upAt !== null) return duration(Math.max(0, boot.upAt - from))
  return boot.hasCrashed ? 'crashed first' : boot.endedAt === null ? 'not yet' : 'ended first'
}
