import type { Check } from '../check.ts'
import { installLine } from '../install-line.ts'
import { versionIn } from '../version-in.ts'

export const bash: Check = {
  id: 'bash', group: 'needed', title: 'Bash', purpose: 'Runs the commands of every dyno and build, as on Heroku.',
  look: async (around) => {
    const program = around.findShell()
    if (program === null) {
      const isWindows = around.platform === 'win32'
      return {
        state: 'problem', found: 'not installed', raw: 'bash: not found',
        fix: isWindows ? 'Install Git for Windows: its bash is used.' : 'Install bash, then check again. Until then no dyno starts.',
        command: installLine({ apt: 'bash', dnf: 'bash', pacman: 'bash', brew: 'bash', winget: 'Git.Git' }, around),
      }
    }
    const { text } = await around.ask([program, '--version'])
    return { state: 'fine', found: `version ${versionIn(text)}`, raw: `${program}\n${text}` }
  },
}
