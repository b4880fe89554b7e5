import { arch, release, type } from 'node:os'
import { fine, type Check } from '../check.ts'

export const versions: Check = {
  id: 'versions', group: 'machine', title: 'System', purpose: 'What Dynarium itself runs on.',
  look: () => {
    const { node, electron } = process.versions as { node: string; electron?: string }
    const host = electron === undefined ? `Node ${node}` : `Electron ${electron} with Node ${node}`
    return fine(`${type()} ${arch()}, ${host}`, `${type()} ${release()} ${arch()}\n${Object.entries(process.versions).map(([name, version]) => `${name} ${version}`).join('\n')}`)
  },
}
