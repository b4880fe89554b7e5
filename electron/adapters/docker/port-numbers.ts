// Numbers for PORT: each container has all of them to itself, but two dynos of one app are told apart more easily by two numbers.

export type PortNumbers = { take(): number; giveBack(port: number): void }

const first = 3000
const count = 50_000

export function createPortNumbers(random: () => number = Math.random): PortNumbers {
  const taken = new Set<number>()
  return {
    take: () => {
      for (;;) {
        const port = first + Math.floor(random() * count)
        if (taken.has(port)) continue
        taken.add(port)
        return port
      }
    },
    giveBack: (port) => void taken.delete(port),
  }
}
