// Bytes that wait until more of them are there. Grows by doubling, so that a client which sends byte by byte costs no more than one
// that does not; who fills it sees to the bound.

const firstBytes = 1024

export class ByteStash {
  #bytes: Buffer | null = null
  #start = 0
  #end = 0

  get length(): number {
    return this.#end - this.#start
  }

  add(bytes: Buffer, from: number, to: number): void {
    const needed = this.length + to - from
    if (this.#bytes === null || this.#start + needed > this.#bytes.length) this.#grow(needed)
    bytes.copy(this.#bytes as Buffer, this.#end, from, to)
    this.#end += to - from
  }

  /** What is there, as a view that is good until the next `add`. */
  view(): Buffer {
    return this.#bytes === null ? Buffer.alloc(0) : this.#bytes.subarray(this.#start, this.#end)
  }

  drop(count: number): void {
    this.#start += count
    if (this.#start < this.#end) return
    // Memory goes with the bytes: most connections never need any again.
    this.#start = 0
    this.#end = 0
    this.#bytes = null
  }

  clear(): void {
    this.drop(this.length)
  }

  #grow(needed: number): void {
    const next = Buffer.allocUnsafe(Math.max(firstBytes, 2 ** Math.ceil(Math.log2(needed))))
    this.#bytes?.copy(next, 0, this.#start, this.#end)
    this.#end -= this.#start
    this.#start = 0
    this.#bytes = next
  }
}
