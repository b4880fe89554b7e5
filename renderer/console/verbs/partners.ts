import { columns, header } from '../cli-text.ts'
import { refuse, send, type Plan } from '../plan.ts'
import { text, type Given, type Verb } from '../verb.ts'

export const partnerVerbs: readonly Verb[] = [
  { name: 'addons:partners', aliases: ['addons:partner:list'], usage: '', about: 'the partners that are plugged in', argument: null, most: 0, needsApp: false, plan: list },
  {
    name: 'addons:partner:add', usage: "'MANIFEST'", about: 'plug a partner in: the text of its addon-manifest.json', argument: 'words', most: 1, needsApp: false, plan: add,
    flags: [{ name: 'plans', takes: 'PLAN,PLAN', about: 'in place of those in the manifest' }, { name: 'production', takes: null, about: 'its production addresses, not those for tests' }],
  },
  { name: 'addons:partner:remove', usage: 'PARTNER', about: 'take a partner out again', argument: 'words', most: 1, needsApp: false, plan: remove },
]

function list(): Plan {
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const { partners } = await call('addons:partner:list', {})
      return { lines: partners.length === 0 ? ['No partners are plugged in.'] : [header('Partners'), '', ...columns([['Service', 'Plans', 'Add-ons', 'Address'], ...partners.map(({ service, plans, addOns, url }) => [service, plans.join(', '), String(addOns), url])])] }
    },
  }
}

function add(given: Given): Plan {
  const [manifest] = given.words
  if (manifest === undefined) return refuse('Missing the manifest.', "Paste it in single quotes: addons:partner:add '{\"id\": ...}'.")
  const plans = (text(given, 'plans') ?? '').split(',').map((plan) => plan.trim()).filter((plan) => plan !== '')
  return send('Plugging it in...', 'addons:partner:add', { manifest, ...(plans.length === 0 ? {} : { plans }), ...(given.flags['production'] === true ? { environment: 'production' as const } : {}) }, (made) => [
    `${made.title}: ${made.plans.map((plan) => `${made.service}:${plan}`).join(', ')}`, `Its client secret, for tokens: ${made.clientSecret}`, ...made.notes,
  ])
}

function remove({ words: [partner] }: Given): Plan {
  return partner === undefined ? refuse('Missing the partner.', 'addons:partners lists them.') : send(`Removing ${partner}...`, 'addons:partner:remove', { partner })
}
