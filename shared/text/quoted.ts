/** A word as it has to be typed in a shell, or in the console, to be read back the same. */
export function quoted(text: string): string {
  if (text === '') return '""'
  return /^[\w@%+=:,./\-[\]•…^~#!?{}]+$/.test(text) ? text : `"${text.replace(/(["\\])/g, '\\$1')}"`
}
