// A container for work on the volumes of servers: without network and rights, as the servers' own user, and gone with the engine, as its first
// program reads until the end of its input.

import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import { sourcePath, volumePath, type Bench, type BenchOrder } from '../../parts/server-containers.ts'
import { labelsOf, type Owner } from '../labels.ts'
import { runInside } from '../run-inside.ts'
import { fileTar, folderTar, userText } from './owned-archive.ts'

const memoryBytes = 512 * 1024 * 1024
const maxProcesses = 100

export async function onBench<T>(docker: Docker, owner: Owner, volumeOf: (id: string) => string, order: BenchOrder, work: (bench: Bench) => Promise<T>): Promise<T> {
  const { volume, source } = order
  const mounts = [
    ...(volume === null ? [] : [{ Type: 'volume' as const, Source: volumeOf(volume), Target: volumePath }]),
    ...(source === undefined ? [] : [{ Type: 'volume' as const, Source: volumeOf(source), Target: sourcePath, ReadOnly: true }]),
  ]
  const container = await docker.createContainer({
    Image: order.image, Entrypoint: [], Cmd: ['cat'], User: userText, WorkingDir: '/', Labels: labelsOf(owner, { server: volume ?? source ?? 'bench' }),
    AttachStdin: true, AttachStdout: true, AttachStderr: true, OpenStdin: true, StdinOnce: true, StopSignal: 'SIGKILL', Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: 'none', Mounts: mounts, Init: true, Memory: memoryBytes, MemorySwap: memoryBytes, PidsLimit: maxProcesses, CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'], LogConfig: { Type: 'none', Config: {} },
    },
  })
  try {
    // Whoever works in it has a name, which initdb wants, and the folders in the volume are its own.
    await container.putArchive(fileTar('etc/passwd', 'root:x:0:0::/root:/bin/sh\npostgres:x:999:999::/:/bin/sh\n', null), { path: '/' })
    await container.putArchive(folderTar(['data', 'new'].map((name) => `${volumePath.slice(1)}/${name}`)), { path: '/' })
    const held = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })
    held.on('error', () => {})
    held.resume()
    await container.start()
    return await work(benchIn(docker, container))
  } finally {
    await container.remove({ force: true, v: true }).catch(() => {})
  }
}

function benchIn(docker: Docker, container: Container): Bench {
  return {
    run: (command) => runInside(docker, container, command),
    put: async ({ name, text }) => void (await container.putArchive(fileTar(name, text), { path: volumePath })),
    unpack: async (archive) => {
      const unread = new Promise<never>((_, reject) => archive.once('error', reject))
      unread.catch(() => {})
      await Promise.race([container.putArchive(archive, { path: volumePath }), unread])
    },
    pack: async (from) => (await container.getArchive({ path: from })) as Readable,
  }
}
