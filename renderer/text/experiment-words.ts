// Experiments in words: their phases, and what each verdict means.

import type { ExperimentPhase, ExperimentVerdict } from '../../shared/domain/experiment.ts'

export const phaseTitles: Readonly<Record<ExperimentPhase, string>> = {
  before: 'Before', method: 'Method', after: 'After', rollback: 'Rollback', verify: 'Verify', ended: 'Ended',
}

export const phaseAbout: Readonly<Record<ExperimentPhase, string>> = {
  before: 'Is it steady to begin with?', method: 'Trouble is caused, and the probes are watched', after: 'Does it hold once the trouble is over?',
  rollback: 'What was changed is put back', verify: 'Is it as it was?', ended: 'It is over',
}

export const phases = ['before', 'method', 'after', 'rollback', 'verify'] as const satisfies readonly ExperimentPhase[]

export const verdictTitles: Readonly<Record<ExperimentVerdict, string>> = {
  held: 'The steady state held', broke: 'The steady state broke', aborted: 'Aborted', 'not-steady': 'Not steady to begin with', 'not-restored': 'Not restored',
}

export const verdictMark: Readonly<Record<ExperimentVerdict, 'up' | 'crashed' | 'down' | 'draining'>> = {
  held: 'up', broke: 'crashed', aborted: 'down', 'not-steady': 'draining', 'not-restored': 'crashed',
}
