// The platform has announced that it is not well, and turns requests away.

import { platformAnswer } from './platform-answers.ts'

export const degraded = platformAnswer({
  kind: 'degraded', title: 'Platform degraded', code: 'H83',
  about: 'The platform announced degradation and answers by itself.', says: 'the platform is degraded',
})
