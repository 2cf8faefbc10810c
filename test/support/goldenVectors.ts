import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import type { Errors, GoldenCase } from '../../src/core/model/selfTest'

const folder = resolve(import.meta.dirname, '../golden/vectors')

export const goldenNames = readdirSync(folder).map((file) => file.replace(/\.json$/, ''))

export const readGolden = (name: string): GoldenCase =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as GoldenCase

/** Logits, losses and every gradient, to 3e-5. */
export function expectGolden(errors: Errors, golden: GoldenCase): void {
  expect(Object.keys(errors).length).toBeGreaterThan(golden.training ? 10 : 1)
  for (const [quantity, error] of Object.entries(errors)) {
    // The true gradient of bn1Beta is zero: 1e-6 absolute counts as 1e-4.
    expect(error, quantity).toBeLessThanOrEqual(quantity === 'bn1Beta' ? 1e-4 : 3e-5)
  }
}
