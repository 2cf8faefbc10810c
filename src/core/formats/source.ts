/** Bytes with random access: a file, or a part of memory. Reading is synchronous, since parsers jump about in headers;
 *  whoever implements it may keep blocks. Nothing here reads a whole file. */
export interface ByteSource {
  /** Name without folders, as the person knows the file. */
  readonly name: string
  readonly size: number
  /** Exactly `length` bytes from `offset`; fewer only where the source ends. The caller owns the copy. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>
  /** The same into memory of the caller, which is used again and again, and past what is kept; as many bytes as were there. */
  readInto?(target: Uint8Array, offset: number): number
}

/** Bytes from `offset` on into `target`; as many as the source has, at most `target.length`. */
export function readInto(source: ByteSource, target: Uint8Array, offset: number): number {
  if (source.readInto) return source.readInto(target, offset)
  const bytes = source.read(offset, target.length)
  target.set(bytes)
  return bytes.length
}

/** A file and those that lie beside it: headers that name data and marker files, split recordings. */
export interface FileNeighbours {
  /** Another file of the same folder by its name, letter case aside when there is no exact one; `null`: none. */
  open(name: string): ByteSource | null
  /** Names of all files of the folder, sorted. */
  readonly names: readonly string[]
}

export const noNeighbours: FileNeighbours = { open: () => null, names: [] }

/** A source over bytes that are in memory already. */
export const memorySource = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: (offset, length) =>
    bytes.slice(Math.max(0, offset), Math.max(0, offset) + Math.max(0, length)) as Uint8Array<ArrayBuffer>,
})
