import protobuf from 'protobufjs/light.js'
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from '../../core/model/export/onnxGraph'
import descriptor from './onnxProto.json'

/** Read by onnxruntime from 1.12 (2022) on. */
const irVersion = 8
const opset = 17

/** Numbers of `TensorProto.DataType` and `AttributeProto.AttributeType` in onnx.proto. */
const float32 = 1
const [attributeInt, attributeInts] = [2, 7]

export interface OnnxFile {
  readonly graph: OnnxGraph
  readonly name: string
  readonly programVersion: string
  readonly about: string
  readonly metadata: Readonly<Record<string, string>>
}

const modelProto = protobuf.Root.fromJSON(descriptor).lookupType('onnx.ModelProto')

/** The bytes of an `.onnx` file. */
export function encodeOnnx(file: OnnxFile): Uint8Array {
  const { graph } = file
  const message = modelProto.fromObject({
    irVersion,
    producerName: 'Sparsecap',
    producerVersion: file.programVersion,
    docString: file.about,
    opsetImport: [{ domain: '', version: opset }],
    graph: {
      name: file.name,
      node: graph.nodes.map(toNode),
      initializer: graph.constants.map(toTensor),
      input: graph.inputs.map(toValue),
      output: graph.outputs.map(toValue),
    },
    metadataProps: Object.entries(file.metadata).map(([key, value]) => ({ key, value })),
  })
  return modelProto.encode(message).finish()
}

const toNode = ({ operator, inputs, output, attributes = {} }: OnnxNode) => ({
  opType: operator,
  name: output,
  input: inputs,
  output: [output],
  attribute: Object.entries(attributes).map(([name, value]) =>
    typeof value === 'number' ? { name, type: attributeInt, i: value } : { name, type: attributeInts, ints: value },
  ),
})

function toTensor({ name, shape, data }: OnnxTensor) {
  const view = new DataView(new ArrayBuffer(4 * data.length))
  data.forEach((value, i) => view.setFloat32(4 * i, value, true))
  return { name, dims: shape, dataType: float32, rawData: new Uint8Array(view.buffer) }
}

const toValue = ({ name, shape }: OnnxValue) => ({
  name,
  type: {
    tensorType: {
      elemType: float32,
      shape: { dim: shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })) },
    },
  },
})
