import type { IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser'

type Restriction = Pick<IRegularForbiddenRuleType, 'from' | 'to'>

/** Small pure packages the engine is built with; each runs without Node, DOM, clock and chance. */
const PURE_PACKAGES = '/node_modules/(zod|ignore|yaml)/'
/** The rooms of the engine that meet through events only. */
const ROOMS = 'build|dynos|router|faults|billing|addons|logs|metrics|flow|traffic|machine|factors|experiments|why|museum|wire|containers|autoscale|pipelines|people'
const NODE = { dependencyTypes: ['core' as const] }

/** D1 to D6 of the architecture, as dependency-cruiser reads them. `$1` is the room the importing file is in. */
export const DEPENDENCY_RULES: IForbiddenRuleType[] = [
  rule('D1 shared imports nothing of ours', { path: '^shared/' }, { path: '^(?!shared/)', pathNot: PURE_PACKAGES }),
  rule('D1 shared knows no Node', { path: '^shared/' }, NODE),
  rule('D2 engine imports shared only', { path: '^electron/engine/' }, { path: '^(?!electron/engine/|shared/)', pathNot: PURE_PACKAGES }),
  rule('D2 engine knows no Node', { path: '^electron/engine/' }, NODE),
  layer('ports', 'ports'),
  layer('journal', 'ports|journal'),
  layer('platform', 'ports|journal|platform'),
  rule(
    'D3 rooms of the engine do not import each other',
    { path: `^electron/engine/(${ROOMS})/` },
    { path: '^electron/engine/', pathNot: '^electron/engine/(ports|journal|platform|$1)/' },
  ),
  rule('D3 classroom stays below the engine', { path: '^electron/engine/classroom/' }, { path: '^electron/engine/engine\\.ts' }),
  rule(
    'D3 the simulated world is for roots, lessons and tests',
    { path: '^electron/engine/(?!sim/|classroom/)' },
    { path: '^electron/engine/sim/' },
  ),
  rule(
    'D4 adapters know ports and shared only',
    { path: '^electron/adapters/' },
    { path: '^(electron/(?!adapters/|engine/ports/)|renderer/|e2e/|scripts/)' },
  ),
  rule('D4 adapters do not import each other', { path: '^electron/adapters/([^/]+)/' }, { path: '^electron/adapters/', pathNot: '^electron/adapters/($1|parts)/' }),
  rule('D4 dockerode stays in its adapter', { pathNot: '^electron/adapters/docker/' }, { path: '(^|/node_modules/(@types/)?)dockerode(/|$)' }),
  rule('D5 only main and preload import electron', { pathNot: '^electron/(main|preload)/' }, { path: '/node_modules/electron/' }),
  rule('D5 nothing imports the roots', { pathNot: '^electron/(main|headless|preload)/' }, { path: '^electron/(main|headless)/' }),
  rule('D6 renderer imports shared only', { path: '^renderer/' }, { path: '^(?!renderer/|shared/|[^ ]*/node_modules/)' }),
  rule('D6 renderer knows no Node', { path: '^renderer/' }, NODE),
  rule(
    'D6 scene knows neither React nor the store',
    { path: '^renderer/scene/' },
    { path: '(/node_modules/(@types/)?(react|react-dom|zustand)/|^renderer/(?!scene/|text/))' },
  ),
]

function layer(room: string, mayKnow: string): IForbiddenRuleType {
  return rule(`D3 ${room} knows only what is below it`, { path: `^electron/engine/${room}/` }, { path: '^electron/engine/', pathNot: `^electron/engine/(${mayKnow})/` })
}

function rule(name: string, from: Restriction['from'], to: Restriction['to']): IForbiddenRuleType {
  return { name, severity: 'error', from, to }
}
