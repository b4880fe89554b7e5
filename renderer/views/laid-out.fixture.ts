// A page without layout gives every element the size 0; lists that draw only what is in sight would draw nothing.

const sizes = { clientWidth: 1000, clientHeight: 600, offsetWidth: 1000, offsetHeight: 30 }

export function layOut(): void {
  for (const [name, size] of Object.entries(sizes)) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size })
}
