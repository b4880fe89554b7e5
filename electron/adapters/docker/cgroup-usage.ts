// What a container uses, read from the kernel's own accounts where its engine is on this machine. Docker runs `ps` for each that it is
// asked about; the files are only read.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Usage = {
  /** Without the pages of files, which can go at any time. */
  readonly memoryBytes: number
  /** Since it began, of all processors. */
  readonly cpuNs: number
  /** With the init in front of its program. */
  readonly processes: number
}

/** Rejects when the container is gone. */
export type ReadUsage = () => Promise<Usage>

/** Where the kernel shows its accounts, and its processes. */
export type KernelFolders = { readonly cgroups: string; readonly processes: string }
const kernel: KernelFolders = { cgroups: '/sys/fs/cgroup', processes: '/proc' }

/** `pid`: the first process of the container. Null where its accounts can not be read from here. */
export async function openUsage(pid: number, folders: KernelFolders = kernel): Promise<ReadUsage | null> {
  const groups = await readFile(join(folders.processes, String(pid), 'cgroup'), 'utf8').catch(() => '')
  const read = readerOf(groupsIn(groups), folders.cgroups)
  // A group that is not that of the container alone would tell of others, too.
  return read !== null && (await read.pids().catch((): readonly number[] => [])).includes(pid) ? read.usage : null
}

type Reader = { pids(): Promise<readonly number[]>; readonly usage: ReadUsage }

/** By controller; that of the second version has none. */
function groupsIn(text: string): ReadonlyMap<string, string> {
  const groups = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? []
    if (controllers === undefined || path === undefined || path === '/' || path.split('/').includes('..')) continue
    for (const controller of controllers.split(',')) groups.set(controller, path)
  }
  return groups
}

function readerOf(groups: ReadonlyMap<string, string>, root: string): Reader | null {
  const [memory, cpu, pids, unified] = ['memory', 'cpuacct', 'pids', ''].map((controller) => groups.get(controller))
  if (memory !== undefined && cpu !== undefined && pids !== undefined) return firstVersion(join(root, 'memory', memory), join(root, 'cpuacct', cpu), join(root, 'pids', pids))
  return unified === undefined ? null : secondVersion(join(root, unified))
}

function firstVersion(memory: string, cpu: string, processes: string): Reader {
  const pids = (): Promise<readonly number[]> => numbersIn(join(processes, 'cgroup.procs'))
  return {
    pids,
    usage: async () => {
      const [used, stat, cpuNs, all] = await Promise.all([numberIn(join(memory, 'memory.usage_in_bytes')), readFile(join(memory, 'memory.stat'), 'utf8'), numberIn(join(cpu, 'cpuacct.usage')), pids()])
      return { memoryBytes: Math.max(0, used - field(stat, 'total_inactive_file')), cpuNs, processes: all.length }
    },
  }
}

function secondVersion(group: string): Reader {
  const pids = (): Promise<readonly number[]> => numbersIn(join(group, 'cgroup.procs'))
  return {
    pids,
    usage: async () => {
      const [used, stat, cpu, all] = await Promise.all([numberIn(join(group, 'memory.current')), readFile(join(group, 'memory.stat'), 'utf8'), readFile(join(group, 'cpu.stat'), 'utf8'), pids()])
      return { memoryBytes: Math.max(0, used - field(stat, 'inactive_file')), cpuNs: field(cpu, 'usage_usec') * 1000, processes: all.length }
    },
  }
}

const field = (text: string, name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)

const numberIn = async (path: string): Promise<number> => Number(await readFile(path, 'utf8'))

const numbersIn = async (path: string): Promise<readonly number[]> => (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '').map(Number)
