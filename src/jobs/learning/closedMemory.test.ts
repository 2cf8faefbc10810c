import { describe, expect, it } from 'vitest'
import { createClosedMemory } from './closedMemory'

describe('createClosedMemory', () => {
  it('collects when enough has gathered, and then begins anew', () => {
    let collections = 0
    const closed = createClosedMemory(() => collections++)
    closed.add(100 << 20)
    closed.release()
    expect(collections).toBe(0)
    closed.add(100 << 20)
    closed.release()
    closed.release()
    expect(collections).toBe(1)
  })

  it('keeps memory that is made and dropped over and over within bounds', async () => {
    const closed = createClosedMemory()
    const [pages, pageBytes] = [640, 65_536]
    const use = (): void => {
      const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
      new Uint8Array(memory.buffer).fill(1)
      closed.add(memory.buffer.byteLength)
    }
    const before = process.memoryUsage.rss()
    for (let round = 0; round < 40; round++) {
      closed.release()
      use()
      await new Promise((done) => setImmediate(done))
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(0.4 * 40 * pages * pageBytes)
  })
})
