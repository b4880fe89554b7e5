import { isReviewOpen } from '../../../shared/domain/pipeline.ts'
import { columns, header } from '../cli-text.ts'
import { print, refuse, send, type ConsoleWorld, type Plan } from '../plan.ts'
import { many, text, type Given, type Verb } from '../verb.ts'
import { pipelineMeant } from './pipelines.ts'

const pipelineFlag = { name: 'pipeline', short: 'p', takes: 'PIPELINE', about: 'the pipeline; that of the app in view unless named' } as const
const branchFlag = { name: 'branch', short: 'b', takes: 'BRANCH', about: 'a branch that was pushed to an app of the pipeline' } as const
const automaticFlags = [{ name: 'autodeploy', takes: null, about: 'make one for every branch that is pushed' }, { name: 'no-autodeploy', takes: null, about: 'make them when asked for' }] as const

export const reviewAppVerbs: readonly Verb[] = [
  { name: 'reviewapps', usage: '', about: 'list the review apps of a pipeline', argument: null, most: 0, flags: [pipelineFlag], needsApp: false, plan: list },
  { name: 'reviewapps:create', usage: '-b BRANCH', about: 'make an app of a branch', argument: null, most: 0, flags: [branchFlag, pipelineFlag], needsApp: false, plan: create },
  { name: 'reviewapps:destroy', usage: '-a APP', about: 'destroy a review app', argument: null, most: 0, needsApp: true, plan: ({ app }) => send(`Destroying ${app.name}...`, 'reviewapps:destroy', { app: app.name }) },
  { name: 'reviewapps:enable', usage: '', about: 'say whose branches they are made of, and whether by themselves', argument: null, most: 0, flags: [pipelineFlag, ...automaticFlags], needsApp: false, plan: enable },
  { name: 'reviewapps:disable', usage: '', about: 'make them when asked for only', argument: null, most: 0, flags: [pipelineFlag], needsApp: false, plan: disable },
  { name: 'reviewapps:config:set', usage: 'KEY=VALUE...', about: 'set config vars that new review apps get; KEY- removes one', argument: 'words', most: many, flags: [pipelineFlag], needsApp: false, plan: setConfig },
]

function list(given: Given, world: ConsoleWorld): Plan {
  const pipeline = pipelineMeant(given, 'reviewapps', world)
  if ('kind' in pipeline) return pipeline
  const reviews = Object.values(world.state.reviewApps).filter((review) => review.pipelineId === pipeline.id && (isReviewOpen(review) || review.status === 'errored'))
  if (reviews.length === 0) return print(`${pipeline.name} has no review apps.`, 'Push a branch to one of its apps, then reviewapps:create -b BRANCH.')
  return print(header(`${pipeline.name} Review Apps`), '', ...columns(reviews.map(({ branch, app, status, message }) => [branch, app ?? '', status, message])))
}

function create(given: Given, world: ConsoleWorld): Plan {
  const pipeline = pipelineMeant(given, 'reviewapps:create', world)
  const branch = text(given, 'branch')
  if ('kind' in pipeline) return pipeline
  if (branch === null) return refuse('Missing required flag: branch', 'Try reviewapps:create -b BRANCH. Push the branch to an app of the pipeline before.')
  return send(`Creating review app on the ${pipeline.name} pipeline...`, 'reviewapps:create', { pipeline: pipeline.name, branch, ...(given.appNamed === null ? {} : { app: given.appNamed }) }, ({ app }) => ['', `${app} is being built. How it goes: reviewapps -p ${pipeline.name}`])
}

function enable(given: Given, world: ConsoleWorld): Plan {
  const pipeline = pipelineMeant(given, 'reviewapps:enable', world)
  if ('kind' in pipeline) return pipeline
  const automatic = given.flags['autodeploy'] === true ? { automatic: true } : given.flags['no-autodeploy'] === true ? { automatic: false } : {}
  const app = given.appNamed === null ? {} : { app: given.appNamed }
  if (Object.keys({ ...automatic, ...app }).length === 0) return refuse('Nothing to change.', 'Try reviewapps:enable --autodeploy, or -a APP for the app whose branches they are made of.')
  return send(`Configuring pipeline ${pipeline.name}...`, 'reviewapps:enable', { pipeline: pipeline.name, ...automatic, ...app })
}

function disable(given: Given, world: ConsoleWorld): Plan {
  const pipeline = pipelineMeant(given, 'reviewapps:disable', world)
  return 'kind' in pipeline ? pipeline : send(`Configuring pipeline ${pipeline.name}...`, 'reviewapps:disable', { pipeline: pipeline.name })
}

function setConfig(given: Given, world: ConsoleWorld): Plan {
  const pipeline = pipelineMeant(given, 'reviewapps:config:set', world)
  if ('kind' in pipeline) return pipeline
  const vars: Record<string, string | null> = {}
  for (const word of given.words) {
    const [, key, value] = /^([^=]+?)(?:=(.*)|-)$/s.exec(word) ?? []
    if (key === undefined) return refuse(`${word} is invalid. Must be in the format FOO=bar.`, `Try reviewapps:config:set ${word}=VALUE, or ${word}- to remove it.`)
    vars[key] = value ?? null
  }
  if (given.words.length === 0) return refuse('Usage: reviewapps:config:set KEY=VALUE', 'Must specify KEY and VALUE to set.')
  return send(`Setting ${Object.keys(vars).join(', ')} for review apps of ${pipeline.name}...`, 'reviewapps:config:set', { pipeline: pipeline.name, vars })
}
