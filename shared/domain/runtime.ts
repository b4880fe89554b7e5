// What dynos run on. A platform is either real or simulated; on a real one each app chooses between processes of this machine and
// containers.

export type RuntimeKind = 'process' | 'docker' | 'simulated'

export const realRuntimes = ['process', 'docker'] as const
export type RealRuntime = (typeof realRuntimes)[number]

/** What a dyno's container is called: `docker ps` is read by people, too. */
export const containerName = (app: string, dyno: string, dynoId: string): string => `${app}.${dyno}.${dynoId.slice(0, 8)}`.replace(/[^\w.-]/g, '-')
