import type { FaultFacts } from '../../../shared/domain/fault.ts'
import { faultInput, type FaultDraft } from '../../scene/fault-draft.ts'
import { useMirror } from '../../store/mirror.ts'
import { useAnswer, type Answer } from '../../store/use-answer.ts'

export type Radius = Pick<Answer<'faults:preview'>, 'value' | 'error'>

/** A number that is being typed is asked about once it rests. */
const pauseMs = 120

/** What the draft would touch, asked anew when dynos come and go. */
export function useRadius(fault: FaultFacts | null, draft: FaultDraft | null): Radius {
  const dynos = useMirror((mirror) => mirror.state.dynos)
  const input = fault === null || draft === null ? null : faultInput(fault, draft)
  // The list of dynos is part of the question only here: what is asked stays the same.
  const names = input === null ? '' : Object.keys(dynos).join(',')
  const answer = useAnswer('faults:preview', input, pauseMs, names)
  return input === null ? { value: null, error: null } : answer
}
