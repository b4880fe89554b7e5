// Every path of Heroku's Platform API that is answered, by area. A new one is a line in its area's table and a handler in its resource's file.

import type { ApiRoute } from './api-types.ts'
import { addOnRoutes } from './routes/addons.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { certificateRoutes } from './routes/certificates.ts'
import { coreRoutes } from './routes/core.ts'
import { dataRoutes } from './routes/data.ts'
import { peopleRoutes } from './routes/people.ts'
import { pipelineRoutes } from './routes/pipelines.ts'
import { webhookRoutes } from './routes/webhooks.ts'

export const routes: readonly ApiRoute[] = [...coreRoutes, ...addOnRoutes, ...catalogueRoutes, ...dataRoutes, ...peopleRoutes, ...pipelineRoutes, ...webhookRoutes, ...certificateRoutes]
