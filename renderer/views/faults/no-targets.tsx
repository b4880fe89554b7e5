import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { showView } from '../../store/ui.ts'

/** Nothing runs yet, so nothing can be hit. */
export function NoTargets({ what }: { readonly what: string }) {
  return (
    <EmptyState title="Nothing to break yet">
      <p>{what} are aimed at what runs: dynos, hosts, the router. Each ends by itself, and whatever it changed is put back. First something must run.</p>
      <Button look="primary" icon="deploy" onClick={() => showView('deploy')}>Deploy this app</Button>
    </EmptyState>
  )
}
