import asc from 'assemblyscript/asc'

/** Twelve independent chains of multiply and add on four lanes: as much as WebAssembly SIMD without fused operations can
 *  do on this machine, with nothing read from memory. */
const source = `
export function chains(rounds: i32): f32 {
  let a0 = f32x4.splat(1), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0
  let b0 = a0, b1 = a0, b2 = a0, b3 = a0
  const m = f32x4.splat(0.9999), c = f32x4.splat(0.0001)
  for (let i = 0; i < rounds; i++) {
    a0 = f32x4.add(f32x4.mul(a0, m), c); a1 = f32x4.add(f32x4.mul(a1, m), c)
    a2 = f32x4.add(f32x4.mul(a2, m), c); a3 = f32x4.add(f32x4.mul(a3, m), c)
    a4 = f32x4.add(f32x4.mul(a4, m), c); a5 = f32x4.add(f32x4.mul(a5, m), c)
    a6 = f32x4.add(f32x4.mul(a6, m), c); a7 = f32x4.add(f32x4.mul(a7, m), c)
    b0 = f32x4.add(f32x4.mul(b0, m), c); b1 = f32x4.add(f32x4.mul(b1, m), c)
    b2 = f32x4.add(f32x4.mul(b2, m), c); b3 = f32x4.add(f32x4.mul(b3, m), c)
  }
  const s = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(f32x4.add(a4, a5), f32x4.add(a6, a7)))
  return f32x4.extract_lane(f32x4.add(s, f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3))), 0)
}`
/** Twelve chains, four lanes, a multiplication and an addition. */
const operationsOfRound = 12 * 4 * 2

/** GFLOP/s of one thread at best, multiplications and additions counted one by one. */
export async function measurePeak(): Promise<number> {
  const { binary } = await asc.compileString(source, { optimizeLevel: 3, enable: ['simd'], runtime: 'stub' } as never)
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>)
  const chains = instance.exports['chains'] as (rounds: number) => number
  const rounds = 5_000_000
  let best = Infinity
  for (let i = 0; i < 8; i++) {
    const start = performance.now()
    chains(rounds)
    best = Math.min(best, performance.now() - start)
  }
  return (rounds * operationsOfRound) / best / 1e6
}
