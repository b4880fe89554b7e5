// What is said about the container engine of this machine, and about the images that dynos in containers are made of.

import { z } from 'zod'

const dockerTroubles = ['none', 'not-running', 'no-permission', 'too-old', 'too-little-memory', 'not-linux', 'not-reached'] as const

export const dockerReport = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    /** As people call it: Docker, Docker Desktop, colima, Podman. */
    engine: z.string(), version: z.string(), apiVersion: z.string(),
    /** Like DOCKER_HOST. */
    address: z.string(),
    cores: z.number().int(), memoryBytes: z.number(),
    /** Containers can be reached at their own addresses: the engine is on this very machine. */
    isDirect: z.boolean(),
  }),
  z.object({
    kind: z.literal('trouble'),
    trouble: z.enum(dockerTroubles),
    /** Sentences: what is so, what to do, and what goes on without it. */
    happened: z.string(), fix: z.string(), without: z.string(),
    /** A line to paste into a terminal, where one line is enough. */
    command: z.string().nullable(),
    address: z.string().nullable(),
    /** The unedited words of the engine or system. */
    raw: z.string().nullable(),
  }),
])
export type DockerReport = z.infer<typeof dockerReport>
export type DockerTrouble = Extract<DockerReport, { kind: 'trouble' }>

export const stackImage = z.object({
  stack: z.string(),
  /** As the engine names it: `sha256:...`. */
  id: z.string(),
  names: z.array(z.string()),
  /** What the registry calls it, when it came from one. */
  digest: z.string().nullable(),
  sizeBytes: z.number(), createdAt: z.number(),
  /** Where it is from, in words. */
  from: z.string(),
  /** Containers made of it, running or not. */
  usedBy: z.number().int(),
  /** Dynos of this stack start from this one. */
  isCurrent: z.boolean(),
})
export type StackImage = z.infer<typeof stackImage>

const stack = z.string().min(1).max(64).regex(/^[a-z0-9-]+$/)
/** Absolute, of the machine the engine runs on. */
const path = z.string().min(1).max(4096).refine((text) => !text.includes('\0'), 'a path has no NUL')

/** How a stack's image comes. */
export const bringOrder = z.discriminatedUnion('how', [
  /** The published run and build images. */
  z.object({ how: z.literal('pull'), stack }),
  /** From packages, on this machine. */
  z.object({ how: z.literal('build'), stack }),
  /** From a file that `docker:images:export` wrote. */
  z.object({ how: z.literal('import'), path }),
])
export type BringOrder = z.infer<typeof bringOrder>

export const imageChoice = z.object({ image: z.string().min(1).max(200) })
export const imageExport = imageChoice.extend({ path })

/** One bar: a layer, or a whole file. `total` is null while nobody knows it. */
export type BringPart = { readonly id: string; readonly label: string; readonly done: number; readonly total: number | null }

export type BringNews =
  | { readonly kind: 'step'; readonly text: string }
  | { readonly kind: 'output'; readonly lines: readonly string[] }
  /** All bars as they are now. */
  | { readonly kind: 'progress'; readonly parts: readonly BringPart[] }
  | { readonly kind: 'done'; readonly images: readonly StackImage[] }

const madeKinds = ['container', 'network', 'volume', 'image'] as const

/** One thing in the engine that a Dynarium of this machine made. */
export const madeThing = z.object({
  kind: z.enum(madeKinds),
  id: z.string(),
  /** As people know it. */
  name: z.string(),
  /** The data folder of the Dynarium that made it. */
  data: z.string(),
  /** Of its own on the disk; null where the engine does not say. */
  bytes: z.number().nullable(),
  /** A container that runs, or what one uses. */
  isInUse: z.boolean(),
})
export type MadeThing = z.infer<typeof madeThing>

/** Which of them; what is not there any more is passed over. */
export const madeChoice = z.object({ things: z.array(z.object({ kind: z.enum(madeKinds), id: z.string().min(1).max(512) })).min(1).max(10_000) })

export const removal = z.object({
  removed: z.number().int(), freedBytes: z.number(),
  /** Sentences: which could not be removed, and why. */
  left: z.array(z.string()),
})
export type Removal = z.infer<typeof removal>
