/**
 * Makes the bundles that a site ships, and their digests: `node site/verifier/build.mjs`, or `npm run bundle`. The same sources and the
 * same locked packages give the same bytes on every machine; no path of this one is in them.
 */

import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {basename} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import {addresses, contexts, limits, pdfDigest, pdfLimits, terms} from './material.js'
import {fromPackage, pdfProgram, stated} from './pdf-program.js'

const here = fileURLToPath(new URL('.', import.meta.url))
/** Parts of the two libraries that the verifier never calls: loaders that fetch, framing, RDF back to JSON-LD, digests of their own. */
const unused = [
  ...['documentLoaders/node', 'documentLoaders/xhr', 'RequestQueue', 'JsonLdProcessor', 'frame', 'fromRdf', 'flatten'],
  'RDFC10Sync'
]

const usualLimits = Object.fromEntries(Object.entries(limits).filter(([name]) => !(name in pdfLimits)))

/** @type {import('esbuild').Plugin} */
const material = {
  name: 'material',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^\.\/material\.js$/}, () => ({path: 'material', namespace: 'material'}))
    onLoad({filter: /^material$/, namespace: 'material'}, () => ({
      contents: [
        ...Object.entries({addresses, limits: usualLimits, pdfDigest, pdfLimits, terms}).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`),
        `export const contexts = /* @__PURE__ */ new Map(${JSON.stringify([...contexts])})`
      ].join('\n')
    }))
  }
}

/** @type {import('esbuild').Plugin} */
const lean = {
  name: 'lean',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^\.\//}, ({path, importer}) => {
      const isUnused = /[\\/](?:jsonld|rdf-canonize)[\\/]lib[\\/][^\\/]+$/.test(importer) && unused.includes(path.slice(2))
      return isUnused ? {path, namespace: 'unused'} : undefined
    })
    // A worker has nobody to make way for, and the page can end it at any moment.
    onResolve({filter: /^setimmediate$/}, ({path}) => ({path, namespace: 'setimmediate'}))
    onLoad({filter: /.*/, namespace: 'setimmediate'}, () => ({
      contents: 'globalThis.setImmediate = (work, ...values) => queueMicrotask(() => work(...values))'
    }))
    // Each is only taken apart or put aside while the library loads; a call would be a bug of ours and is an error.
    onLoad({filter: /.*/, namespace: 'unused'}, () => ({contents: 'module.exports = () => ({})'}))
  }
}

const chunkName = /([a-z]+)\.chunk\.js$/
/** @param {string} name */
const holderOf = (name) => `testamurChunk_${name}`

/**
 * Leaves what a worker imports on demand out of its program: the page puts it behind, or is told that it is needed
 * (docs/decisions/0155).
 *
 * @type {import('esbuild').Plugin}
 */
const onDemand = {
  name: 'on demand',
  setup({onResolve, onLoad}) {
    onResolve({filter: chunkName}, ({path, kind}) =>
      kind === 'dynamic-import' ? {path: chunkName.exec(path)?.[1], namespace: 'chunk'} : undefined
    )
    onLoad({filter: /.*/, namespace: 'chunk'}, ({path: name}) => ({
      resolveDir: here,
      contents: [
        "const {NeedsMore} = require('./errors.js')",
        `if (globalThis.${holderOf(name)} === undefined) throw new NeedsMore('${name}')`,
        `module.exports = globalThis.${holderOf(name)}`
      ].join('\n')
    }))
  }
}

/** A room of the page that is loaded when it is needed: a module of its own beside the program. */
const pageRoom = /^\.\/(page-[a-z]+)\.js$/

/** @type {import('esbuild').Plugin} */
const beside = {
  name: 'beside',
  setup({onResolve}) {
    onResolve({filter: pageRoom}, ({path, kind}) => (kind === 'dynamic-import' ? {path, external: true} : undefined))
  }
}

/** What each page that runs a program needs, by the folder of its sources. */
const entryPoints = {
  verifier: {page: 'page-entry.js', others: 'others-entry.js', 'pdf-worker': 'pdf-worker-entry.js'},
  catalogue: {page: '../catalogue/page.js'}
}

/** How every program is made. */
const settings = /** @satisfies {import('esbuild').BuildOptions & {write: false}} */ ({
  absWorkingDir: here,
  bundle: true,
  write: false,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  define: {global: 'globalThis'},
  // As modules are, also in what is no module any more.
  tsconfigRaw: {compilerOptions: {alwaysStrict: true}}
})

/**
 * The bundled programs of some modules, by name.
 *
 * @param {Record<string, string>} modules
 *   By the name of their program, as paths from this folder.
 * @param {object} [options]
 * @param {string} [options.globalName]
 *   Where a program leaves what its module exports.
 * @param {'iife' | 'esm'} [options.format]
 * @param {boolean} [options.inOne]
 *   Whether what is loaded on demand is put inside: a page that is a file can load nothing.
 */
export async function programs(modules, {globalName, format = 'iife', inOne = false} = {}) {
  const {outputFiles} = await build({
    ...settings,
    entryPoints: modules,
    ...(globalName === undefined ? {} : {globalName}),
    outdir: 'dist',
    format,
    // Inside a page some characters of a program would be none that HTML allows.
    charset: inOne ? 'ascii' : 'utf8',
    plugins: [material, lean, onDemand, ...(inOne ? [] : [beside])]
  })
  return outputFiles.map(({path, contents}) => ({name: basename(path), contents}))
}

const worker = 'worker-entry.js'
const ownRoom = /^\.\/([a-z-]+\.js)$/

/**
 * @typedef {object} Shared
 *   What a chunk shares with the worker: there is one of each room, so that an error of one is an error of the other.
 * @property {string} holder
 *   Where the worker leaves it; named by the worker's content, so that a chunk of another day breaks and is not misled.
 * @property {Set<string>} rooms
 *   The rooms of the worker, by the names of their files.
 */

/** @returns {Promise<Shared>} */
async function sharedRooms() {
  const {metafile, outputFiles} = await build({...settings, entryPoints: [worker], metafile: true, plugins: [material, lean, onDemand]})
  const content = createHash('sha256').update(outputFiles[0].contents).digest('hex')
  return {
    holder: `globalThis.testamurShared_${content.slice(0, 8)}`,
    rooms: new Set(Object.keys(metafile.inputs).filter((path) => path !== worker && !path.includes('/') && !path.includes(':')))
  }
}

/**
 * Takes the rooms of the worker from where it left them.
 *
 * @param {Shared} shared
 * @param {Map<string, Set<string>> | null} names
 *   What is taken of each room; null to leave the imports as they are.
 * @returns {import('esbuild').Plugin}
 */
const overWorker = ({holder, rooms}, names) => ({
  name: 'over the worker',
  setup({onResolve, onLoad}) {
    onResolve({filter: ownRoom}, ({path, kind}) => {
      const room = path.slice(2)
      if (kind !== 'import-statement' || !rooms.has(room)) return undefined
      return names === null ? {path, external: true} : {path: room, namespace: 'shared'}
    })
    onLoad({filter: /.*/, namespace: 'shared'}, ({path: room}) => ({
      contents: `export const {${[...(names?.get(room) ?? [])].join(', ')}} = ${holder}['${room}']`
    }))
  }
})

/**
 * What some chunks take of each room of the worker.
 *
 * @param {string[]} chunks
 * @param {Shared} shared
 * @returns {Promise<Map<string, Set<string>>>}
 */
async function takenBy(chunks, shared) {
  const {outputFiles} = await build({
    ...settings,
    entryPoints: chunks,
    outdir: 'dist',
    format: 'esm',
    minify: false,
    plugins: [material, overWorker(shared, null), lean, onDemand]
  })
  /** @type {Map<string, Set<string>>} */
  const taken = new Map()
  for (const {text} of outputFiles) {
    for (const [, names, room] of text.matchAll(/^import \{([^}]+)\} from "\.\/([a-z-]+\.js)";$/gm)) {
      const own = names.split(',').map((name) => name.trim().split(' as ')[0])
      taken.set(room, new Set([...(taken.get(room) ?? []), ...own].sort()))
    }
  }
  return taken
}

/**
 * The worker, and the chunks that it may need: each a program that stands behind it in one file and takes from it what both have.
 *
 * @param {string[]} chunks
 *   As paths from this folder.
 */
export async function workers(chunks) {
  const shared = await sharedRooms()
  const names = await takenBy(chunks, shared)
  const taken = [...names].sort()
  const imports = taken.map(([room, own], at) => `import {${[...own].map((name) => `${name} as ${name}${at}`).join(', ')}} from './${room}'`)
  const left = taken.map(([room, own], at) => `'${room}': {${[...own].map((name) => `${name}: ${name}${at}`).join(', ')}}`)
  const contents = [...imports, `${shared.holder} = {${left.join(', ')}}`, `import './${worker}'`].join('\n')
  const {outputFiles} = await build({
    ...settings,
    stdin: {contents, resolveDir: here, sourcefile: 'worker-and-shared.js'},
    outfile: 'dist/worker.js',
    plugins: [material, lean, onDemand]
  })
  const made = await Promise.all(chunks.map((path) => chunk(path, overWorker(shared, names))))
  return [...outputFiles.map((file) => ({name: 'worker.js', contents: file.contents})), ...made.flat()]
}

/**
 * The program of a chunk.
 *
 * @param {string} path
 *   From this folder.
 * @param {import('esbuild').Plugin} [over]
 *   What it shares with the worker that it stands behind.
 */
export async function chunk(path, over) {
  const name = chunkName.exec(path)?.[1] ?? ''
  const {outputFiles} = await build({
    ...settings,
    entryPoints: {[`chunk-${name}`]: path},
    outdir: 'dist',
    globalName: holderOf(name),
    plugins: [material, ...(over === undefined ? [] : [over]), lean, onDemand]
  })
  return outputFiles.map(({path: made, contents}) => ({name: basename(made), contents}))
}

/** The program that opens PDF files, as it comes, and the licences that go with it. */
function pdfFiles() {
  const licences = stated.licences.map((name) => ['Licences of pdfium.wasm: ' + name, new TextDecoder().decode(fromPackage(name))].join('\n\n'))
  return [
    {name: stated.file, contents: pdfProgram()},
    {name: 'pdfium-licences.txt', contents: new TextEncoder().encode(licences.join('\n\n'))}
  ]
}

/**
 * The bundles of one folder by name, `digests.json` among them.
 *
 * @param {keyof typeof entryPoints} folder
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function bundles(folder = 'verifier') {
  const names = readdirSync(new URL(`../${folder}/`, import.meta.url))
  const chunks = names.filter((name) => chunkName.test(name))
  const rooms = names.flatMap((name) => (name === 'page-entry.js' ? [] : (pageRoom.exec(`./${name}`)?.[1] ?? [])))
  const files = [
    ...(await programs(entryPoints[folder])),
    ...(folder === 'verifier' ? await programs({offline: 'offline-entry.js'}, {inOne: true}) : []),
    ...(await programs(Object.fromEntries(rooms.map((name) => [name, `${name}.js`])), {format: 'esm'})),
    ...(folder === 'verifier' ? pdfFiles() : []),
    ...(folder === 'verifier' ? await workers(chunks.sort().map((name) => `./${name}`)) : [])
  ]
  const digests = Object.fromEntries(
    files.map(({name, contents}) => [name, createHash('sha256').update(contents).digest('hex')])
  )
  return new Map([
    ...files.map(({name, contents}) => /** @type {const} */ ([name, contents])),
    ['digests.json', new TextEncoder().encode(`${JSON.stringify(digests, null, 2)}\n`)]
  ])
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const folder of /** @type {(keyof typeof entryPoints)[]} */ (Object.keys(entryPoints))) {
    const dist = new URL(`../${folder}/dist/`, import.meta.url)
    // What was a program once is none of the site any more.
    rmSync(dist, {recursive: true, force: true})
    mkdirSync(dist, {recursive: true})
    for (const [name, contents] of await bundles(folder)) writeFileSync(new URL(name, dist), contents)
  }
}
