// A Build turns source into a Slug. A Release is a Slug plus config vars, numbered v1, v2, ...

import type { AppId } from './app.ts'

export type BuildId = string
/** `sha256:` and 64 hex digits of the uncompressed archive: the same tree gives the same id. */
export type SlugId = string

export type BuildSource =
  | { readonly kind: 'git'; readonly commit: string; readonly subject: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'tarball'; readonly name: string }

/** One buildpack's answer to "is this yours?", with the file that decided. */
export type Detection = {
  readonly buildpack: string
  readonly matched: boolean
  /** What it prints when it matches, e.g. `Node.js`. */
  readonly label: string | null
  /** The file that decided, or null when nothing it looks for was there. */
  readonly file: string | null
  readonly reason: string
}

export const buildStages = ['source', 'detect', 'compile', 'slug', 'release'] as const
export type BuildStage = (typeof buildStages)[number]

export type BuildStatus =
  | { readonly kind: 'pending'; readonly stage: BuildStage }
  | { readonly kind: 'succeeded'; readonly slugId: SlugId; readonly version: number | null; readonly endedAt: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly help: string; readonly endedAt: number }

export type Build = {
  readonly id: BuildId
  readonly appId: AppId
  readonly source: BuildSource
  readonly by: string
  readonly startedAt: number
  readonly detections: readonly Detection[]
  readonly buildpacks: readonly string[]
  /** When each stage began, milliseconds since the epoch. */
  readonly stages: readonly { readonly stage: BuildStage; readonly at: number }[]
  readonly status: BuildStatus
}

export type Slug = {
  readonly id: SlugId
  readonly bytes: number
  /** Of the stack `container`: images. */
  readonly files: number
  readonly createdAt: number
  readonly commit: string | null
  readonly stack: string
  readonly language: string | null
  /** Procfile over buildpack defaults: type to command. */
  readonly processTypes: Readonly<Record<string, string>>
}

export type ReleaseStatus =
  | { readonly kind: 'pending' }
  | { readonly kind: 'succeeded'; readonly at: number }
  | { readonly kind: 'failed'; readonly at: number; readonly exitStatus: number | null }

export type Release = {
  readonly id: string
  readonly appId: AppId
  readonly version: number
  readonly slugId: SlugId | null
  readonly config: Readonly<Record<string, string>>
  readonly description: string
  readonly by: string
  readonly createdAt: number
  readonly status: ReleaseStatus
  /** seq of the `release.created` event: where "why?" starts. */
  readonly seq: number
}
