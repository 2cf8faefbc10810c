/** Feature vectors and the class of each. */
export interface LabelledTable {
  /** `[example, feature]` */
  readonly values: Float64Array
  readonly features: number
  /** 0 … classes − 1, each at least once, `[example]`. */
  readonly labels: Int32Array
  readonly classes: number
}
