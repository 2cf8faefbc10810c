/** 95 % point (one-sided) and 80 % point of the standard normal distribution. */
const [z95, z80] = [1.6448536269514722, 0.8416212335729143]

/**
 * Trials that tell this accuracy from chance in four of five studies, one-sided at 5 % (normal approximation; Fleiss, Levin & Paik
 * 2003, Statistical Methods for Rates and Proportions, 2.5). Null at chance and below: no number of trials would.
 */
export function trialsAboveChance(accuracy: number, chance: number): number | null {
  if (accuracy <= chance) return null
  const spread = z95 * Math.sqrt(chance * (1 - chance)) + z80 * Math.sqrt(accuracy * (1 - accuracy))
  return Math.ceil((spread / (accuracy - chance)) ** 2)
}
