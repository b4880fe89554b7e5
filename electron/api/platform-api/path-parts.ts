// Paths with `:names`, taken apart.

/** Decoded; a slash at the end counts for nothing. */
export function partsOf(path: string): string[] {
  return path.replace(/(?<=.)\/$/, '').split('/').map(decoded)
}

/** A `:name` stands for anything but nothing. */
export function isMatch(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length && pattern.every((wanted, index) => (wanted.startsWith(':') ? parts[index] !== '' : wanted === parts[index]))
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
