import type { Check } from '../check.ts'
import { installLine } from '../install-line.ts'

export const archives: Check = {
  id: 'archives', group: 'machine', title: 'tar and gzip', purpose: 'Third-party buildpacks unpack what they fetch with them. Dynarium itself has its own.',
  look: async (around) => {
    const names = ['tar', 'gzip']
    const found = names.map((name) => ({ name, program: around.findProgram(name) }))
    const raw = found.map(({ name, program }) => `${name}: ${program ?? 'not on the PATH'}`).join('\n')
    const missing = found.filter(({ program }) => program === null).map(({ name }) => name)
    if (missing.length === 0) return { state: 'fine', found: 'here', raw }
    // Windows brings a tar and no gzip, and runs no third-party buildpack of its own accord.
    if (around.platform === 'win32') return { state: 'warning', found: `no ${missing.join(', no ')}`, fix: 'Git for Windows has both: start Dynarium from its bash.', raw }
    const words = missing.join(' ')
    return { state: 'warning', found: `no ${missing.join(', no ')}`, fix: 'Install them if you use third-party buildpacks.', command: installLine({ apt: words, dnf: words, pacman: words, brew: words, winget: null }, around), raw }
  },
}
