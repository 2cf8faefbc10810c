/** Files that a decoder leaves as: ONNX to run anywhere, npz with weights in PyTorch's layout to go on learning from. */
export const exportFormats = ['onnx', 'npz'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** The format that a file's ending names, or null. */
export const formatOf = (path: string): ExportFormat | null =>
  exportFormats.find((format) => path.toLowerCase().endsWith(`.${format}`)) ?? null
