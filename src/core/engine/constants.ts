import { controlBytes } from './control'

/** Where the kernels find their constants (`constant` in assembly/lanes.ts, which numbers them). */
export const constantsAddress = controlBytes

/** Bits of an integer as a number of the table. */
const integer = (value: number): number => new Float32Array(Int32Array.of(value).buffer)[0]!

/** Coefficients of logarithm and exponential. */
export const constants = Float32Array.of(
  1,
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
  -2.1219444e-4,
  0.5,
  0.693359375,
  88,
  -87,
  1.44269504088896341,
  2.1219444e-4,
  1.98756915e-4,
  1.3981999507e-3,
  8.3334519073e-3,
  4.1665795894e-2,
  1.6666665459e-1,
  integer(127),
  integer(0x3f3504f3),
  integer(0x007fffff),
)
