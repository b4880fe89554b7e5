// What a page of the museum says about a code beyond its name and meaning: what makes it happen, how its line looks, and what to do.

export type Exhibit = {
  readonly code: string
  /** Sentences: what makes it happen. */
  readonly trigger: string
  /** How its line looks in the log; shortened with `...` where it is long. */
  readonly line: string
  /** What to do about it, and how to see that it worked. */
  readonly fix: string
}
