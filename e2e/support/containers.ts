// The container engine that `npm test` found or started, or none.

/** For `--runtime docker`; null where there is none: tests in containers are skipped then. */
export const containerEngine: string | null = process.env['DYNARIUM_DOCKER'] ?? null

/** What a host is started with so that its apps run in containers. */
export const inContainers = ['--runtime', 'docker'] as const
