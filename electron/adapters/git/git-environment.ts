// What every git process of the platform gets: the person's PATH, none of their git settings, and no way to ask for a password.

/** Settings by command line, so that no repository stores a path of this machine and a moved data folder still works. */
export function gitSettings(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
}

/** The environment without anything that would point git elsewhere, e.g. when Dynarium was started from a git hook. */
function plainEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [key, value] of Object.entries(process.env)) {
    if (value !== undefined && !key.toUpperCase().startsWith('GIT_')) env[key] = value
  }
  return { ...env, GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', GCM_INTERACTIVE: 'never', ...extra }
}

/** For work on our own repositories: a person's hooks, filters and rewrites must not change what a push means. */
export function ownEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return plainEnvironment({ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_ATTR_NOSYSTEM: '1', LC_ALL: 'C', ...extra })
}

/** For fetching from elsewhere: the person's proxies and address rewrites count, their prompts do not. */
export function outsideEnvironment(): Record<string, string> {
  const ssh = process.env['GIT_SSH_COMMAND'] ?? 'ssh'
  return plainEnvironment({
    GIT_SSH_COMMAND: `${ssh} -o BatchMode=yes`,
    // `ext` runs programs. Local paths are fine: a build runs the pushed code as the same person anyway.
    GIT_ALLOW_PROTOCOL: 'https:http:git:ssh:file',
    LC_ALL: 'C',
  })
}
