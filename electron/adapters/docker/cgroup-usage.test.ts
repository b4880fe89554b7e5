import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openUsage } from './cgroup-usage.ts'

describe('the kernel\'s accounts of a container', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'dynarium-cgroup-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const open = (pid: number) => openUsage(pid, { cgroups: join(folder, 'cgroup'), processes: join(folder, 'proc') })
  function write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }

  it('are read of both versions of control groups', async () => {
    write({
      'proc/7/cgroup': '12:pids:/docker/abc\n4:cpu,cpuacct:/docker/abc\n3:memory:/docker/abc\n0::/system.slice\n',
      'cgroup/memory/docker/abc/memory.usage_in_bytes': '5000\n', 'cgroup/memory/docker/abc/memory.stat': 'cache 4\ninactive_file 1\ntotal_inactive_file 1000\n',
      'cgroup/cpuacct/docker/abc/cpuacct.usage': '123456\n', 'cgroup/pids/docker/abc/cgroup.procs': '7\n9\n',
      'proc/8/cgroup': '0::/system.slice/docker-def.scope\n', 'cgroup/system.slice/docker-def.scope/memory.current': '9000\n', 'cgroup/system.slice/docker-def.scope/memory.stat': 'anon 1\ninactive_file 2000\n',
      'cgroup/system.slice/docker-def.scope/cpu.stat': 'usage_usec 50\nuser_usec 20\n', 'cgroup/system.slice/docker-def.scope/cgroup.procs': '8\n',
    })
    expect(await (await open(7))?.()).toEqual({ memoryBytes: 4000, cpuNs: 123_456, processes: 2 })
    expect(await (await open(8))?.()).toEqual({ memoryBytes: 7000, cpuNs: 50_000, processes: 1 })
  })

  it('are not taken from a group that is not the container\'s own, nor from one that is not there', async () => {
    write({
      'proc/7/cgroup': '0::/\n', 'proc/8/cgroup': '0::/../docker-x\n', 'proc/9/cgroup': '0::/a\n', 'cgroup/a/cgroup.procs': '1\n2\n', 'proc/10/cgroup': '0::/gone\n',
    })
    for (const pid of [7, 8, 9, 10, 11]) expect(await open(pid)).toBeNull()
  })

  it('end with the container', async () => {
    write({ 'proc/8/cgroup': '0::/a\n', 'cgroup/a/cgroup.procs': '8\n', 'cgroup/a/memory.current': '1\n', 'cgroup/a/memory.stat': '', 'cgroup/a/cpu.stat': '' })
    const read = await open(8)
    rmSync(join(folder, 'cgroup/a'), { recursive: true })
    await expect(read?.()).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
