import { stat } from 'node:fs/promises'
import type { Check } from '../check.ts'

export const docker: Check = {
  id: 'docker', group: 'machine', title: 'Docker', purpose: 'Not needed: dynos run as plain processes of this machine.',
  look: async ({ platform, env }) => {
    const place = env['DOCKER_HOST'] ?? (platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock')
    if (/^(tcp|ssh|https?):/.test(place)) return { state: 'fine', found: 'set up on another machine, and not used' }
    const isThere = await stat(place.replace(/^(unix|npipe):\/\//, '')).then(() => true, () => false)
    return { state: 'fine', found: isThere ? 'here, and not used' : 'not here, and not needed', raw: place }
  },
}
