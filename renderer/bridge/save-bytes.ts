/** Offers bytes as a file, as any download of a browser. */
export function saveBytes(name: string, parts: readonly Uint8Array[], type: string): void {
  const address = URL.createObjectURL(new Blob(parts as readonly BlobPart[] as BlobPart[], { type }))
  follow(address, name)
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(address))
}

/** The same of bytes that came as base64. */
export function saveBase64(name: string, base64: string): void {
  saveBytes(name, [Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'application/octet-stream')
}

/** What the control port says is a file to keep. */
export function fetchFile(address: string): void {
  follow(address, '')
}

function follow(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
