/**
 * Makes mutants of the JavaScript verifier.
 *
 *     node tests/mutation/js/make.mjs TREE
 *
 * The changes are those of Stryker's instrumenter. The tree gets the sound verifier, what it reads, and the list `mutants.json`, which
 * says for each change what stands where in its place; in `switched/` is a copy in which every change stands behind a switch, and which
 * notes the changes that it meets (changing.mjs chooses).
 */

import {createHash} from 'node:crypto'
import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parse} from '@babel/parser'
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

/**
 * Where the statements of a file that are an expression begin, other than those that are all that an `if` or a loop does.
 *
 * @param {string} content
 * @returns {Set<number>}
 */
function statementsIn(content) {
  /** @type {Set<number>} */
  const starts = new Set()
  /** @param {any} node */
  const walk = (node) => {
    for (const inner of Array.isArray(node) ? node : Object.values(node)) {
      if (typeof inner !== 'object' || inner === null) continue
      if (Array.isArray(node) && inner.type === 'ExpressionStatement') starts.add(inner.start)
      walk(inner)
    }
  }
  walk(parse(content, {sourceType: 'module'}).program.body)
  return starts
}

/**
 * What takes the place of what is changed. An expression is put in brackets, which keep it together; where it begins a statement, the
 * brackets would go with the line before it, for no line of ours ends in a semicolon.
 *
 * @param {any} mutant
 * @param {{start: number, statements: Set<number>}} where
 * @returns {string}
 */
function inPlace({mutatorName, replacement}, {start, statements}) {
  if (mutatorName === 'BlockStatement' || /^(?:(?:\/\/.*\n)*for\b|case\b|default\s*:|;)/.test(replacement)) return replacement
  return `${statements.has(start) ? ';' : ''}(${replacement})`
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
mkdirSync(`${tree}/switched`)
const beside = readdirSync(`${root}tests`, {withFileTypes: true}).filter(({name}) => !['cases', 'js', '__pycache__'].includes(name))
for (const path of ['node_modules', 'builder', 'site/messages', 'package.json', 'docs', ...beside.map(({name}) => `tests/${name}`)]) {
  symlinkSync(`${root}${path}`, `${tree}/${path}`)
}
for (const name of ['js', 'cases']) cpSync(`${root}tests/${name}`, `${tree}/tests/${name}`, {recursive: true})
for (const name of ['asked.mjs', 'changing.mjs', 'hooks.mjs', 'met.mjs']) cpSync(fileURLToPath(new URL(name, import.meta.url)), `${tree}/${name}`)

const rooms = readdirSync(`${root}site/verifier`).filter((name) => name.endsWith('.js') && !others.test(name))
const files = rooms.map((name) => ({name, mutate: true, content: readFileSync(`${root}site/verifier/${name}`, 'utf8')}))
const options = {plugins: null, excludedMutations: [], noHeader: false, mutantPlacers: undefined, ignorers: []}
const {files: changed, mutants} = await new Instrumenter(logger).instrument(files, options)
for (const {name, content} of changed) writeFileSync(`${tree}/switched/${name}`, content)

/** @type {Map<string, string[]>} */
const texts = new Map(files.map(({name, content}) => [name, content.split('\n')]))
/** @type {Map<string, Set<number>>} */
const statements = new Map(files.map(({name, content}) => [name, statementsIn(content)]))
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
  const [start, end] = [mutant.location.start, mutant.location.end].map(({line, column}) => lines.slice(0, line).join('\n').length + Math.min(line, 1) + column)
  const text = inPlace(mutant, {start, statements: statements.get(mutant.fileName) ?? new Set()})
  found.push({id: mutant.id, key, name, room: mutant.fileName, line: mutant.location.start.line + 1, start, end, text})
}
writeFileSync(`${tree}/mutants.json`, JSON.stringify({words, mutants: found}))
console.log(`${found.length} mutants, and ${words} of words alone`)
