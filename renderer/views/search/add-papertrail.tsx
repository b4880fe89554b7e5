import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { usePrices } from '../../store/selectors.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { limitWords, planAddsWords } from '../../text/addon-words.ts'

const [service, planName] = ['papertrail', 'choklad']
const plan = `${service}:${planName}`

export function AddPapertrail({ app, isComing }: { readonly app: App; readonly isComing: boolean }) {
  const create = useCommand('addons:create')
  const { value } = useAnswer('addons:services', {})
  const prices = usePrices()
  const limits = value?.services.find(({ slug }) => slug === service)?.plans.find(({ name }) => name === planName)?.limits ?? null
  const price = value === null ? '' : ` · ${planAddsWords(value.prices.find((one) => one.plan === plan)?.monthMicros ?? null, prices)}`
  return (
    <div className="search-main">
      <EmptyState title="Nothing is kept for searching yet">
        <p>
          Papertrail keeps the lines that {app.name} writes from then on, and finds them again in the syntax that Papertrail has. Searches can be saved, raise alerts and be
          followed live, and every hour makes an archive. All of it stays on this machine.
        </p>
        {limits !== null && <p className="soft small">Choklad: {limitWords(limits).join(', ')}.</p>}
        <Button look="primary" icon="plus" isPending={create.isPending || isComing} onClick={() => void create.run({ app: app.id, service: plan })}>Add Papertrail Choklad{price}</Button>
        <ErrorNote error={create.error} />
      </EmptyState>
    </div>
  )
}
