// More client connections than the router takes for one app; Heroku does not publish how many.

import { platformAnswer } from './platform-answers.ts'

export const tooManyConnections = platformAnswer({
  kind: 'too-many-connections', title: 'Too many connections', code: 'H22',
  about: 'The router sees too many client connections for the app and takes no more.', says: 'too many connections',
})
