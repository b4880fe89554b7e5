import { header, pairs } from '../cli-text.ts'
import { refuse, send, type Plan } from '../plan.ts'
import { many, type Given, type Verb } from '../verb.ts'

export const configVerbs: readonly Verb[] = [
  { name: 'config', usage: '', about: 'show the config vars of an app, with their values', argument: null, most: 0, flags: [{ name: 'shell', short: 's', takes: null, about: 'as lines of a .env file' }], needsApp: true, plan: list },
  { name: 'config:get', usage: 'KEY...', about: 'show one config var', argument: 'config-key', most: many, needsApp: true, plan: get },
  { name: 'config:set', aliases: ['config:add'], usage: 'KEY=VALUE...', about: 'set config vars, make a release, restart', argument: 'config-pair', most: many, needsApp: true, plan: set },
  { name: 'config:unset', aliases: ['config:remove'], usage: 'KEY...', about: 'remove config vars, make a release, restart', argument: 'config-key', most: many, needsApp: true, plan: unset },
]

function list({ app, flags }: Given): Plan {
  return send(null, 'config:get', { app: app.name }, (vars) => {
    const entries = Object.entries(vars).sort(([a], [b]) => (a < b ? -1 : 1))
    if (flags['shell'] === true) return entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    if (entries.length === 0) return [`${app.name} has no config vars.`, 'Set one with config:set KEY=VALUE.']
    return [header(`${app.name} Config Vars`), '', ...pairs(entries)]
  })
}

function get({ app, words }: Given): Plan {
  if (words.length === 0) return refuse('Missing the name of a config var.', 'Try config:get DATABASE_URL. config lists them.')
  return send(null, 'config:get', { app: app.name }, (vars) => words.map((key) => (Object.hasOwn(vars, key) ? (vars[key] ?? '') : '')))
}

function set({ app, words }: Given): Plan {
  if (words.length === 0) return refuse('Usage: heroku config:set KEY1=VALUE1 [KEY2=VALUE2 ...]', 'Must specify KEY and VALUE to set.')
  const vars: Record<string, string> = {}
  for (const word of words) {
    const at = word.indexOf('=')
    if (at < 1) return refuse(`${word} is invalid. Must be in the format FOO=bar.`, `Write ${at === 0 ? 'a name before the =' : `${word}=VALUE`}. Values with blanks stand in quotes.`)
    vars[word.slice(0, at)] = word.slice(at + 1)
  }
  const keys = Object.keys(vars)
  return send(`Setting ${keys.join(', ')} and restarting ${app.name}...`, 'config:set', { app: app.name, vars }, ({ version }) => [
    version === null ? 'nothing changed' : `v${version}`, '', ...pairs(Object.entries(vars)),
  ])
}

function unset({ app, words }: Given): Plan {
  if (words.length === 0) return refuse('Usage: heroku config:unset KEY1 [KEY2 ...]', 'Must specify KEY to unset. config lists them.')
  const pair = words.find((word) => word.includes('='))
  if (pair !== undefined) return refuse(`${pair} has a value, and a config var is removed by its name.`, `Try config:unset ${pair.slice(0, pair.indexOf('='))}.`)
  const vars = Object.fromEntries(words.map((key) => [key, null]))
  return send(`Unsetting ${words.join(', ')} and restarting ${app.name}...`, 'config:set', { app: app.name, vars }, ({ version }) => [version === null ? 'nothing changed' : `v${version}`])
}
