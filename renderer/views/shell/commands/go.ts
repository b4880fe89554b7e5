import { appSummary } from '../../../scene/app-summary.ts'
import { dynosOf } from '../../../../shared/domain/state.ts'
import { showApp, showPage, showView, views, type Page } from '../../../store/ui.ts'
import { keyWords } from '../../../text/keys.ts'
import { pageTitles, viewTitles } from '../navigation.tsx'
import type { Command, CommandContext } from './command.ts'

const pageWords: Readonly<Record<Page, string>> = { apps: 'all apps list', pipelines: 'stages promote promotion review apps staging production', map: 'world overview everything', activity: 'events all', codes: 'museum H R L error codes H12 R14 meaning', money: 'bill cost price invoice budget meter', addons: 'marketplace database postgres redis mail cache plans attach services', scheduler: 'cron jobs one-off', containers: 'docker podman images stack pull build import export', doctor: 'checks git runtimes ports disk trouble', preferences: 'settings theme scale options', welcome: 'doors start tour first run' }

export function goCommands({ app, apps, state }: CommandContext): readonly Command[] {
  return [
    ...(app === null ? [] : views.map((view): Command => ({
      id: `view-${view}`, group: 'Go', title: `Go to ${viewTitles[view]}`, note: app.name, keys: keyWords((action) => action.kind === 'view' && action.view === view), run: () => showView(view),
    }))),
    ...(Object.keys(pageTitles) as Page[]).map((page): Command => ({
      id: `page-${page}`, group: 'Go', title: `Go to ${pageTitles[page]}`, words: pageWords[page], keys: keyWords((action) => action.kind === 'page' && action.page === page), run: () => showPage(page),
    })),
    ...apps.filter((entry) => entry.id !== app?.id).map((entry): Command => {
      const last = state.appBuilds[entry.id]?.at(-1)
      const { word } = appSummary(entry, dynosOf(state, entry.id), last === undefined ? null : (state.builds[last] ?? null))
      return { id: `app-${entry.id}`, group: 'Go', title: `Go to app ${entry.name}`, note: word, words: 'switch open', run: () => showApp(entry.id) }
    }),
  ]
}
