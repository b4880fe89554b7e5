import { expect, test } from 'vitest'
import { DEPENDENCY_RULES } from './dependency-rules'
import { brokenRules, importsOf } from './import-graph'
import { readRepository } from './source-files'

const LIMIT_MS = 120_000
const sources = () => readRepository().filter(({ path }) => /^(electron|shared|renderer|resources)\//.test(path))

test('the repository keeps the dependency rules D1 to D6', { timeout: LIMIT_MS }, async () => {
  expect(await brokenRules(sources(), DEPENDENCY_RULES)).toEqual([])
})

/** One small tree with every kind of breach, each beside a lawful neighbour. */
const TREE: Record<string, string> = {
  'shared/domain/app.ts': `import { z } from 'zod'\nimport type { K } from '../../electron/engine/journal/kernel'\nexport const app = z`,
  'shared/text/time.ts': `import { hrtime } from 'node:process'\nexport const now = hrtime`,
  'electron/engine/engine.ts': `import './classroom/lessons'\nimport './dynos/room'\nimport { readFile } from 'fs'\nexport const a = readFile`,
  'electron/engine/ports/clock.ts': `export type { Kernel } from '../journal/kernel.ts'`,
  'electron/engine/journal/kernel.ts': `import '../ports/clock'\nexport type Kernel = import('../platform/apps').Apps`,
  'electron/engine/platform/apps.ts': `import '../journal/kernel'\nexport type Apps = 1\nexport const lazy = () => import('../dynos/room')`,
  'electron/engine/dynos/room.ts': `import '../platform/apps'\nimport '../router/pick'\nimport ws from 'ws'\nexport default ws`,
  'electron/engine/router/pick.ts': `import '../sim/world'\nimport { app } from '../../../shared/domain/app'\nexport const pick = app`,
  'electron/engine/sim/world.ts': `import '../engine'\nexport const world = 1`,
  'electron/engine/classroom/lessons.ts': `import '../sim/world'\nimport '../engine'`,
  'electron/adapters/git/host.ts': `import 'node:fs'\nimport '../../engine/ports/clock'\nimport '../disk/files'\nimport 'dockerode'\nimport '../../engine/journal/kernel'`,
  'electron/adapters/disk/files.ts': `import { app } from 'electron'\nexport const files = app`,
  'electron/api/apps.ts': `import type { Options } from '../main/index'\nexport type A = Options`,
  'electron/main/index.ts': `import { app } from 'electron'\nimport '../adapters/git/host'\nexport type Options = typeof app`,
  'renderer/main.tsx': `import './theme.css'\nimport { useState } from 'react'\nimport '../electron/preload/index'\nimport '../shared/domain/app'\nexport const view = <p>{useState}</p>`,
  'renderer/theme.css': '',
  'electron/preload/index.ts': `import { ipcRenderer } from 'electron'\nexport const p = ipcRenderer`,
  'renderer/scene/layout.ts': `import type { FC } from 'react'\nimport '../store/apps'\nexport type L = FC`,
  'renderer/store/apps.ts': `import { create } from 'zustand'\nimport path from 'path'\nexport const apps = [create, path]`,
}

test('a tree that breaks every rule is found out, rule by rule', { timeout: LIMIT_MS }, async () => {
  const files = Object.entries(TREE).map(([path, text]) => ({ path, text }))
  const found = await brokenRules(files, DEPENDENCY_RULES)
  expect(found).toMatchInlineSnapshot(`
    [
      "D1 shared imports nothing of ours: shared/domain/app.ts -> electron/engine/journal/kernel.ts",
      "D1 shared imports nothing of ours: shared/text/time.ts -> process",
      "D1 shared knows no Node: shared/text/time.ts -> process",
      "D2 engine imports shared only: electron/engine/dynos/room.ts -> node_modules/ws/wrapper.mjs",
      "D2 engine imports shared only: electron/engine/engine.ts -> fs",
      "D2 engine knows no Node: electron/engine/engine.ts -> fs",
      "D3 classroom stays below the engine: electron/engine/classroom/lessons.ts -> electron/engine/engine.ts",
      "D3 journal knows only what is below it: electron/engine/journal/kernel.ts -> electron/engine/platform/apps.ts",
      "D3 platform knows only what is below it: electron/engine/platform/apps.ts -> electron/engine/dynos/room.ts",
      "D3 ports knows only what is below it: electron/engine/ports/clock.ts -> electron/engine/journal/kernel.ts",
      "D3 rooms of the engine do not import each other: electron/engine/dynos/room.ts -> electron/engine/router/pick.ts",
      "D3 rooms of the engine do not import each other: electron/engine/router/pick.ts -> electron/engine/sim/world.ts",
      "D3 the simulated world is for roots, lessons and tests: electron/engine/router/pick.ts -> electron/engine/sim/world.ts",
      "D4 adapters do not import each other: electron/adapters/git/host.ts -> electron/adapters/disk/files.ts",
      "D4 adapters know ports and shared only: electron/adapters/git/host.ts -> electron/engine/journal/kernel.ts",
      "D4 dockerode stays in its adapter: electron/adapters/git/host.ts -> node_modules/dockerode/lib/docker.js",
      "D5 nothing imports the roots: electron/api/apps.ts -> electron/main/index.ts",
      "D5 only main and preload import electron: electron/adapters/disk/files.ts -> node_modules/electron/index.js",
      "D6 renderer imports shared only: renderer/main.tsx -> electron/preload/index.ts",
      "D6 renderer imports shared only: renderer/store/apps.ts -> path",
      "D6 renderer knows no Node: renderer/store/apps.ts -> path",
      "D6 scene knows neither React nor the store: renderer/scene/layout.ts -> node_modules/react/index.js",
      "D6 scene knows neither React nor the store: renderer/scene/layout.ts -> renderer/store/apps.ts",
    ]
  `)
  const brokenNames = new Set(found.map((line) => line.split(': ')[0]))
  expect(DEPENDENCY_RULES.map(({ name }) => name).filter((name) => !brokenNames.has(name))).toEqual([])
})

test('a lawful tree is left alone', { timeout: LIMIT_MS }, async () => {
  const files = [
    { path: 'shared/domain/app.ts', text: `import { z } from 'zod'\nexport const app = z` },
    { path: 'electron/engine/ports/clock.ts', text: `import '../../../shared/domain/app'` },
    { path: 'electron/engine/dynos/room.ts', text: `import '../ports/clock'\nimport { parse } from 'yaml'\nexport default parse` },
    { path: 'electron/adapters/git/host.ts', text: `import 'node:fs'\nimport '../../engine/ports/clock'` },
    { path: 'electron/main/index.ts', text: `import 'electron'\nimport '../adapters/git/host'\nimport '../engine/dynos/room'` },
    { path: 'renderer/main.tsx', text: `import 'react'\nimport '../shared/domain/app'` },
    // Tests may reach where they need to.
    { path: 'shared/domain/app.test.ts', text: `import '../../electron/main/index'` },
  ]
  expect(await brokenRules(files, DEPENDENCY_RULES)).toEqual([])
})

test('an import is seen in every form it can take', () => {
  const text = `
    import a from 'a'
    import type { B } from 'b'
    import { type C } from 'c'
    import 'd'
    export { e } from 'e'
    export type * from 'f'
    export const g = () => import('g')
    export type H = import('h').H
    const i = require('i')
    // import 'not-this'
    const text = "import 'nor-this'"`
  expect(importsOf({ path: 'x.ts', text })).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])
  expect(importsOf({ path: 'x.tsx', text: `import { P } from 'p'\nexport const x = <P<string> a="b" />` })).toEqual(['p'])
})
