// What the desktop window and its page say to each other beside the engine's calls: where to go, what was chosen in a menu, and
// what closing should do. Never more than navigation: nothing here changes the platform.

import { z } from 'zod'
import { appNamePattern } from '../domain/app.ts'

/** Somewhere the page is asked to show, by a deep link or a folder on the command line. */
export const place = z.discriminatedUnion('kind', [
  /** `view` in the page's own words; it says so when it knows no such view. */
  z.object({ kind: z.literal('app'), name: z.string().regex(appNamePattern), view: z.string().regex(/^[a-z]{1,24}$/).nullable() }),
  z.object({ kind: z.literal('doctor') }),
  /** Offered for deployment; a person has to say yes. */
  z.object({ kind: z.literal('folder'), path: z.string().min(1).max(4096) }),
  /** An address that means nothing here. */
  z.object({ kind: z.literal('unknown'), text: z.string().max(200) }),
])
export type Place = z.infer<typeof place>

/** What can be chosen in a menu and is done by the page. `go-` and the name of a view, or `page-` and the name of a page. */
export const windowCommands = [
  'deploy-folder', 'open-in-browser', 'search', 'terminal', 'shortcuts', 'stop-faults', 'zoom-in', 'zoom-out', 'zoom-reset',
  'theme-system', 'theme-light', 'theme-dark', 'theme-contrast', 'theme-projector',
  'page-apps', 'page-pipelines', 'page-map', 'page-activity', 'page-codes', 'page-money', 'page-addons', 'page-scheduler', 'page-containers', 'page-doctor', 'page-preferences', 'page-welcome',
  'go-map', 'go-overview', 'go-deploy', 'go-releases', 'go-config', 'go-logs', 'go-metrics', 'go-autoscale', 'go-access', 'go-activity', 'go-router', 'go-faults', 'go-experiments', 'go-factors', 'go-settings',
] as const
export type WindowCommand = (typeof windowCommands)[number]

/** What closing the last window does while dynos run. */
export const closeChoice = z.enum(['ask', 'keep', 'quit'])
export type CloseChoice = z.infer<typeof closeChoice>
