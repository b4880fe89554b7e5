// The catalogue: which services there are, on which plans, what each plan allows, from which source and when. A file that people may
// read and change (docs/add-ons.md); what a plan costs stands in the price book.

import { z } from 'zod'
import { attachmentNamePattern, varPrefix } from '../domain/add-on.ts'
import type { Era } from '../domain/dyno-sizes.ts'
import { readForm, type Inconsistency, type ReadForm } from '../yaml/read-form.ts'

const slug = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'a short name in lower case')
const amount = z.number().min(0).max(1e15)

const plan = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'a short name in lower case'),
  title: z.string().min(1).max(60),
  eras: z.array(z.enum(['classic', 'current'])).min(1).max(2),
  /** Numbers by name, units last, such as `connections`, `storageMb`, `memoryMb`, `rows`. */
  limits: z.record(z.string().regex(/^[a-z][A-Za-z]{0,40}$/), amount).default({}),
  /** What it can do, such as `ha`, `follow`, `fork`, `rollback`. */
  features: z.array(z.string().regex(/^[a-z][a-z-]{0,30}$/)).max(20).default([]),
  asOf: z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().regex(/^\d{4}(-\d{2}){0,2}$/, 'a day, a month or a year')),
  source: z.string().min(1).max(60),
  /** What is not from the source, or differs here. */
  note: z.string().max(300).optional(),
})

const service = z.strictObject({
  slug,
  title: z.string().min(1).max(60),
  about: z.string().min(1).max(400),
  group: z.enum(['data', 'logs', 'mail', 'jobs', 'metrics', 'other']),
  /** Names begin with it: `postgresql-quiet-48213`. */
  nameStem: slug,
  /** Of the first one in an app, e.g. DATABASE; without it, the service's own prefix. */
  firstName: z.string().regex(attachmentNamePattern).optional(),
  /** The first one of an app is attached a second time, under a colour, as Heroku's Postgres. */
  firstHasColor: z.boolean().default(false),
  /** As the service names them. */
  vars: z.array(z.string().regex(/^[A-Z][A-Z0-9_]{0,60}$/)).max(20),
  /** May be attached to other apps. */
  sharing: z.boolean().default(true),
  /** An app may have more than one. */
  multiple: z.boolean().default(false),
  /** The plan when none is named, by era. */
  usualPlan: z.strictObject({ classic: z.string(), current: z.string() }),
  plans: z.array(plan).min(1).max(40),
})

export const catalogueForm = z.strictObject({
  title: z.string().min(1).max(120),
  version: z.number().int().min(1),
  sources: z.record(z.string().min(1).max(60), z.string().min(1).max(500)),
  services: z.array(service).max(60),
})

export type Catalogue = z.output<typeof catalogueForm>
export type Service = Catalogue['services'][number]
export type Plan = Service['plans'][number]

export function readCatalogue(text: string): ReadForm<Catalogue> {
  return readForm<Catalogue>(text, catalogueForm as z.ZodType<Catalogue>, inconsistencies)
}

export const plansOf = (one: Service, era: Era): readonly Plan[] => one.plans.filter(({ eras }) => eras.includes(era))

function inconsistencies({ services, sources }: Catalogue): Inconsistency[] {
  const wrong: Inconsistency[] = []
  const slugs = new Set<string>()
  services.forEach((one, index) => {
    const path = ['services', index]
    if (slugs.has(one.slug)) wrong.push({ path: [...path, 'slug'], message: `There are two services "${one.slug}".` })
    slugs.add(one.slug)
    one.vars.forEach((name, at) => {
      if (!name.startsWith(varPrefix(one.slug))) wrong.push({ path: [...path, 'vars', at], message: `${name}: a var of ${one.slug} begins with ${varPrefix(one.slug)}.` })
    })
    for (const era of ['classic', 'current'] as const) {
      const usual = one.plans.find(({ name }) => name === one.usualPlan[era])
      if (usual?.eras.includes(era) !== true) wrong.push({ path: [...path, 'usualPlan', era], message: `${one.slug}: "${one.usualPlan[era]}" is no plan of the ${era} era.` })
    }
    one.plans.forEach(({ name, source }, at) => {
      if (!Object.hasOwn(sources, source)) wrong.push({ path: [...path, 'plans', at, 'source'], message: `${one.slug}:${name}: the source "${source}" is not among the sources.` })
      if (one.plans.findIndex((other) => other.name === name) !== at) wrong.push({ path: [...path, 'plans', at, 'name'], message: `${one.slug} has two plans "${name}".` })
    })
  })
  return wrong
}
