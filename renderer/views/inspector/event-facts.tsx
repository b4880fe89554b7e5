import { Button } from '../../components/button.tsx'
import { useMirror } from '../../store/mirror.ts'
import { select, showApp, showView, useUi } from '../../store/ui.ts'
import { lastWhere } from '../../text/last-where.ts'
import { WhyChain } from '../activity/why-chain.tsx'
import { subjectOf, type Subject } from './event-subject.ts'

/** Why it happened, and the way to what it happened to. */
export function EventFacts({ seq }: { readonly seq: number }) {
  const event = useMirror((mirror) => lastWhere(mirror.recent, (entry) => entry.seq === seq))
  const state = useMirror((mirror) => mirror.state)
  const subject = event === null ? null : subjectOf(event, state)
  return (
    <>
      <section><WhyChain seq={seq} /></section>
      {subject !== null && <section><Button isSmall onClick={() => goTo(subject)}>{subject.label}</Button></section>}
    </>
  )
}

function goTo(subject: Subject): void {
  if (useUi.getState().appId !== subject.appId) showApp(subject.appId, 'overview')
  if ('view' in subject) showView(subject.view)
  else select(subject.selection)
}
