import { AppError } from '../../domain/error'
import type { SiteRules } from '../constraints'
import type { SelectionData } from './selector'

/**
 * Throws AppError `selection/conflict` or `selection/too-few-candidates` for a size that no set can have, `input/invalid`
 * for data of other sites than the rules'.
 */
export function checkRequest(rules: SiteRules, { candidates }: SelectionData, sizes: readonly number[]): void {
  for (const n of sizes) rules.checkSize(n)
  if (candidates.length === rules.candidates.length && candidates.every((name, i) => name === rules.candidates[i]))
    return
  throw new AppError({
    code: 'input/invalid',
    message: `Expected signals of ${rules.candidates.join(' ')}, got ${candidates.join(' ')}.`,
  })
}
