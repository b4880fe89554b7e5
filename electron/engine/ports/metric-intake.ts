// Datagrams of metrics, on UDP ports of this machine only.

/** `lost`: datagrams that came since the last time and could not be kept. */
export type TakeDatagrams = (id: string, texts: readonly string[], lost: number) => void

export type MetricIntake = {
  /** Before anything is opened. */
  connect(take: TakeDatagrams): void
  /** Resolves with the port: `wanted`, if it is free. Rejects when none can be had. */
  open(id: string, wanted: number | null): Promise<number>
  /** Resolves also when it is not open. */
  close(id: string): Promise<void>
  stop(): Promise<void>
}
