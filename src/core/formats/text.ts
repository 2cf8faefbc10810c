const utf8 = new TextDecoder('utf-8', { fatal: true })
const latin1 = new TextDecoder('latin1')
/** Up to here letters one by one are faster than a decoder's call, bytes. */
const short = 32

/** UTF-8 where the bytes are that, else Latin-1: EDF allows neither, and files hold both. */
export function decodeText(bytes: Uint8Array): string {
  const plain = bytes.length <= short ? shortAscii(bytes) : null
  if (plain !== null) return plain
  try {
    return utf8.decode(bytes)
  } catch {
    return latin1.decode(bytes)
  }
}

/** Null where a byte is no ASCII. */
function shortAscii(bytes: Uint8Array): string | null {
  let text = ''
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! > 127) return null
    text += String.fromCharCode(bytes[i]!)
  }
  return text
}
