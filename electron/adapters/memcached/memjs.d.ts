// What the tests use of memjs, which has no types of its own.
declare module 'memjs' {
  type Got = { readonly value: Buffer | null }
  export class Client {
    static create(servers: string, options: { username?: string; password?: string; retries?: number; timeout?: number; failover?: boolean }): Client
    get(key: string): Promise<Got>
    set(key: string, value: string | Buffer, options: { expires?: number }): Promise<boolean>
    add(key: string, value: string | Buffer, options: { expires?: number }): Promise<boolean>
    replace(key: string, value: string | Buffer, options: { expires?: number }): Promise<boolean>
    append(key: string, value: string | Buffer): Promise<boolean>
    prepend(key: string, value: string | Buffer): Promise<boolean>
    increment(key: string, amount: number, options: { initial?: number }): Promise<{ value: number | null }>
    decrement(key: string, amount: number, options: { initial?: number }): Promise<{ value: number | null }>
    touch(key: string, expires: number): Promise<boolean>
    delete(key: string): Promise<boolean>
    flush(): Promise<Record<string, boolean>>
    close(): void
  }
}
