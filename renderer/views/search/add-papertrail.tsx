import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { usePrices } from '../../store/selectors.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { planAddsWords } from '../../text/addon-words.ts'

const plan = 'papertrail:choklad'

export function AddPapertrail({ app, isComing }: { readonly app: App; readonly isComing: boolean }) {
  const create = useCommand('addons:create')
  const { value } = useAnswer('addons:services', {})
  const prices = usePrices()
  const price = value === null ? '' : ` · ${planAddsWords(value.prices.find((one) => one.plan === plan)?.monthMicros ?? null, prices)}`
  return (
    <div className="search-main">
      <EmptyState title="Nothing is kept for searching yet">
        <p>
          Papertrail keeps the lines that {app.name} writes from then on: up to a million of them can be searched at once, in the syntax that Papertrail has. Searches can be saved, raise alerts and be
          followed live, and every hour makes an archive. All of it stays on this machine.
        </p>
        <Button look="primary" icon="plus" isPending={create.isPending || isComing} onClick={() => void create.run({ app: app.id, service: plan })}>Add Papertrail Choklad{price}</Button>
        <ErrorNote error={create.error} />
      </EmptyState>
    </div>
  )
}
