/**
 * What a changed verifier says of the cases; it lies in the tree that make.mjs writes.
 *
 *     node asked.mjs measure     every case: what the sound verifier prints, how long it takes, and which changes it meets
 *     node asked.mjs CASE…       the first of the cases that the change in __STRYKER_ACTIVE_MUTANT__ gives another report, or nothing
 */

import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const cases = new URL('tests/cases/', import.meta.url)
const kept = new URL('measured.json', import.meta.url)
/** What the changed modules look at: Stryker's own name. */
const switches = (/** @type {any} */ (globalThis).__stryker__ ??= {})
const {run} = await import('./site/verifier/cli.js')

/**
 * What is printed for a case, by its digest; what is thrown is an answer like any other.
 *
 * @param {string} name
 */
async function answer(name) {
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
  const names = readdirSync(cases).filter((name) => !name.startsWith('_') && existsSync(new URL(`${name}/case.json`, cases)))
  await answer(names[0]) // what is prepared once is not the first case's
  /** @type {Record<string, {said: string, ms: number, meets: string[]}>} */
  const measured = {}
  for (const name of names) {
    switches.currentTestId = name
    const began = process.cpuUsage().user
    const said = await answer(name)
    measured[name] = {said, ms: (process.cpuUsage().user - began) / 1000, meets: Object.keys(switches.mutantCoverage?.perTest?.[name] ?? {})}
  }
  writeFileSync(kept, JSON.stringify({cases: measured, loading: Object.keys(switches.mutantCoverage?.static ?? {})}))
}

const asked = process.argv.slice(2)
if (asked[0] === 'measure') await measure()
else {
  const sound = JSON.parse(readFileSync(new URL('said.json', import.meta.url), 'utf8'))
  for (const name of asked) {
    if ((await answer(name)) !== sound[name]) {
      process.stdout.write(name)
      break
    }
  }
}
