// The twelve factors, in the words of 12factor.net (text of 2024-11-29), and what no run can tell about each.

export type Factor = {
  readonly number: number
  readonly roman: string
  readonly name: string
  readonly idea: string
  /** What can not be checked by running it. */
  readonly beyond: string
}

export const factors: readonly Factor[] = [
  { number: 1, roman: 'I', name: 'Codebase', idea: 'One codebase in version control, many deploys.', beyond: 'Whether two repositories are really one app.' },
  { number: 2, roman: 'II', name: 'Dependencies', idea: 'Declare all dependencies, and isolate them.', beyond: 'Whether a tool that was never called is needed.' },
  { number: 3, roman: 'III', name: 'Config', idea: 'Keep in the environment what differs between deploys.', beyond: 'Whether a value in the code is meant to differ between deploys.' },
  { number: 4, roman: 'IV', name: 'Backing services', idea: 'Treat services as resources that can be swapped.', beyond: 'Whether two services are truly equal.' },
  { number: 5, roman: 'V', name: 'Build, release, run', idea: 'Keep the three stages apart.', beyond: 'What a command is meant to do.' },
  { number: 6, roman: 'VI', name: 'Processes', idea: 'Run as processes that keep nothing and share nothing.', beyond: 'What lost state means to the people who use it.' },
  { number: 7, roman: 'VII', name: 'Port binding', idea: 'Serve by binding a port.', beyond: 'Nothing of note.' },
  { number: 8, roman: 'VIII', name: 'Concurrency', idea: 'Scale out by running more processes.', beyond: 'How many of each type are best.' },
  { number: 9, roman: 'IX', name: 'Disposability', idea: 'Start fast, stop gracefully.', beyond: 'Whether recovery is right beyond what was seen.' },
  { number: 10, roman: 'X', name: 'Dev/prod parity', idea: 'Keep environments alike.', beyond: 'Who deploys, and how long after the change.' },
  { number: 11, roman: 'XI', name: 'Logs', idea: 'Write logs as a stream to standard output.', beyond: 'Whether the lines are useful.' },
  { number: 12, roman: 'XII', name: 'Admin processes', idea: 'Run admin tasks as one-off processes of the same release.', beyond: 'Whether all admin work is done this way.' },
]

export function factorOf(number: number): Factor {
  const factor = factors[number - 1]
  if (factor === undefined) throw new Error(`there is no factor ${number}`)
  return factor
}
