import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { duration } from '../../../shared/text/time.ts'
import { openAddress } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAppAddress } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'

export function NoRequests({ app }: { readonly app: App }) {
  const address = useAppAddress(app)
  const visit = useCommand('traffic:visit')
  const [answer, setAnswer] = useState<CallOutput<'traffic:visit'> | null>(null)
  return (
    <EmptyState title="No requests yet">
      <p>Every request to {app.name} will be a line here as it ends: its path, its status, the dyno that had it, and where its time went. Requests from before this engine started are in the logs.</p>
      <div className="actions">
        {address !== null && <Button look="primary" icon="outside" onClick={() => openAddress(address)}>Open the app</Button>}
        <Button icon="traffic" isPending={visit.isPending} onClick={() => void visit.run({ app: app.id, path: '/' }).then(setAnswer)}>Send one request</Button>
      </div>
      <p className="small" role="status">{answer === null ? '' : answer.problem ?? `Answered with ${answer.status} in ${duration(answer.totalMs)}.`}</p>
      <ErrorNote error={visit.error} />
    </EmptyState>
  )
}
