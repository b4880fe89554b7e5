// What dynos run on. A platform is either real or simulated; on a real one each app chooses between processes of this machine and
// containers.

export type RuntimeKind = 'process' | 'docker' | 'simulated'

export const realRuntimes = ['process', 'docker'] as const
export type RealRuntime = (typeof realRuntimes)[number]
