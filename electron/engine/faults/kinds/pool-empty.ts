// The hours that Eco dynos share are used up until the month ends.

import { platformAnswer } from './platform-answers.ts'

export const poolEmpty = platformAnswer({
  kind: 'pool-empty', title: 'Eco pool empty', code: 'H82',
  about: 'The account is out of Eco dyno hours for the month, so its Eco apps do not run.', says: 'the Eco dyno hours are used up',
})
