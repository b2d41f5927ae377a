/**
 * The same list on a command line, to hold against `testamur verify`:
 *
 *     node site/verifier/cli.js FILE… [--json] [--at TIME] [--documents MAP.json] [--registry SITE]… [--recipient WHO]
 *         [--refresh [--agree HOST]…]
 *
 * Exit codes: 0 valid or caution, 1 not to be relied on, 2 misuse, 3 unfinished; over several files 1 before 3.
 *
 * @import {Answer, JsonValue, Registry, Report, Resolve} from './types.js'
 * @import {Messages} from './words.js'
 */

import {closeSync, openSync, readFileSync, readSync, realpathSync, statSync} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {join, sep} from 'node:path'
import {pathToFileURL} from 'node:url'
import {parseArgs} from 'node:util'
import {fetchBytes} from './fetch.js'
import {
  exitCode, instantMs, more, parseJson, pathUnder, recipientFromText, registryFromJson, RegistryFormError, verifyFile
} from './index.js'
import {jcs} from './canon.js'
import {CheckError} from './errors.js'
import {contexts, limits, terms} from './material.js'
import {openPdf} from './pdf-program.js'
import {isObject} from './values.js'
import {factsInWords, isOwnReport, isPresented, stepInWords, verdictInWords} from './words.js'

const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const pieceBytes = 65_536
const firstMoment = Date.parse('0001-01-01T00:00:00Z')
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z')

/** The command was given something it can't work with; the message is one sentence for the person. */
class MisuseError extends Error {}

/**
 * @typedef {object} Site
 *   A registry that was named: its view, null where it can't be read, and what it answers for a path.
 * @property {Registry | null} registry
 * @property {(path: string, maxBytes?: number) => Promise<Uint8Array | null>} read
 */

/**
 * Check files and give back what to print and the exit code.
 *
 * @param {string[]} words
 *   The command line after the script's name.
 * @param {{now: number}} outside
 *   The present moment, milliseconds since 1970.
 * @returns {Promise<{output: string, code: number}>}
 * @throws {MisuseError}
 */
export async function run(words, {now}) {
  const {values, positionals} = parseWords(words)
  if (positionals.length === 0) throw new MisuseError('name a file to check')
  const at = values.at === undefined ? now : momentFromText(values.at)
  const recipient = values.recipient === undefined ? null : recipientFromText(values.recipient)
  if (values.recipient !== undefined && recipient === null) {
    throw new MisuseError(`--recipient ${values.recipient} is neither a DID (did:web:…) nor an e-mail address`)
  }
  const agreed = values.agree ?? []
  if (agreed.length > 0 && values.refresh !== true) throw new MisuseError('--agree says whom --refresh may ask, so name both')
  const refresh = values.refresh === true ? agreed : null
  const documents = values.documents === undefined ? null : readDocuments(values.documents)
  const files = (await Promise.all(positionals.map(filesIn))).flat()
  const contents = files.map((name) => ({name, bytes: readFileUpTo(name, limits.max_container_bytes + 1)}))
  const sites = await Promise.all((values.registry ?? []).map(readSite))
  const resolve = resolver(documents, sites)
  const registries = sites.map((site) => site.registry)
  /** @type {Report[]} */
  const reports = []
  for (const {name, bytes} of contents) {
    reports.push(...(await verifyFile(bytes, {name, at, resolve, registries, contexts, limits, more, openPdf, terms, recipient, refresh})))
  }
  const codes = reports.map(exitCode)
  const code = [1, 3].find((one) => codes.some((found) => found === one)) ?? 0
  return {output: values.json === true ? `${JSON.stringify(reports, null, 2)}\n` : inWords(reports, contents.length), code}
}

/** @param {string[]} words */
function parseWords(words) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        json: {type: 'boolean'},
        at: {type: 'string'},
        documents: {type: 'string'},
        registry: {type: 'string', multiple: true},
        recipient: {type: 'string'},
        refresh: {type: 'boolean'},
        agree: {type: 'string', multiple: true}
      }
    })
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : String(error))
  }
}

/**
 * A time with a zone, or a day, which means its last second in UTC.
 *
 * @param {string} text
 * @returns {number}
 */
function momentFromText(text) {
  const moment = instantMs(text.length === 10 ? `${text}T23:59:59Z` : text)
  // The zone may move a time out of the years that a report can tell.
  if (moment === null || moment < firstMoment || moment > lastMoment) {
    throw new MisuseError(`--at ${text} is neither a day (2026-03-01) nor a time with a zone (2026-03-01T12:00:00Z)`)
  }
  return moment
}

/**
 * @param {string} name
 * @returns {Promise<string[]>}
 */
async function filesIn(name) {
  if (statSync(name, {throwIfNoEntry: false})?.isDirectory() !== true) return [name]
  const entries = await readdir(name, {recursive: true, withFileTypes: true})
  const found = entries.filter((entry) => entry.isFile() && /\.(?:json|jwt)$/.test(entry.name))
  if (found.length === 0) throw new MisuseError(`the folder ${name} holds no .json or .jwt file`)
  return found.map((entry) => join(entry.parentPath, entry.name)).sort()
}

/**
 * The first bytes of a file; one more than is allowed is enough to know that it is too large.
 *
 * @param {string} name
 * @param {number} maxBytes
 * @returns {Uint8Array}
 */
function readFileUpTo(name, maxBytes) {
  try {
    const file = openSync(name, 'r')
    try {
      // Piece by piece: what is allowed is many times what a file mostly has, and a pipe doesn't say its size.
      const pieces = []
      let size = 0
      for (let read = -1; read !== 0 && size < maxBytes; size += read) {
        const piece = new Uint8Array(Math.min(pieceBytes, maxBytes - size))
        read = readSync(file, piece)
        pieces.push(piece.subarray(0, read))
      }
      return new Uint8Array(Buffer.concat(pieces))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new MisuseError(`${name} can't be read: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * The answers that MAP.json gives; null where it says that an address can't be reached.
 *
 * @param {string} name
 * @returns {Map<string, Uint8Array | null>}
 */
function readDocuments(name) {
  const bytes = readFileUpTo(name, limits.max_registry_bytes + 1)
  let map
  try {
    // An answer may nest as deep as any document, and the map holds it one level down.
    map = parseJson(bytes, {maxBytes: limits.max_registry_bytes, maxDepth: limits.max_depth + 1})
  } catch (error) {
    throw error instanceof CheckError ? new MisuseError(`${name} is not strict JSON (${error.code})`) : error
  }
  if (!isObject(map)) throw new MisuseError(`${name} is not an object of addresses`)
  return new Map(Object.entries(map).map(([address, value]) => [address, bytesFromValue(value)]))
}

/**
 * @param {JsonValue} value
 * @returns {Uint8Array | null}
 */
function bytesFromValue(value) {
  if (isObject(value)) {
    const names = Object.keys(value)
    const raw = names.includes('base64') || names.includes('status')
    if (raw && names.every((name) => ['base64', 'status', 'type'].includes(name))) {
      const {status = 200, base64 = ''} = value
      if (status !== 200) return null
      if (typeof base64 !== 'string' || !base64Form.test(base64)) throw new MisuseError('a raw answer has its bytes as text in base64')
      return new Uint8Array(Buffer.from(base64, 'base64'))
    }
  }
  return new TextEncoder().encode(jcs(value))
}

/**
 * A registry that was named: a built site in a folder or under an https base. Its registry.json is read at once.
 *
 * @param {string} named
 * @returns {Promise<Site>}
 */
async function readSite(named) {
  const base = named.startsWith('https://') ? named.replace(/\/*$/, '/') : null
  /** @type {Site['read']} */
  const read = async (path, maxBytes = limits.max_fetch_bytes) =>
    base === null ? readSiteFile(named, path, maxBytes) : fetchBytes(`${base}${path}`, {limits, maxBytes})
  const bytes = await read('registry.json', limits.max_registry_bytes)
  try {
    const registry =
      bytes === null
        ? null
        : registryFromJson(parseJson(bytes, {maxBytes: limits.max_registry_bytes, maxDepth: limits.max_depth}))
    return {registry, read}
  } catch (error) {
    if (error instanceof CheckError || error instanceof RegistryFormError) return {registry: null, read}
    throw error
  }
}

/**
 * @param {string} folder
 * @param {string} path
 *   Plain, as `pathUnder` gives it.
 * @param {number} maxBytes
 * @returns {Uint8Array | null}
 */
function readSiteFile(folder, path, maxBytes) {
  try {
    const root = realpathSync(folder)
    const file = realpathSync(join(root, path))
    // A symbolic link is followed as long as it stays inside the folder.
    if (!file.startsWith(root + sep) || !statSync(file).isFile() || statSync(file).size > maxBytes) return null
    return new Uint8Array(readFileSync(file))
  } catch {
    return null
  }
}

/**
 * Who answers an address, in the order of docs/verification.md; each is asked for once in a run.
 *
 * @param {Map<string, Uint8Array | null> | null} documents
 * @param {Site[]} sites
 * @returns {Resolve}
 */
function resolver(documents, sites) {
  /** @type {Map<string, Promise<Answer>>} */
  const answers = new Map()
  // A registry may lie below another; the longer base is the nearer one.
  const nearest = sites
    .flatMap(({registry, read}) => (registry === null ? [] : [{registry, read}]))
    .sort((one, other) => other.registry.baseUrl.length - one.registry.baseUrl.length)
  /** @type {Resolve} */
  const ask = async (address) => {
    const stated = documents?.get(address)
    if (stated !== undefined) return {bytes: stated, answeredBy: 'documents'}
    for (const {registry, read} of nearest) {
      const {inside, path} = pathUnder(registry.baseUrl, address)
      if (inside) return {bytes: path === null ? null : await read(path), answeredBy: 'site'}
    }
    if (documents !== null) return {bytes: null, answeredBy: 'documents'}
    return {bytes: await fetchBytes(address, {limits}), answeredBy: hostOf(address)}
  }
  return (address) => {
    const known = answers.get(address) ?? ask(address)
    answers.set(address, known)
    return known
  }
}

/** @param {string} address */
function hostOf(address) {
  return URL.canParse(address) ? new URL(address).host : ''
}

// ---- the answer in words ----

/**
 * @param {Report[]} reports
 * @param {number} files
 *   How many files they are about.
 * @returns {string}
 */
function inWords(reports, files) {
  /** @type {Messages} */
  const messages = JSON.parse(readFileSync(new URL('../messages/en.json', import.meta.url), 'utf8'))
  const lines = files === 1 ? reports.flatMap((report) => [...reportInWords(report, messages), '']).slice(0, -1) : tableOf(reports)
  const presented = reports.some(isPresented) && !reports.some(isOwnReport) ? ['', messages.page.presented] : []
  return `${[...lines, ...presented].map(printable).join('\n')}\n`
}

/**
 * What would command a terminal is escaped.
 *
 * @param {string} line
 */
function printable(line) {
  return line.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/**
 * @param {Report} report
 * @param {Messages} messages
 * @returns {string[]}
 */
function reportInWords(report, messages) {
  const {headline, sentences, next} = verdictInWords(report, messages)
  const facts = factsInWords(report, messages)
  return [
    `${calledIn(report)}: ${headline}`,
    ...sentences,
    '',
    ...facts.map(({name, value}) => `  ${name.padEnd(22)}${value}`),
    ...(facts.length > 0 ? [''] : []),
    ...report.steps.map(({id, outcome, reason}) => {
      const why = reason === null ? '' : ` ${messages.reasons[reason] ?? reason} (${reason})`
      return `  ${messages.outcomes[outcome].padEnd(22)}${stepInWords(report, id, messages)}${why}`
    }),
    ...report.fetched.map((one) => `  ${one.outcome.padEnd(22)}${one.address} (${one.answered_by})`),
    ...next.map((sentence) => `- ${sentence}`)
  ]
}

/**
 * What a report is about: the file, and where in it.
 *
 * @param {Report} report
 */
const calledIn = ({file, part}) => (part === undefined ? file : `${file} ${part}`)

/**
 * @param {Report[]} reports
 * @returns {string[]}
 */
function tableOf(reports) {
  const wide = Math.max(...reports.map(({verdict}) => verdict.length))
  return reports.map((report) => `${report.verdict.padEnd(wide)}  ${calledIn(report)}  ${report.reasons.join(', ')}`.trimEnd())
}

if (import.meta.url === pathToFileURL(realpathSync(process.argv[1] ?? '.')).href) {
  try {
    const {output, code} = await run(process.argv.slice(2), {now: Date.now()})
    process.stdout.write(output)
    process.exitCode = code
  } catch (error) {
    if (!(error instanceof MisuseError)) throw error
    process.stderr.write(`cli.js: ${error.message}\n`)
    process.exitCode = 2
  }
}
