import type { Hdf5Dataset, Hdf5File, Hdf5Group, Hdf5Node, OpenHdf5 } from '../core/formats/mat/hdf5'
import type { ByteSource } from '../core/formats/source'
import { createOpenFiles, damaged, entityAt, typeOf, type Entity, type OpenFiles } from './hdf5Files'
import type * as H5wasm from 'h5wasm'

let loading: Promise<OpenHdf5> | undefined
let loaded: OpenHdf5 | undefined

/** Loads the HDF5 library (WebAssembly, 4 MB), once. It reads any source where it is asked for, never a whole file. */
export const loadHdf5 = (): Promise<OpenHdf5> => (loading ??= load().then((open) => (loaded = open)))

/** What reads HDF5, once `loadHdf5` has answered: opening a file waits for nothing. */
export const loadedHdf5 = (): OpenHdf5 | undefined => loaded

async function load(): Promise<OpenHdf5> {
  const library = await import('h5wasm')
  const module = await library.ready
  const files = createOpenFiles(library, module)
  loaded = (source) => ({ root: groupAt(files, { source, path: '/' }) }) satisfies Hdf5File
  return loaded
}

interface Place {
  readonly source: ByteSource
  readonly path: string
}

function toNode(files: OpenFiles, source: ByteSource, entity: Entity): Hdf5Node | null {
  if (typeOf(entity) === 'Group') return groupAt(files, { source, path: (entity as H5wasm.Group).path })
  return typeOf(entity) === 'Dataset' ? datasetAt(files, source, entity as H5wasm.Dataset) : null
}

function groupAt(files: OpenFiles, { source, path }: Place): Hdf5Group {
  const at = <T>(body: (group: H5wasm.Group) => T): T =>
    files.use(source, (file) => body(entityAt(file, path, 'Group')))
  return {
    kind: 'group',
    keys: at((group) => group.keys()),
    get: (name) => at((group) => (group.keys().includes(name) ? toNode(files, source, group.get(name)) : null)),
    attribute: (name) => at((group) => valueOf(group.attrs[name]?.value)),
  }
}

function valueOf(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value
  const first: unknown = value && typeof value === 'object' && 0 in value ? value[0] : null
  return typeof first === 'number' || typeof first === 'string' ? first : null
}

/** Classes of HDF5's types (H5Tpublic.h). */
const classes = { integer: 0, float: 1, text: 3, reference: 7 } as const

function datasetAt(files: OpenFiles, source: ByteSource, found: H5wasm.Dataset): Hdf5Dataset {
  const { path, metadata } = found
  // While its file stays open it is what was found; then it is looked for again.
  const at = <T>(body: (dataset: H5wasm.Dataset) => T): T =>
    files.use(source, (file) => body(found.file_id === file.file_id ? found : entityAt(file, path, 'Dataset')))
  let names: readonly string[] | undefined
  const { type, size, vlen, virtual_sources: elsewhere } = metadata
  const isNumber = (type === classes.integer || type === classes.float) && !elsewhere?.length
  const isObject = type === classes.reference && metadata.ref_type === 'object'
  let references: readonly unknown[] | undefined
  return {
    ...{ kind: 'dataset', shape: metadata.shape ?? [], width: vlen ? 16 : size },
    content: isNumber ? 'numbers' : isObject ? 'references' : type === classes.text ? 'texts' : 'other',
    attribute: (name) =>
      at((dataset) => {
        names ??= Object.keys(dataset.attrs)
        return names.includes(name) ? valueOf(dataset.get_attribute(name, false)) : null
      }),
    read: (box) => at((dataset) => toReals(dataset.slice(box.map(([from, to]) => [from, to])))),
    follow: (index) =>
      at((dataset) => {
        references ??= listOf(dataset.value)
        return follow(files, { source, dataset }, references[index])
      }),
    texts: () => at((dataset) => listOf(dataset.value).filter((one) => typeof one === 'string')),
  }
}

function follow(
  files: OpenFiles,
  { source, dataset }: { source: ByteSource; dataset: H5wasm.Dataset },
  reference: unknown,
): Hdf5Node | null {
  if (!(reference instanceof files.library.Reference) || reference.ref_data.every((byte) => byte === 0)) return null
  const path = files.pathOf(source, reference)
  return toNode(files, source, path === null ? dataset.dereference(reference) : dataset.root.get(path))
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === null ? [] : [value])

/** Whole numbers of 64 bits come as big ones. */
function toReals(value: unknown): Float32Array | Float64Array {
  if (value instanceof Float32Array || value instanceof Float64Array) return value
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float64Array.from(value, Number)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Float64Array.from(value as Int32Array)
  if (typeof value === 'number') return Float64Array.of(value)
  throw damaged(new Error('numbers of a width that is not read'))
}
