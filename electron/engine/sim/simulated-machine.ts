// A computer that is only said to be there: everything needed is on it, except what a test or a lesson takes away.

import type { DoctorCheck } from '../../../shared/protocol/calls.ts'
import type { Machine } from '../ports/machine.ts'

const fine = (id: string, group: DoctorCheck['group'], title: string, found: string, purpose: string): DoctorCheck => ({
  id, group, title, state: 'fine', found, purpose, fix: null, command: null, raw: null,
})

const sound: readonly DoctorCheck[] = [
  fine('git', 'needed', 'Git', 'version 2.45', 'Takes pushes.'),
  fine('bash', 'needed', 'Bash', 'version 5.2', 'Runs the commands of dynos.'),
  fine('node', 'languages', 'Node.js', 'version 20', 'Builds and runs Node.js apps.'),
  fine('disk-space', 'machine', 'Disk space', 'simulated', 'Keeps slugs and logs.'),
]

export function createSimulatedMachine(missing: readonly string[] = []): Machine {
  const checks = sound.map((check) => (missing.includes(check.id) ? without(check) : check))
  return { name: 'simulated', cores: 8, memoryBytes: 16 * 1024 ** 3, check: () => Promise.resolve(checks) }
}

function without(check: DoctorCheck): DoctorCheck {
  return { ...check, state: check.group === 'needed' ? 'problem' : 'warning', found: 'not installed', fix: `Install ${check.title}.`, command: `sudo apt-get install ${check.id}` }
}
