import { describe, expect, it } from 'vitest'
import { importChaosToolkit } from './import-chaos.ts'
import { readExperiment } from './read-experiment.ts'

const probe = { type: 'probe', name: 'it answers', tolerance: 200, provider: { type: 'http', url: 'http://shop.localhost:7080/health', timeout: 2 } }
const toxic = {
  type: 'action', name: 'slow database', pauses: { after: 15 },
  provider: { type: 'python', module: 'chaostoxi.toxic.actions', func: 'create_latency_toxic', arguments: { for_proxy: '${proxy}', toxic_name: 'slow', latency: 400, jitter: 50 } },
}
const experiment = {
  version: '1.0.0', title: 'A slow database is survived', description: 'The shop has a cache.', tags: ['shop'], configuration: { proxy: 'postgres', toxiproxy_host: { type: 'env', key: 'HOST' } },
  'steady-state-hypothesis': { title: 'The shop is open', probes: [probe] },
  method: [toxic, { type: 'action', name: 'quick again', provider: { type: 'python', module: 'chaostoxi.toxic.actions', func: 'delete_toxic', arguments: { for_proxy: 'postgres', toxic_name: 'slow' } } }],
  rollbacks: [{ type: 'action', name: 'no toxics', provider: { type: 'python', module: 'chaostoxi.proxy.actions', func: 'reset' } }],
}

function imported(more: object = {}) {
  const { text, problems } = importChaosToolkit(JSON.stringify({ ...experiment, ...more }, null, 2))
  if (text === null) throw new Error(problems.map(({ message }) => message).join('\n'))
  return { text, experiment: readExperiment(text).experiment }
}
const refused = (more: object): string[] => importChaosToolkit(JSON.stringify({ ...experiment, ...more }, null, 2)).problems.map(({ line, message }) => `${line > 1 ? 'placed' : 'unplaced'} ${message}`)
const action = (provider: object, more: object = {}) => ({ type: 'action', name: 'do it', provider, ...more })
const steps = (...method: object[]) => imported({ method, rollbacks: [] }).experiment?.method
const process = (path: string, args: unknown) => action({ type: 'process', path, arguments: args })
const withTolerance = (tolerance: unknown, provider: object = {}) => ({ 'steady-state-hypothesis': { probes: [{ ...probe, tolerance, provider: { type: 'http', url: 'https://shop.herokuapp.com/a?b=c', ...provider } }] } })

describe('an experiment of Chaos Toolkit', () => {
  it('becomes one of ours, whole (XP13)', () => {
    const { text, experiment: ours } = imported()
    expect(ours).toMatchObject({
      title: 'A slow database is survived', about: 'The shop has a cache.', blastRadius: { percentOfWeb: 50 },
      steadyState: [{ name: 'it answers', probe: 'http-status', path: '/health', is: 200 }, { name: 'it answers, in time', probe: 'http-time', path: '/health', atMost: 2000 }],
      method: [{ do: 'fault', fault: 'latency', on: { proxy: 'postgres' }, params: { latencyMs: 400, jitterMs: 50, way: 'answers' }, seconds: 15 }, { do: 'wait', seconds: 15 }],
    })
    expect(text).toContain('# "no toxics" stands in its rollbacks; here every run is rolled back by itself.')
    expect(text).toContain(`# "quick again" is the end of the fault's own seconds here.`)
  })

  it('keeps pauses before and after, and probes within the method', () => {
    expect(steps({ ...toxic, pauses: { before: 3, after: 7 } }, { ...probe, provider: { type: 'http', url: 'http://shop.localhost/' } })).toMatchObject([
      { do: 'wait', seconds: 3 }, { do: 'fault', seconds: 7 }, { do: 'wait', seconds: 7 }, { do: 'check', probe: 'it answers' },
    ])
  })

  it('judges by status, a list of them, a range, and a pattern', () => {
    const judged = (tolerance: unknown) => imported(withTolerance(tolerance)).experiment?.steadyState[0]
    expect(judged(404)).toMatchObject({ probe: 'http-status', path: '/a?b=c', is: 404 })
    expect(judged([200, 301])).toMatchObject({ is: [200, 301] })
    expect(judged({ type: 'range', target: 'status', range: [200, 299] })).toMatchObject({ within: [200, 299] })
    expect(judged({ type: 'regex', target: 'body', pattern: '^OK' })).toMatchObject({ probe: 'http-body', matches: '^OK' })
  })

  it('knows the commands of the Heroku CLI, toxiproxy-cli and the API of Toxiproxy', () => {
    expect(steps(process('heroku', 'ps:scale web=3 --app shop'), process('/usr/bin/heroku', ['ps:restart', 'web.1', '-a', 'shop']), process('heroku', 'maintenance:on -a shop'), process('heroku', 'ps:stop web.2'), process('heroku', 'rollback'))).toMatchObject([
      { do: 'scale', type: 'web', to: 3 }, { do: 'restart', dyno: 'web.1' }, { do: 'maintenance', on: true }, { do: 'fault', fault: 'dyno-kill', on: { dynos: ['web.2'] } }, { do: 'roll-back' },
    ])
    expect(steps(process('toxiproxy-cli', 'toxic add -t bandwidth -a rate=5 --toxicity 0.5 -u redis'))).toMatchObject([{ do: 'fault', fault: 'bandwidth', on: { proxy: 'redis' }, params: { rateKBps: 5, way: 'requests', percent: 50 }, seconds: 30 }])
    const url = 'http://localhost:8474/proxies/redis'
    expect(steps(action({ type: 'http', method: 'POST', url: `${url}/toxics`, arguments: { type: 'timeout', attributes: { timeout: 500 } } }, { pauses: { after: 9 } }), action({ type: 'http', method: 'DELETE', url: `${url}/toxics/timeout_downstream` }))).toMatchObject([
      { do: 'fault', fault: 'timeout', params: { timeoutMs: 500 }, seconds: 9 }, { do: 'wait' },
    ])
    expect(steps(action({ type: 'python', module: 'chaostoxi.proxy.actions', func: 'disable_proxy', arguments: { proxy_name: 'redis' } }))).toMatchObject([{ fault: 'refuse', on: { proxy: 'redis' } }])
  })

  it.each([
    ['an unknown action', { method: [action({ type: 'python', module: 'chaosk8s.pod.actions', func: 'terminate_pods' })] }, 'placed method[1].provider: the action "do it": the action chaosk8s.pod.actions.terminate_pods is not known here.'],
    ['a program', { method: [process('rm', '-rf /')] }, 'placed method[1].provider: the action "do it": the program rm is not run here; heroku and toxiproxy-cli are understood.'],
    ['an unknown command', { method: [process('heroku', 'apps:destroy shop')] }, 'placed method[1].provider: the action "do it": "heroku apps:destroy shop" is not a command an experiment can give.'],
    ['an unknown toxic', { method: [action({ ...toxic.provider, func: 'create_toxic', arguments: { for_proxy: 'a', toxic_type: 'gremlin' } })] }, 'placed method[1].provider: the action "do it": there is no toxic "gremlin" here; there are latency, bandwidth, slow_close, timeout, reset_peer, slicer, limit_data.'],
    ['an unknown attribute', { method: [process('toxiproxy-cli', 'toxic add -t latency -a speed=5 redis')] }, 'placed method[1].provider: the action "do it": the toxic latency has no attribute "speed"; it has latency, jitter.'],
    ['an unknown probe', { 'steady-state-hypothesis': { probes: [{ type: 'probe', name: 'pods', tolerance: true, provider: { type: 'python', module: 'chaosk8s.probes', func: 'count' } }] } }, 'placed steady-state-hypothesis.probes[1].provider: the probe "pods" is of the kind chaosk8s.probes.count; only http probes of the app are known here.'],
    ['another address', withTolerance(200, { url: 'http://example.com/' }), 'placed steady-state-hypothesis.probes[1].provider.url: the probe "it answers": http://example.com/ is not the address of an app: that is http://NAME.localhost/ or a name below herokuapp.com.'],
    ['a header', withTolerance(200, { headers: { Authorization: 'x' } }), 'placed steady-state-hypothesis.probes[1].provider.headers: the probe "it answers": probes send no headers of their own.'],
    ['another method', withTolerance(200, { method: 'POST' }), 'placed steady-state-hypothesis.probes[1].provider.method: the probe "it answers": probes send GET only, not POST.'],
    ['another tolerance', withTolerance({ type: 'jsonpath', path: '$.ok' }), 'placed steady-state-hypothesis.probes[1].tolerance: the probe "it answers": "path" is not known here.'],
    ['a pattern that could take for ever', withTolerance({ type: 'regex', target: 'body', pattern: '(a+)+$' }), 'placed steady-state-hypothesis.probes[1].tolerance: the probe "it answers": the pattern can not be used: it repeats a group, which can take too long.'],
    ['a control', { controls: [{ name: 'log' }] }, 'placed controls: experiments here have no controls.'],
    ['a secret', { secrets: { key: 'x' } }, 'placed secrets: experiments here have no secrets.'],
    ['an unknown key', { dry: true }, 'placed dry: "dry" is not known here.'],
    ['a reference', { method: [{ ref: 'it answers' }] }, 'placed method[1]: references (ref) are not known here; write the activity out.'],
    ['work in the background', { method: [{ ...toxic, background: true }] }, 'placed method[1]: steps are done one after another here, none in the background.'],
    ['a variable without a value', { method: [action({ ...toxic.provider, arguments: { for_proxy: '${nowhere}', toxic_name: 'x', latency: 1 } })] }, 'placed method[1]: ${nowhere} has no value in the configuration.'],
    ['a rollback of its own', { rollbacks: [process('heroku', 'ps:restart')] }, 'placed rollbacks[1].provider: "do it" is not the end of something that the method did; only that is rolled back here.'],
    ['no hypothesis', { 'steady-state-hypothesis': undefined }, 'unplaced steady-state-hypothesis: it has no probes, so nothing could be judged.'],
  ])('is refused for %s, by name and place (XP13)', (_, more, problem) => {
    expect(refused(more)).toContain(problem)
  })

  it('tells all that is not known at once (XP13)', () => {
    expect(refused({ method: [process('rm', 'x'), process('dd', 'y')], controls: [1], dry: 1 }).length).toBe(4)
  })

  it.each([['no JSON', '{', 'This is not JSON.'], ['a list', '[]', 'It has to be an object with a title and a method.'], ['null', 'null', 'It has to be an object with a title and a method.'], ['depth', '['.repeat(90_000) + ']'.repeat(90_000), 'The file is nested more than 30 deep.'], ['a book', ' '.repeat(200_001), 'The file has 200001 characters; at most 200000 are read.']])('is refused when it is %s', (_, json, message) => {
    expect(importChaosToolkit(json)).toEqual({ text: null, problems: [{ line: 1, column: 1, message }] })
  })
})
