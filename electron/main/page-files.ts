import { interfaceFile } from '../api/interface-files.ts'

/** The file an address of the window stands for, or null where it would leave the folder. */
export function fileFor(address: string, folder: string): string | null {
  const url = new URL(address)
  return url.host === 'dynarium' ? interfaceFile(url.pathname, folder) : null
}
