import { gitHistoryContract } from '../ports/git-history.contract.ts'
import { createSimulatedGit } from './simulated-git.ts'
import { createVirtualClock } from './virtual-clock.ts'

gitHistoryContract('simulated', async () => {
  const host = createSimulatedGit(createVirtualClock())
  const landed: string[] = []
  host.connect({
    admit: (app) => app,
    receive: async () => ({ accept: true }),
    landed: (pushes) => void landed.push(...pushes.map(({ ref, newCommit }) => `${ref} ${newCommit}`)),
  })
  return {
    host,
    push: async (app, { branch, parent, files, subject }) => {
      const id = host.commit({ files, parent, subject })
      await host.push(app, branch, id)
      return id
    },
    remove: async (app, branch) => void (await host.push(app, branch, null)),
    landed: () => landed,
    close: host.stop,
  }
})
