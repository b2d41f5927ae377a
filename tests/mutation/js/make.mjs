/**
 * Makes mutants of the JavaScript verifier: a copy of it in which every change stands beside what it changes, behind a switch.
 *
 *     node tests/mutation/js/make.mjs TREE
 *
 * The changes are those of Stryker's instrumenter. The tree gets the changed verifier, what it reads, and the list `mutants.json`.
 */

import {createHash} from 'node:crypto'
import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Instrumenter} from '@stryker-mutator/instrumenter'

/** What draws, fetches, reads a command line, speaks to people or runs in a page; all other rooms verify. */
const others =
  /^(?:page|worker|.*-entry|.*\.chunk|ahead|build|checking|cli|csv|dom|fetch|index|loaded|material|more|others|offline|place|rehearsal|remember|report|types|words)(?:-.*)?\.js$/

const root = fileURLToPath(new URL('../../../', import.meta.url))
const longest = 160

/**
 * The text between two places of a file, on one line.
 *
 * @param {string[]} lines
 * @param {{start: {line: number, column: number}, end: {line: number, column: number}}} location
 *   Lines from 0.
 */
function textAt(lines, {start, end}) {
  const within = lines.slice(start.line, end.line + 1)
  within[within.length - 1] = within[within.length - 1].slice(0, end.column)
  within[0] = within[0].slice(start.column)
  return within.join(' ').replace(/\s+/g, ' ').trim()
}

/** @param {string} text */
const shortened = (text) => (text.length <= longest ? text : `${text.slice(0, longest / 2)}…${text.slice(-longest / 2)}`)

/**
 * The function or constant of the module that a line belongs to.
 *
 * @param {string[]} lines
 * @param {number} line
 */
function unitAt(lines, line) {
  for (let at = line; at >= 0; at -= 1) {
    const found = /^(?:export )?(?:async )?(?:function\*?|const|let|class) \[?\{?(\w+)/.exec(lines[at])
    if (found !== null) return {name: found[1], line: at}
  }
  return {name: '', line: 0}
}

/** Whether a change is one of words for people alone: what stands behind the code in an error, or is thrown at a programmer. */
const onlyWords = (/** @type {string} */ line) => /new (?:Type|Range)?Error\(/.test(line)

const log = () => {}
const logger = {isDebugEnabled: () => false, isInfoEnabled: () => false, isTraceEnabled: () => false, trace: log, debug: log, info: log, warn: log, error: log}
const tree = resolve(process.argv[2])
rmSync(tree, {recursive: true, force: true})
mkdirSync(`${tree}/site`, {recursive: true})
mkdirSync(`${tree}/tests`)
cpSync(`${root}site/verifier`, `${tree}/site/verifier`, {recursive: true, filter: (path) => !/\/(?:dist|node_modules)$/.test(path)})
for (const path of ['node_modules', 'builder', 'site/messages', 'package.json', 'docs', 'tests/cases', 'tests/contexts']) symlinkSync(`${root}${path}`, `${tree}/${path}`)
cpSync(`${root}tests/js`, `${tree}/tests/js`, {recursive: true})
for (const name of ['asked.mjs', 'met.mjs']) cpSync(fileURLToPath(new URL(name, import.meta.url)), `${tree}/${name}`)

const rooms = readdirSync(`${root}site/verifier`).filter((name) => name.endsWith('.js') && !others.test(name))
const files = rooms.map((name) => ({name, mutate: true, content: readFileSync(`${root}site/verifier/${name}`, 'utf8')}))
const options = {plugins: null, excludedMutations: [], noHeader: false, mutantPlacers: undefined, ignorers: []}
const {files: changed, mutants} = await new Instrumenter(logger).instrument(files, options)
for (const {name, content} of changed) writeFileSync(`${tree}/site/verifier/${name}`, content)

/** @type {Map<string, string[]>} */
const texts = new Map(files.map(({name, content}) => [name, content.split('\n')]))
/** @type {Map<string, number>} */
const seen = new Map()
let words = 0
const found = []
for (const mutant of mutants) {
  const lines = texts.get(mutant.fileName) ?? []
  if (mutant.status !== undefined) continue // the instrumenter itself was told to leave it
  if (mutant.mutatorName === 'StringLiteral' && onlyWords(lines[mutant.location.start.line])) {
    words += 1
    continue
  }
  const unit = unitAt(lines, mutant.location.start.line)
  const before = shortened(textAt(lines, mutant.location))
  const after = shortened(mutant.replacement.replace(/\s+/g, ' '))
  const plain = `${mutant.fileName} ${unit.name}: ${before} => ${after}`
  const times = (seen.get(plain) ?? 0) + 1
  seen.set(plain, times)
  const around = lines.slice(unit.line, lines.findIndex((line, at) => at >= mutant.location.end.line && /^[)}\]]/.test(line)) + 1 || undefined)
  const key = times === 1 ? plain : `${plain} (${times})`
  const name = createHash('sha256').update(`${key}\n${around.join('\n')}`).digest('hex').slice(0, 16)
  found.push({id: mutant.id, key, name, room: mutant.fileName, line: mutant.location.start.line + 1, mutator: mutant.mutatorName})
}
writeFileSync(`${tree}/mutants.json`, JSON.stringify({words, mutants: found}))
console.log(`${found.length} mutants, and ${words} of words alone`)
