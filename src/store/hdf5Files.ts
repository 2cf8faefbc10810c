import { AppError } from '../core/domain/error'
import type { ByteSource } from '../core/formats/source'
import type * as H5wasm from 'h5wasm'

type Library = typeof H5wasm
type FileSystem = NonNullable<typeof H5wasm.FS>

export interface OpenFiles {
  readonly library: Library
  /** Runs with the file of a source open. Throws AppError `file/not-eeg` for what the library finds damaged. */
  use<T>(source: ByteSource, body: (file: H5wasm.File) => T): T
  /** Path of what a reference of the open file leads to, where MATLAB keeps such; `null`: elsewhere. */
  pathOf(source: ByteSource, reference: H5wasm.Reference): string | null
}

type Module = Awaited<typeof H5wasm.ready>

/** Where MATLAB keeps what its cells and arrays of structures refer to. */
const referenced = '#refs#'

/**
 * Paths of the objects under `#refs#` by their addresses. The library itself finds a name by going through all names of the
 * file, for each reference anew: a recording with 8000 events would take minutes.
 */
function referredPaths(module: Module, file: H5wasm.File): ReadonlyMap<string, string> {
  if (!file.keys().includes(referenced)) return new Map()
  const paths = entityAt(file, `/${referenced}`, 'Group')
    .keys()
    .map((name) => `/${referenced}/${name}`)
  return new Map(paths.map((path) => [String(module.create_object_reference(file.file_id, path)), path]))
}

let mounted = 0

/**
 * One file is open at a time, and opened anew when another was asked for: nobody has to close anything. Opening reads a few
 * hundred bytes.
 */
export function createOpenFiles(library: Library, module: Module): OpenFiles {
  const fs = module.FS
  const paths = new WeakMap<ByteSource, ReadonlyMap<string, string>>()
  let current: { source: ByteSource; file: H5wasm.File; path: string } | null = null
  let failure: unknown = null
  const takeComplaint = catchComplaints(fs)
  const close = (): void => {
    try {
      current?.file.close()
    } catch {
      // What is damaged may refuse to be closed; it is left to the library.
    }
    if (current) unmount(fs, current.path)
    current = null
  }
  const open = (source: ByteSource): H5wasm.File => {
    if (current?.source === source) return current.file
    close()
    const path = mount(fs, source, (thrown) => (failure = thrown))
    const file = new library.File(path, 'r')
    current = { source, file, path }
    return file
  }
  return {
    library,
    pathOf(source, reference) {
      const known = paths.get(source) ?? referredPaths(module, open(source))
      paths.set(source, known)
      return known.get(String(reference.ref_data)) ?? null
    },
    use(source, body) {
      failure = null
      takeComplaint()
      try {
        const result = body(open(source))
        const complaint = takeComplaint()
        if (complaint === '') return result
        throw damaged(new Error(reasonIn(complaint)))
      } catch (thrown) {
        close()
        // The library only knows that a read failed; the source knows why.
        if (failure !== null) throw failure
        const complaint = takeComplaint()
        if (thrown instanceof AppError) throw thrown
        throw damaged(complaint === '' ? thrown : new Error(reasonIn(complaint)))
      }
    },
  }
}

const unmount = (fs: FileSystem, path: string): void => (fs as unknown as EmscriptenFiles).unlink(path)

/**
 * Emscripten's memory file whose reads go to the source instead; returns its path. Each has a name of its own, or the library
 * might take it for one that it has not let go of.
 */
function mount(fs: FileSystem, source: ByteSource, failed: (thrown: unknown) => void): string {
  const system = fs as unknown as EmscriptenFiles
  const path = `/source-${++mounted}.h5`
  const node = system.createFile('/', path.slice(1), {}, true, false)
  Object.defineProperty(node, 'usedBytes', { get: () => source.size })
  node.stream_ops = {
    ...node.stream_ops,
    read(_stream, buffer, offset, length, position) {
      try {
        const bytes = source.read(position, Math.max(0, Math.min(length, source.size - position)))
        buffer.set(bytes, offset)
        return bytes.length
      } catch (thrown) {
        failed(thrown)
        throw new system.ErrnoError(inputOutputError)
      }
    },
  }
  return path
}

/** EIO of WASI, which Emscripten's files use. */
const inputOutputError = 29

/**
 * What the library writes to its standard error, until it is taken. It prints every call that failed there, and gives whatever
 * its memory held as the values: a chunk that cannot be unpacked would be read as noise.
 */
function catchComplaints(fs: FileSystem): () => string {
  const error = (fs as unknown as EmscriptenFiles).getStream(standardError)
  let text = ''
  error.stream_ops = {
    ...error.stream_ops,
    write(_stream, buffer, offset, length) {
      if (text.length < longestComplaint) text += String.fromCharCode(...buffer.subarray(offset, offset + length))
      return length
    },
  }
  return () => {
    const taken = text
    text = ''
    return taken
  }
}

const standardError = 2
const longestComplaint = 20_000

/** The reason of a failed call is its last line but two: the deepest function's. */
const reasonIn = (complaint: string): string =>
  /([^\n]*)\n[^\n]*major:[^\n]*\n[^\n]*minor:[^\n]*\s*$/.exec(complaint)?.[1]?.replace(/^.* in \w+\(\): /, '') ??
  complaint

interface EmscriptenFiles {
  getStream(descriptor: number): EmscriptenNode
  unlink(path: string): void
  createFile(parent: string, name: string, properties: object, canRead: boolean, canWrite: boolean): EmscriptenNode
  ErrnoError: new (code: number) => Error
}
interface EmscriptenNode {
  stream_ops: {
    read(stream: unknown, buffer: Uint8Array, offset: number, length: number, position: number): number
    write?(stream: unknown, buffer: Uint8Array, offset: number, length: number): number
  }
}

export const damaged = (thrown: unknown): AppError => {
  const why = thrown instanceof Error && thrown.message ? thrown.message.split('\n', 1)[0]! : 'not readable as HDF5'
  return new AppError({
    code: 'file/not-eeg',
    message: `The HDF5 data of this file are damaged: ${why}. Nothing was imported.`,
    hint: 'Copy or download the file again from where it came.',
    values: { expected: 'HDF5', got: why },
  })
}

export type Entity = ReturnType<H5wasm.Group['get']> | H5wasm.DatasetRegion

export const typeOf = (entity: Entity): string => (entity && 'type' in entity ? entity.type : '')

/** Follows a path to a group or a data set. Throws AppError when it is gone. */
export function entityAt<T extends 'Group' | 'Dataset'>(
  file: H5wasm.File,
  path: string,
  type: T,
): T extends 'Group' ? H5wasm.Group : H5wasm.Dataset {
  const entity = path === '/' ? file : file.get(path)
  if (typeOf(entity) === type) return entity as never
  throw damaged(new Error(`${path} is not there`))
}
