/**
 * Makes the bundles that a site ships, and their digests: `node site/verifier/build.mjs`, or `npm run bundle`. The same sources and the
 * same locked packages give the same bytes on every machine; no path of this one is in them.
 */

import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import {basename} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import {contexts, limits, terms} from './material.js'

const here = fileURLToPath(new URL('.', import.meta.url))
/** Parts of the two libraries that the verifier never calls: loaders that fetch, framing, RDF back to JSON-LD, digests of their own. */
const unused = [
  ...['documentLoaders/node', 'documentLoaders/xhr', 'RequestQueue', 'JsonLdProcessor', 'frame', 'fromRdf', 'flatten'],
  'RDFC10Sync'
]

/** @type {import('esbuild').Plugin} */
const material = {
  name: 'material',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^\.\/material\.js$/}, () => ({path: 'material', namespace: 'material'}))
    onLoad({filter: /^material$/, namespace: 'material'}, () => ({
      contents: [
        ...Object.entries({limits, terms}).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`),
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
 * Leaves what a worker imports on demand out of its program: the page puts it before, or is told that it is needed
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
  verifier: {page: 'page-entry.js', others: 'others-entry.js', worker: 'worker-entry.js', 'worker-full': 'worker-full-entry.js'},
  catalogue: {page: '../catalogue/page.js'}
}

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
    absWorkingDir: here,
    entryPoints: modules,
    ...(globalName === undefined ? {} : {globalName}),
    outdir: 'dist',
    bundle: true,
    write: false,
    minify: true,
    format,
    platform: 'browser',
    target: 'es2022',
    // Inside a page some characters of a program would be none that HTML allows.
    charset: inOne ? 'ascii' : 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    define: {global: 'globalThis'},
    plugins: [material, lean, onDemand, ...(inOne ? [] : [beside])]
  })
  return outputFiles.map(({path, contents}) => ({name: basename(path), contents}))
}

/**
 * The program of a chunk.
 *
 * @param {string} path
 *   From this folder.
 */
export async function chunk(path) {
  const name = chunkName.exec(path)?.[1] ?? ''
  return programs({[`chunk-${name}`]: path}, {globalName: holderOf(name)})
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
    ...(await Promise.all(chunks.sort().map((name) => chunk(`../${folder}/${name}`)))).flat()
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
    mkdirSync(dist, {recursive: true})
    for (const [name, contents] of await bundles(folder)) writeFileSync(new URL(name, dist), contents)
  }
}
