/** What a new one begins as. */
export const firstExperiment = `title: My experiment
about: What should hold, and why you believe it does.
traffic: { rate: 20 }
steadyState:
  - { name: answers, probe: failed-share, atMost: 1 }
method:
  - { do: fault, fault: latency, on: { type: web }, params: { latencyMs: 300 }, seconds: 10 }
  - { do: wait, seconds: 10 }
blastRadius: { percentOfWeb: 100 }
`
