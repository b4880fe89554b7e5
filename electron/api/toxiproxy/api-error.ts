/** What Toxiproxy's API answers instead: `{ error, status }`. The sentences that are Toxiproxy's are kept, as clients read them. */
export class ApiError extends Error {
  constructor(readonly status: number, message: string) {
    super(message)
    this.name = 'ApiError'
  }
}

export const proxyNotFound = (): ApiError => new ApiError(404, 'proxy not found')
export const toxicNotFound = (): ApiError => new ApiError(404, 'toxic not found')
