import type { Verb } from './verb.ts'
import { addOnVerbs } from './verbs/addons.ts'
import { appMetricVerbs } from './verbs/app-metrics.ts'
import { appVerbs } from './verbs/apps.ts'
import { autoscaleVerbs } from './verbs/autoscale.ts'
import { configVerbs } from './verbs/config.ts'
import { workVerbs } from './verbs/dynos-at-work.ts'
import { drainVerbs } from './verbs/drains.ts'
import { factorVerbs } from './verbs/factors.ts'
import { postgresVerbs } from './verbs/postgres.ts'
import { redisVerbs } from './verbs/redis.ts'
import { partnerVerbs } from './verbs/partners.ts'
import { pipelineVerbs } from './verbs/pipelines.ts'
import { psVerbs } from './verbs/ps.ts'
import { releaseVerbs } from './verbs/releases.ts'
import { reviewAppVerbs } from './verbs/review-apps.ts'
import { routingVerbs } from './verbs/routing.ts'
import { schedulerVerbs } from './verbs/scheduler.ts'
import { settingVerbs } from './verbs/settings.ts'
import { troubleVerbs } from './verbs/trouble.ts'
import { webhookVerbs } from './verbs/webhooks.ts'

/** In the order that help lists them. */
export const orderedVerbs: readonly Verb[] = [...psVerbs, ...autoscaleVerbs, ...configVerbs, ...releaseVerbs, ...workVerbs, ...appVerbs, ...settingVerbs, ...routingVerbs, ...drainVerbs, ...webhookVerbs, ...troubleVerbs, ...pipelineVerbs, ...reviewAppVerbs, ...factorVerbs, ...addOnVerbs, ...postgresVerbs, ...redisVerbs, ...schedulerVerbs, ...partnerVerbs, ...appMetricVerbs]

export const findVerb = (name: string): Verb | null => orderedVerbs.find((verb) => verb.name === name || verb.aliases?.includes(name) === true) ?? null
