import { pipelineStages, type Pipeline, type PipelineStage, type PromotionTarget } from '../../../shared/domain/pipeline.ts'
import { findPipeline, pipelineOf, type PlatformState } from '../../../shared/domain/state.ts'
import type { Shipment } from '../../../shared/protocol/pipelines.ts'
import { columns, header, pairs } from '../cli-text.ts'
import { print, refuse, send, type ConsoleWorld, type Plan, type Refusal } from '../plan.ts'
import { text, type Given, type Verb } from '../verb.ts'

const stageFlag = { name: 'stage', short: 's', takes: 'STAGE', about: pipelineStages.join(', ') } as const
const toFlag = { name: 'to', short: 't', takes: 'APP,APP', about: 'apps of the pipeline, in place of the next stage' } as const

export const pipelineVerbs: readonly Verb[] = [
  { name: 'pipelines', aliases: ['pipelines:list'], usage: '', about: 'list the pipelines', argument: null, most: 0, needsApp: false, plan: list },
  { name: 'pipelines:info', usage: 'PIPELINE', about: 'the apps of a pipeline by stage', argument: 'pipeline', most: 1, needsApp: false, plan: info },
  { name: 'pipelines:create', usage: '[NAME]', about: 'make a pipeline with an app in it', argument: 'words', most: 1, flags: [stageFlag], needsApp: true, plan: create },
  { name: 'pipelines:add', usage: 'PIPELINE', about: 'add an app to a pipeline', argument: 'pipeline', most: 1, flags: [stageFlag], needsApp: true, plan: add },
  { name: 'pipelines:update', usage: '', about: 'move an app to another stage', argument: null, most: 0, flags: [stageFlag], needsApp: true, plan: update },
  { name: 'pipelines:remove', usage: '', about: 'take an app out of its pipeline', argument: null, most: 0, needsApp: true, plan: ({ app }) => send(`Removing ${app.name}...`, 'pipelines:remove', { app: app.name }) },
  { name: 'pipelines:rename', usage: 'PIPELINE NEWNAME', about: 'give a pipeline another name', argument: 'pipeline', most: 2, needsApp: false, plan: rename },
  { name: 'pipelines:destroy', usage: 'PIPELINE', about: 'destroy a pipeline; its apps stay', argument: 'pipeline', most: 1, needsApp: false, plan: destroy },
  { name: 'pipelines:promote', usage: '', about: 'ship the slug of an app to the next stage', argument: null, most: 0, flags: [toFlag], needsApp: true, plan: promote },
  { name: 'pipelines:diff', usage: '', about: 'what promoting an app would ship', argument: null, most: 0, flags: [toFlag], needsApp: true, plan: diff },
]

function list(_given: Given, { state }: ConsoleWorld): Plan {
  const names = Object.values(state.pipelines).map(({ name }) => name).sort()
  return names.length === 0 ? print('You have no pipelines.', 'Make one with pipelines:create NAME -a APP -s STAGE.') : print(header('My Pipelines'), '', ...names)
}

function info(given: Given, { state }: ConsoleWorld): Plan {
  const pipeline = pipelineNamed(given.words[0], 'pipelines:info', state)
  if ('kind' in pipeline) return pipeline
  const rows = pipelineStages.flatMap((stage) => pipeline.couplings.filter((coupling) => coupling.stage === stage).map(({ appId }) => [state.apps[appId]?.name ?? '', stage]))
  return print(header(pipeline.name), '', ...pairs([['owner', pipeline.owner]]), '', ...(rows.length === 0 ? ['It has no apps.'] : columns([['app name', 'stage'], ...rows])))
}

function create(given: Given): Plan {
  const name = given.words[0] ?? given.app.name
  const stage = stageGiven(given)
  if (typeof stage === 'object' && stage !== null) return stage
  return send(`Creating ${name} pipeline...`, 'pipelines:create', { name, app: given.app.name, ...(stage === null ? {} : { stage }) }, () => [`Added ${given.app.name} to it. See it: pipelines:info ${name}`])
}

function add(given: Given, { state }: ConsoleWorld): Plan {
  const pipeline = pipelineNamed(given.words[0], 'pipelines:add', state)
  if ('kind' in pipeline) return pipeline
  const stage = stageGiven(given)
  if (typeof stage === 'object' && stage !== null) return stage
  return send(`Adding ${given.app.name} to ${pipeline.name} pipeline${stage === null ? '' : ` as ${stage}`}...`, 'pipelines:add', { pipeline: pipeline.name, app: given.app.name, ...(stage === null ? {} : { stage }) }, (made) => (stage === null ? [`as ${made.stage}`] : []))
}

function update(given: Given): Plan {
  const stage = stageGiven(given)
  if (stage === null) return refuse('Missing required flag: stage', `Try pipelines:update -s ${pipelineStages[3]}.`)
  if (typeof stage === 'object') return stage
  return send(`Changing ${given.app.name} to ${stage}...`, 'pipelines:update', { app: given.app.name, stage })
}

function rename({ words: [named, name] }: Given, { state }: ConsoleWorld): Plan {
  const pipeline = pipelineNamed(named, 'pipelines:rename', state)
  if ('kind' in pipeline) return pipeline
  if (name === undefined) return refuse('Missing the new name.', `Try pipelines:rename ${pipeline.name} ${pipeline.name}-2.`)
  return send(`Renaming ${pipeline.name} pipeline to ${name}...`, 'pipelines:rename', { pipeline: pipeline.name, name })
}

function destroy(given: Given, { state }: ConsoleWorld): Plan {
  const pipeline = pipelineNamed(given.words[0], 'pipelines:destroy', state)
  return 'kind' in pipeline ? pipeline : send(`Destroying ${pipeline.name} pipeline...`, 'pipelines:destroy', { pipeline: pipeline.name })
}

function promote(given: Given): Plan {
  const { app } = given
  return {
    kind: 'send', said: `Promoting ${app.name}...`,
    send: async (call, look) => {
      const { promotionId } = await call('pipelines:promote', { app: app.name, ...targetsOf(given) })
      const targets = look().promotions[promotionId]?.targets ?? []
      return { lines: ['', ...targets.flatMap(targetLines)] }
    },
  }
}

function targetLines({ app, status, version, message }: PromotionTarget): string[] {
  const release = version === null ? '' : ` v${version}`
  if (status === 'pending') return [`${app}: pending${release}`, `Its release command is running. How it ends: releases -a ${app}`]
  return [`${app}: ${status}${release}${message === '' ? '' : `, ${message}`}`]
}

function diff(given: Given): Plan {
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const { targets } = await call('pipelines:diff', { app: given.app.name, ...targetsOf(given) })
      return { lines: targets.flatMap((target, at) => [...(at === 0 ? [] : ['']), ...shipmentLines(given.app.name, target)]) }
    },
  }
}

function shipmentLines(source: string, { app, code, config }: Shipment): string[] {
  const left = [...config.different, ...config.missing].length
  return [...codeLines(source, app, code), ...(left === 0 ? [] : ['', `Config vars do not ship: ${left} of ${source} ${left === 1 ? 'is' : 'are'} different or missing on ${app}.`])]
}

function codeLines(source: string, app: string, code: Shipment['code']): string[] {
  switch (code.kind) {
    case 'same':
      return [`${source} is up to date with ${app}`]
    case 'unknown':
      return [`${source} was not compared to ${app}: ${code.why}`]
    case 'unrelated':
      return [`${source} was not compared to ${app}: their histories have no commit in common.`]
    case 'related': {
      const rows = code.ahead.map(({ id, at, author, subject }) => [id.slice(0, 7), new Date(at).toISOString().slice(0, 16).replace('T', ' '), author, subject])
      const ahead = code.aheadCount === 0 ? [] : [header(`${source} is ahead of ${app} by ${commits(code.aheadCount)}`), '', ...columns([['SHA', 'Date', 'Author', 'Message'], ...rows])]
      const behind = code.behindCount === 0 ? [] : [`${app} has ${commits(code.behindCount)} that ${source} has not: promoting takes ${code.behindCount === 1 ? 'it' : 'them'} back.`]
      return [...ahead, ...behind]
    }
  }
}

const commits = (count: number): string => (count === 1 ? '1 commit' : `${count} commits`)

function targetsOf(given: Given): { to?: string[] } {
  const named = (text(given, 'to') ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '')
  return named.length === 0 ? {} : { to: named }
}

function stageGiven(given: Given): PipelineStage | Refusal | null {
  const word = text(given, 'stage')
  if (word === null) return null
  return pipelineStages.find((stage) => stage === word) ?? refuse(`${word} is not a stage.`, `Stages: ${pipelineStages.join(', ')}.`)
}

/** The one named; without a name, the only one there is. */
function pipelineNamed(name: string | undefined, verb: string, state: PlatformState): Pipeline | Refusal {
  const all = Object.values(state.pipelines)
  if (name === undefined) return all.length === 1 && all[0] !== undefined ? all[0] : refuse('Missing the pipeline.', `Try ${verb} NAME. pipelines lists them.`)
  return findPipeline(state, name) ?? refuse(`Couldn't find that pipeline: ${name}.`, 'pipelines lists them.')
}

/** For verbs that take the pipeline as a flag: else that of the app in view. */
export function pipelineMeant(given: Given, verb: string, { state, app }: ConsoleWorld): Pipeline | Refusal {
  const named = text(given, 'pipeline')
  const own = named === null && app !== null ? pipelineOf(state, app.id) : null
  return own ?? pipelineNamed(named ?? undefined, `${verb} -p`, state)
}
