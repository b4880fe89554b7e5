// Which shape an add-on has in the window: what it is for, told by its service. A service that nobody here knows is a plug.

export type AddOnKind = 'database' | 'store' | 'cache' | 'clock' | 'lines' | 'mail' | 'bars' | 'plug'

const kinds: Readonly<Record<string, AddOnKind>> = {
  'heroku-postgresql': 'database', 'heroku-redis': 'store', memcachier: 'cache', scheduler: 'clock', papertrail: 'lines', 'mail-catcher': 'mail', metrics: 'bars',
}

export const addOnKind = (service: string): AddOnKind => (Object.hasOwn(kinds, service) ? (kinds[service] as AddOnKind) : 'plug')

const kindWords: Readonly<Record<AddOnKind, string>> = { database: 'database', store: 'key-value store', cache: 'cache', clock: 'scheduler', lines: 'log service', mail: 'mailbox', bars: 'metrics', plug: 'service' }

export const addOnKindWord = (service: string): string => kindWords[addOnKind(service)]
