import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { PostgresDatabase } from '../../../shared/domain/postgres.ts'
import { useMirror } from '../../store/mirror.ts'
import { ServicePage } from '../services/service-page.tsx'
import { BackupsPanel } from './backups-panel.tsx'
import { ConnectionsPanel } from './connections-panel.tsx'
import { CredentialsPanel } from './credentials-panel.tsx'
import { FailoverTheatre } from './failover-theatre.tsx'
import { FollowersPanel } from './followers-panel.tsx'
import { QueryConsole } from './query-console.tsx'
import { ServersPanel } from './servers-panel.tsx'

type Part = 'servers' | 'failover' | 'query' | 'connections' | 'backups' | 'followers' | 'credentials'
const parts: readonly (readonly [Part, string])[] = [['servers', 'Servers'], ['failover', 'Failover'], ['query', 'Query'], ['connections', 'Connections'], ['backups', 'Backups'], ['followers', 'Followers'], ['credentials', 'Credentials']]

/** One database: its servers, what happens when one is lost, and what is in it. */
export function PostgresView() {
  return (
    <ServicePage title="Postgres" service="heroku-postgresql" make="Add a database to an app" about="A PostgreSQL database of an app. Here you will see its servers, run queries, take backups, and watch a standby take over when the primary is lost.">
      {(addOn) => <OneDatabase addOn={addOn} />}
    </ServicePage>
  )
}

function OneDatabase({ addOn }: { readonly addOn: AddOn }) {
  const database = useMirror((mirror) => mirror.state.postgres[addOn.id] ?? null)
  const [part, setPart] = useState<Part>('servers')
  if (database === null) return <p className="soft">Nothing is known of its servers yet.</p>
  return (
    <>
      <div className="segments postgres-parts" role="group" aria-label="Part of the database">{parts.map(([one, title]) => <button key={one} type="button" aria-pressed={one === part} onClick={() => setPart(one)}>{title}</button>)}</div>
      <Shown part={part} addOn={addOn} database={database} />
    </>
  )
}

function Shown({ part, addOn, database }: { readonly part: Part; readonly addOn: AddOn; readonly database: PostgresDatabase }) {
  switch (part) {
    case 'servers':
      return <ServersPanel addOn={addOn} database={database} />
    case 'failover':
      return <FailoverTheatre addOn={addOn} database={database} />
    case 'query':
      return <QueryConsole addOn={addOn} />
    case 'connections':
      return <ConnectionsPanel addOn={addOn} />
    case 'backups':
      return <BackupsPanel addOn={addOn} database={database} />
    case 'followers':
      return <FollowersPanel addOn={addOn} database={database} />
    case 'credentials':
      return <CredentialsPanel addOn={addOn} />
  }
}
