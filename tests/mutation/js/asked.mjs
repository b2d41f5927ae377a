/**
 * What a changed verifier says of the cases; it lies in the tree that make.mjs writes.
 *
 *     node --import ./changing.mjs asked.mjs measure
 *         every case: what the sound verifier prints, how long it takes, and which changes it meets
 *     node --import ./changing.mjs asked.mjs
 *         for each line on standard input, which names a change and cases, one on standard output: the first of the cases that it gives
 *         another report, or nothing
 */

import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'
import jsonld from 'jsonld'
import rdfCanonize from 'rdf-canonize'

const cases = new URL('tests/cases/', import.meta.url)
const kept = new URL('measured.json', import.meta.url)
/** Changes of these may reach what the libraries below are asked in another way than by what they are handed. */
const within = new Set('canon digest errors expansion terms'.split(' ').map((name) => `${name}.js`))

/** What the libraries of JSON-LD gave, by what they were handed: they are the same for each change, and take most of the time. */
const remembered = new Map()
let isRemembering = true

/**
 * @param {Record<string, any>} library
 * @param {string} name
 * @param {(options: any) => unknown} told
 *   What of its options makes a difference.
 */
function remember(library, name, told) {
  const work = library[name]
  library[name] = async (/** @type {any[]} */ ...handed) => {
    if (!isRemembering) return work(...handed)
    const asked = `${name} ${JSON.stringify([handed.slice(0, -1), told(handed.at(-1))])}`
    const found = remembered.get(asked)
    if (found !== undefined) return JSON.parse(found)
    const made = await work(...handed)
    remembered.set(asked, JSON.stringify(made))
    return made
  }
}

/**
 * What is printed for a case, by its digest; what is thrown is an answer like any other.
 *
 * @param {string} name
 * @param {Function} run
 */
async function answer(name, run) {
  const folder = new URL(`${name}/`, cases)
  const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, folder))
  const {file, at, documents, registries, recipient, refresh} = JSON.parse(readFileSync(new URL('case.json', folder), 'utf8'))
  const words = [path(file), '--json', '--at', at]
  if (documents !== null && documents !== undefined) words.push('--documents', path(documents))
  for (const registry of registries ?? []) words.push('--registry', path(registry))
  if (recipient !== undefined) words.push('--recipient', recipient)
  if (refresh !== undefined) words.push('--refresh', ...refresh.flatMap((/** @type {string} */ host) => ['--agree', host]))
  let said
  try {
    const {output, code} = await run(words, {now: 0})
    said = `${code} ${output}`
  } catch (error) {
    said = `threw ${error}`
  }
  return createHash('sha256').update(said).digest('hex').slice(0, 16)
}

async function measure() {
  const switches = (/** @type {any} */ (globalThis).__stryker__ ??= {})
  const {run} = await import('./site/verifier/cli.js?switched')
  const sound = await import('./site/verifier/cli.js')
  const names = readdirSync(cases).filter((name) => !name.startsWith('_') && existsSync(new URL(`${name}/case.json`, cases)))
  // What is prepared once is not the first case's, and neither is what a room does while it loads.
  for (const name of readdirSync(new URL('switched/', import.meta.url))) await import(`./site/verifier/${name}?switched`)
  await answer(names[0], run)
  /** @type {Record<string, {said: string, ms: number, meets: string[]}>} */
  const measured = {}
  for (const name of names) {
    switches.currentTestId = name
    const said = await answer(name, run)
    // Again, with what the libraries gave remembered, as it will be.
    const began = process.cpuUsage().user
    if ((await answer(name, sound.run)) !== said) throw new Error(`${name} is another with the switches`)
    measured[name] = {said, ms: (process.cpuUsage().user - began) / 1000, meets: Object.keys(switches.mutantCoverage?.perTest?.[name] ?? {})}
  }
  writeFileSync(kept, JSON.stringify({cases: measured, loading: Object.keys(switches.mutantCoverage?.static ?? {})}))
}

async function ask() {
  const {cases: sound} = JSON.parse(readFileSync(kept, 'utf8'))
  for await (const line of createInterface({input: process.stdin})) {
    const {id, room, names} = JSON.parse(line)
    isRemembering = !within.has(room)
    let noticed = ''
    let run
    try {
      ({run} = await import(`./site/verifier/cli.js?${id}`))
    } catch (error) {
      if (error instanceof SyntaxError) process.exit(70) // no change of ours may be one of grammar
      noticed = 'loading'
    }
    for (const name of run === undefined ? [] : names) {
      if ((await answer(name, run)) !== sound[name].said) {
        noticed = name
        break
      }
    }
    process.stdout.write(`${noticed}\n`)
  }
}

const options = ({base, processingMode, skipExpansion, compactToRelative}) => [base, processingMode, skipExpansion, compactToRelative]
for (const name of ['compact', 'expand', 'toRDF']) remember(jsonld, name, options)
remember(rdfCanonize, 'canonize', ({algorithm, createMessageDigest, maxDeepIterations}) => [algorithm, createMessageDigest().hash, maxDeepIterations])
await (process.argv[2] === 'measure' ? measure() : ask())
