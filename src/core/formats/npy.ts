/** A numpy array: numbers, or text as numpy's fixed-width unicode. `shape` is empty for a single value. */
export interface NpyArray {
  readonly shape: readonly number[]
  /** C order, as many as the shape holds. */
  readonly data: Float32Array | Float64Array | Int32Array | readonly string[]
}

/**
 * One array in numpy's own file format, which `numpy.load` reads without pickle. Layout: NEP 1, versions 1.0 and 2.0
 * (numpy/lib/format.py): magic, version, length of the header, header as a Python dictionary padded so that the data
 * starts at a multiple of 64, then the data, little-endian.
 * @throws RangeError when data and shape do not fit each other
 */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, length) => product * length, 1)
  if (data.length !== count)
    throw new RangeError(`Shape ${shape.join(' × ')} holds ${count} values, got ${data.length}`)
  const { descriptor, bytes } = isText(data) ? encodeText(data) : encodeNumbers(data)
  const header = encodeHeader(descriptor, shape)
  const file = new Uint8Array(header.length + bytes.length)
  file.set(header)
  file.set(bytes, header.length)
  return file
}

type Numbers = Exclude<NpyArray['data'], readonly string[]>

const isText = (data: NpyArray['data']): data is readonly string[] => Array.isArray(data)

interface Encoded {
  /** numpy's name of the type: `<f4`, `<U12`. */
  readonly descriptor: string
  readonly bytes: Uint8Array
}

function encodeNumbers(data: Numbers): Encoded {
  const descriptor = data instanceof Float32Array ? '<f4' : data instanceof Float64Array ? '<f8' : '<i4'
  const size = data.BYTES_PER_ELEMENT
  const view = new DataView(new ArrayBuffer(data.length * size))
  data.forEach((value, i) => {
    if (descriptor === '<f4') view.setFloat32(i * size, value, true)
    else if (descriptor === '<f8') view.setFloat64(i * size, value, true)
    else view.setInt32(i * size, value, true)
  })
  return { descriptor, bytes: new Uint8Array(view.buffer) }
}

/** Four bytes a code point, each text padded with zeros to the longest; numpy takes zeros at the end off again. */
function encodeText(data: readonly string[]): Encoded {
  const texts = data.map((text) => Array.from(text, codePoint))
  const width = Math.max(1, ...texts.map((text) => text.length))
  const view = new DataView(new ArrayBuffer(4 * width * texts.length))
  texts.forEach((text, row) => text.forEach((point, i) => view.setUint32(4 * (row * width + i), point, true)))
  return { descriptor: `<U${width}`, bytes: new Uint8Array(view.buffer) }
}

/** Python refuses half of a surrogate pair. */
function codePoint(character: string): number {
  const point = character.codePointAt(0)!
  return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point
}

function encodeHeader(descriptor: string, shape: readonly number[]): Uint8Array {
  // A tuple of one needs its comma in Python.
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': (${tuple}), }`
  const isLong = text.length + 64 > 0xffff
  const start = isLong ? 12 : 10
  const length = Math.ceil((start + text.length + 1) / 64) * 64 - start
  const bytes = new Uint8Array(start + length).fill(0x20)
  bytes.set([0x93, ...[...'NUMPY'].map((letter) => letter.charCodeAt(0)), isLong ? 2 : 1, 0])
  const view = new DataView(bytes.buffer)
  if (isLong) view.setUint32(8, length, true)
  else view.setUint16(8, length, true)
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i)
  bytes[bytes.length - 1] = 0x0a
  return bytes
}
