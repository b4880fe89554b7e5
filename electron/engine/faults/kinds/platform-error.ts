// Something in the platform itself broke. There is nothing that an app can do.

import { platformAnswer } from './platform-answers.ts'

export const platformError = platformAnswer({
  kind: 'platform-error', title: 'Platform error', code: 'H99',
  about: 'The router answers that the platform itself failed.', says: 'the platform failed',
})
