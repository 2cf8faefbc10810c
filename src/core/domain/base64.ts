const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes of a text in base64 without line ends. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let at = 0, i = 0; at < text.length; at += 4) {
    let bits = 0
    for (let d = 0; d < 4; d++) bits = (bits << 6) | Math.max(0, digits.indexOf(text[at + d]!))
    for (let shift = 16; shift >= 0 && i < bytes.length; shift -= 8) bytes[i++] = bits >> shift
  }
  return bytes
}
