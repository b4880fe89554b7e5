import type { Check, Environment, Finding } from '../check.ts'

const proxyNames = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'] as const
const exceptionNames = ['no_proxy', 'NO_PROXY'] as const
const wanted = ['localhost', '127.0.0.1']

export const proxy: Check = {
  id: 'proxy', group: 'machine', title: 'Proxy', purpose: 'A proxy that is also asked for this machine stops git and scripts from reaching Dynarium.',
  look: ({ env, platform }) => proxyFinding(env, platform),
}

export function proxyFinding(env: Environment, platform: NodeJS.Platform): Finding {
  const set = proxyNames.filter((name) => (env[name] ?? '') !== '')
  if (set.length === 0) return { state: 'fine', found: 'none is set' }
  const kept = [...new Set(exceptionNames.flatMap((name) => (env[name] ?? '').split(',')).map((entry) => entry.trim()).filter(Boolean))]
  const exceptions = kept.map((entry) => entry.replace(/^\*?\./, ''))
  const missing = wanted.filter((name) => !exceptions.includes(name) && !exceptions.includes('*'))
  const raw = [...set.map((name) => `${name}=${withoutSecrets(env[name] ?? '')}`), ...exceptionNames.map((name) => `${name}=${env[name] ?? ''}`)].join('\n')
  if (missing.length === 0) return { state: 'fine', found: 'set, and this machine is left out', raw }
  const value = [...kept, ...missing].join(',')
  return {
    state: 'warning', found: `set, also for ${missing.join(' and ')}`, raw,
    fix: 'Leave this machine out of it, in the terminal you push from and where Dynarium is started.',
    command: platform === 'win32' ? `setx NO_PROXY "${value}"` : `export no_proxy=${value} NO_PROXY=${value}`,
  }
}

/** The address of a proxy may carry a name and a password. */
function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//…@')
}
