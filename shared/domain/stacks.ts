// Stacks, named after their Ubuntu release. Facts: heroku/base-images, 2026-07.

export const stackNames: readonly string[] = ['heroku-22', 'heroku-24', 'heroku-26']
