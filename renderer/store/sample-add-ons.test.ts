import { describe, expect, it } from 'vitest'
import { servicesMissing } from './sample-add-ons.ts'

describe('services that a sample wants', () => {
  it('are made where the app has none of them, attached from elsewhere or its own', () => {
    const addOn = (id: string, service: string) => ({ id, name: id, service, plan: 'mini', appId: 'b', state: 'provisioned', message: null, config: {}, options: {}, by: 'ada', createdAt: 0, provisionedAt: 0 }) as const
    const attachment = { id: 't', addOnId: 'r', appId: 'a', name: 'REDIS', credential: 'default', createdAt: 0 }
    const state = { addOns: { r: addOn('r', 'heroku-redis'), p: addOn('p', 'heroku-postgresql') }, attachments: { t: attachment } }
    expect(servicesMissing(state, 'a', ['heroku-postgresql', 'heroku-redis'])).toEqual(['heroku-postgresql'])
    expect(servicesMissing(state, 'b', ['heroku-redis'])).toEqual(['heroku-redis'])
    expect(servicesMissing(state, 'a', [])).toEqual([])
  })
})
