import type { Subject } from '../factors/finding.ts'
import { quoted } from './quoted.ts'

/** What is checked, as it is typed behind `factors:check`. */
export const subjectWords = (of: Subject): string[] => (of.kind === 'app' ? ['-a', of.app] : of.kind === 'sample' ? ['--sample', of.sample] : ['--folder', quoted(of.path)])
