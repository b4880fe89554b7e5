// The small objects that Heroku's resources mention each other by.

import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { ApiRequest } from './api-types.ts'
import { idOf } from './identifiers.ts'

export const appShape = (app: App) => ({ id: app.id, name: app.name })
export const userShape = (email: string) => ({ id: idOf('user', email), email })
export const stackShape = (stack: string) => ({ id: idOf('stack', stack), name: stack })
export const regionShape = () => ({ id: idOf('region', 'local'), name: 'local' })
export const generationShape = () => ({ id: idOf('generation', 'cedar'), name: 'cedar' })
/** Where `addons:open` goes: the window, which asks for the token itself. */
export const windowOf = ({ world }: ApiRequest): string => `${world.controlUrl}/`
/** As Heroku writes it, e.g. `Standard-1X`. */
export const sizeLabel = (size: string): string => findDynoSize(size)?.label ?? size
