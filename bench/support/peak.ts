import asc from 'assemblyscript/asc'

/** Six chains of multiplications and six of additions on four lanes, none waiting for another: as much as WebAssembly
 *  SIMD without fused operations can do on this machine, with nothing read from memory. */
const source = `
export function chains(rounds: i32, one: f32, little: f32): f32 {
  const m = f32x4.splat(one), c = f32x4.splat(little)
  let a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, b0 = c, b1 = c, b2 = c, b3 = c, b4 = c, b5 = c
  for (let i = 0; i < rounds; i++) {
    a0 = f32x4.mul(a0, m); b0 = f32x4.add(b0, c); a1 = f32x4.mul(a1, m); b1 = f32x4.add(b1, c)
    a2 = f32x4.mul(a2, m); b2 = f32x4.add(b2, c); a3 = f32x4.mul(a3, m); b3 = f32x4.add(b3, c)
    a4 = f32x4.mul(a4, m); b4 = f32x4.add(b4, c); a5 = f32x4.mul(a5, m); b5 = f32x4.add(b5, c)
    a0 = f32x4.mul(a0, m); b0 = f32x4.add(b0, c); a1 = f32x4.mul(a1, m); b1 = f32x4.add(b1, c)
    a2 = f32x4.mul(a2, m); b2 = f32x4.add(b2, c); a3 = f32x4.mul(a3, m); b3 = f32x4.add(b3, c)
    a4 = f32x4.mul(a4, m); b4 = f32x4.add(b4, c); a5 = f32x4.mul(a5, m); b5 = f32x4.add(b5, c)
  }
  const a = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(a4, a5))
  const b = f32x4.add(f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3)), f32x4.add(b4, b5))
  return f32x4.extract_lane(f32x4.add(a, b), 0)
}`
/** Twelve chains of four lanes, twice. */
const operationsOfRound = 12 * 4 * 2

/** GFLOP/s of one thread at best, multiplications and additions counted one by one. */
export async function measurePeak(): Promise<number> {
  const { binary } = await asc.compileString(source, { optimizeLevel: 3, enable: ['simd'], runtime: 'stub' } as never)
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>)
  const chains = instance.exports['chains'] as (rounds: number, one: number, little: number) => number
  const rounds = 5_000_000
  let best = Infinity
  for (let i = 0; i < 8; i++) {
    const start = performance.now()
    chains(rounds, 1, 1e-9)
    best = Math.min(best, performance.now() - start)
  }
  return (rounds * operationsOfRound) / best / 1e6
}
