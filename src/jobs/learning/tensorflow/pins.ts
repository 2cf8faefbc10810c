/** The npm package whose native part is put in place, and the library that the registry's wheel brings. */
export const packageName = '@tensorflow/tfjs-node-gpu'
export const packageVersion = '4.22.0'
export const wheelVersion = '2.15.1'
/** Version of Node's native interface that the binding is compiled for; every Node and Electron that runs this has it. */
export const napiVersion = 8

/** A file of a Python package index. It is never run by Python: its shared libraries are what is needed. */
export interface Wheel {
  readonly project: string
  readonly file: string
  readonly sha256: string
  readonly bytes: number
}

const wheel = (file: string, bytes: number, sha256: string): Wheel => ({
  project: file.split('-')[0]!.replace(/_/g, '-'),
  file,
  sha256,
  bytes,
})

const manylinux = 'cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'

/** TensorFlow without CUDA, Linux x64. */
export const cpuWheels: readonly Wheel[] = [
  wheel(
    `tensorflow_cpu-2.15.1-${manylinux}`,
    207208420,
    '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
  ),
]

const cuda = 'py3-none-manylinux1_x86_64.whl'

/** TensorFlow with CUDA, Linux x64, and the parts of CUDA 12.2 that it loads for training: 2.1 GB. The versions are those
 *  that the wheel names in its extra `and-cuda`. */
export const gpuWheels: readonly Wheel[] = [
  wheel(
    `tensorflow-2.15.1-${manylinux}`,
    475258663,
    'bb0edd69103c154245c5f209f0507355cc68ba7e4de350084bc31edc562478e4',
  ),
  wheel(
    `nvidia_cublas_cu12-12.2.5.6-${cuda}`,
    417825305,
    'f448d8db463f9a2c7dd9a1e607c0961d3e95f825b86839c5882f7d073d406df0',
  ),
  wheel(
    `nvidia_cuda_nvrtc_cu12-12.2.140-${cuda}`,
    23430053,
    'b1cdcae6443cb7cdcfb5d1bf51896a148c9f82f9e65b27db9ab095eaed689aa7',
  ),
  wheel(
    `nvidia_cuda_runtime_cu12-12.2.140-${cuda}`,
    845802,
    'acb9cb7e44594a3512533497ea790d9f0b0e399abcc888584c157d1ffa080e41',
  ),
  wheel(
    `nvidia_cudnn_cu12-8.9.4.25-${cuda}`,
    720096787,
    '9f882d5b11753c566fd32427839089eb4f8ba7a58c28446ad359e32c40229723',
  ),
  wheel(
    `nvidia_cufft_cu12-11.0.8.103-${cuda}`,
    98570970,
    '72e961e578f9be9e316ccb4db8652c421dd0b57442624faa71061d452f449a67',
  ),
  wheel(
    `nvidia_curand_cu12-10.3.3.141-${cuda}`,
    56463566,
    '7b6bad6817b5df2a6f5ec221206fb895d9195fdd7d2443f3e86554108c141a0a',
  ),
  wheel(
    `nvidia_cusolver_cu12-11.5.2.141-${cuda}`,
    124890758,
    '5a85c4653ce34339a5688137f494a0f903e0f0532418550998167f00844161da',
  ),
  wheel(
    `nvidia_cusparse_cu12-12.1.2.141-${cuda}`,
    195268625,
    '4e13d6a51d2303dcb2a023ba09546811161f0334fc64e13689397bbd3b1eb126',
  ),
  wheel(
    `nvidia_nvjitlink_cu12-12.2.140-${cuda}`,
    20177273,
    '95635cafbf9f96c38bea5200ab145a2e6aefbb5405e0b04c1e4ba54df2d84ec9',
  ),
]

/** Files of a wheel that are kept: shared libraries flat in one folder, headers of the C interface, licences. */
export function placeInPackage(name: string): string | null {
  if (name.endsWith('/')) return null
  const file = name.split('/').at(-1)!
  if (/^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/.test(name)) return `deps/lib/${file}`
  if (/^nvidia\/\w+\/lib\/lib[\w.-]+\.so[.\d]*$/.test(name)) return `deps/lib/${file}`
  const header =
    /^tensorflow\/include\/((tensorflow|tsl)\/c\/.*|tensorflow\/core\/platform\/ctstring.*|tsl\/platform\/ctstring.*)$/
  if (header.test(name)) return `deps/${name.slice('tensorflow/'.length)}`
  const licence = /^([\w.-]+)\.dist-info\/(licenses\/)?LICENSE[\w.]*$/i.exec(name)
  if (licence) return `deps/licences/${licence[1]!}.txt`
  if (name === 'tensorflow/THIRD_PARTY_NOTICES.txt') return 'deps/licences/tensorflow.notices.txt'
  return null
}
