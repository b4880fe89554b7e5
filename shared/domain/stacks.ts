// Stacks, named after their Ubuntu release. Facts: heroku/base-images, 2026-07.

/** Its apps bring images of their own, built from Dockerfiles. */
export const containerStack = 'container'

export const stackNames: readonly string[] = ['heroku-22', 'heroku-24', 'heroku-26', containerStack]
