import type { DockerReport } from '../../../../shared/protocol/containers.ts'
import { byteSize } from '../../../../shared/text/amounts.ts'
import type { Check, Finding } from '../check.ts'

export const docker: Check = {
  id: 'docker', group: 'machine', title: 'Containers', purpose: 'Optional: dynos can run in containers of Docker or Podman. Without, they run as plain processes of this machine.',
  look: async ({ lookAtContainers }) => containersFinding(await lookAtContainers()),
}

/** Never more than a word of warning: nobody needs it. Where there is none, nothing is asked for. */
export function containersFinding(report: DockerReport): Finding {
  if (report.kind === 'ready') {
    const { engine, version, apiVersion, address, cores, memoryBytes } = report
    return { state: 'fine', found: `${engine} ${version}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${byteSize(memoryBytes)} of memory`, raw: `${address}\nAPI ${apiVersion}` }
  }
  const { trouble, happened, fix, command, address, raw } = report
  const found = happened.replace(/\.$/, '')
  const words = [address, raw].filter((text) => text !== null).join('\n') || null
  return trouble === 'none' ? { state: 'fine', found: 'not here, and not needed', raw: words } : { state: 'warning', found, fix, command, raw: words }
}
