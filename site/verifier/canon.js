/**
 * Canonical forms: JCS (RFC 8785), and the canonical N-Quads of a document (RDF Dataset Canonicalization 1.0). What a document states is
 * told by the table of terms where it is plain (plain.js), else by the JSON-LD library (expansion.js). The work is bounded before it begins.
 * Twin of builder/testamur/canon/rdf.py.
 *
 * @import {Contexts, Environment, JsonObject, JsonValue, Limits} from './types.js'
 * @import {RdfQuad, RdfTerm} from 'jsonld'
 */

import rdfCanonize from 'rdf-canonize'
import {isAbsolute} from './addresses.js'
import {digest, hex, sha256Hex} from './digest.js'
import {CheckError, failed, unchecked} from './errors.js'
import {plainStatements} from './plain.js'
import {member} from './values.js'

/** @typedef {Pick<Environment, 'contexts' | 'limits' | 'more' | 'terms'>} Reading */

/**
 * The canonical text of a JSON value (RFC 8785).
 *
 * @param {JsonValue} value
 *   Must come from `parseJson` or be made of the same parts.
 * @returns {string}
 */
export function jcs(value) {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    // Names are ordered by their UTF-16 code units, which is what sort does.
    const names = Object.keys(value).sort()
    return `{${names.map((name) => `${JSON.stringify(name)}:${jcs(value[name])}`).join(',')}}`
  }
  return JSON.stringify(value)
}

/**
 * SHA-256 (hex) over the JCS form of a value.
 *
 * @param {JsonValue} value
 * @returns {Promise<string>}
 */
export async function jcsDigest(value) {
  return sha256Hex(new TextEncoder().encode(jcs(value)))
}

/**
 * The addresses in a document's `@context`, in order.
 *
 * @param {JsonObject} document
 * @param {Limits} limits
 * @returns {string[]}
 * @throws {CheckError}
 *   `context_missing`, `context_inline`, or `rdf_too_complex` where there are too many.
 */
export function contextAddresses(document, limits) {
  const context = member(document, '@context') ?? []
  const addresses = Array.isArray(context) ? context : [context]
  if (addresses.length === 0) throw failed('context_missing')
  /** @type {Set<string>} */
  const distinct = new Set()
  for (const address of addresses) {
    if (typeof address !== 'string' || distinct.has(address)) throw failed('context_inline')
    distinct.add(address)
  }
  if (distinct.size > limits.max_contexts) throw failed('rdf_too_complex')
  return [...distinct]
}

/**
 * Refuse a document that names a context which does not ship with us.
 *
 * @param {JsonObject} document
 * @param {{contexts: Contexts, limits: Limits}} environment
 * @throws {CheckError}
 *   `context_unknown`, and as `contextAddresses`.
 */
export function checkKnownContexts(document, {contexts, limits}) {
  for (const address of contextAddresses(document, limits)) {
    if (!contexts.has(address)) throw unchecked('context_unknown')
  }
}

/**
 * The statements of a document as a set, each once (JSON-LD 1.1 API, section 8).
 *
 * @param {JsonObject} document
 * @param {Reading} environment
 * @param {JsonValue[] | null} expanded
 *   Its expanded form, where there is one.
 * @returns {Promise<RdfQuad[]>}
 * @throws {NeedsMore}
 */
export async function quadsOf(document, {contexts, limits, more, terms}, expanded) {
  const plain = Object.hasOwn(document, 'proof') || !terms ? null : plainStatements(document, contextAddresses(document, limits), terms)
  const quads = plain ?? (await more.statementsOf(document, contexts, expanded))
  /** @type {Map<string, RdfQuad>} */
  const distinct = new Map()
  for (const quad of quads) {
    for (const term of [quad.subject, quad.predicate, quad.object, quad.graph]) checkAddresses(term)
    distinct.set(JSON.stringify([quad.subject, quad.predicate, quad.object, quad.graph]), quad)
  }
  return [...distinct.values()]
}

/** @param {RdfTerm} term */
function checkAddresses(term) {
  const address = term.termType === 'NamedNode' ? term.value : term.datatype?.value
  if (address !== undefined && !isAbsolute(address)) throw failed('relative_address')
}

/**
 * Refuse a document of more values than are allowed, or with a longer array: what JSON-LD makes of an array takes the square of its length.
 *
 * @param {JsonObject} document
 * @param {Limits} limits
 * @throws {CheckError}
 *   `rdf_too_complex`.
 */
export function checkSize(document, limits) {
  /** @type {JsonValue[]} */
  const rest = [document]
  let count = 0
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    count += 1
    const inner = Array.isArray(value)
      ? value
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, own]) => (name === '@context' ? [] : [own]))
        : []
    const isLong = Array.isArray(value) && value.length > limits.max_array_items
    if (isLong || count + rest.length + inner.length > limits.max_values) throw failed('rdf_too_complex')
    rest.push(...inner)
  }
}

/** @param {RdfTerm} term */
function lookOf(term) {
  return [term.termType, term.value, term.datatype?.value, term.language]
}

/**
 * The statements that mention each blank node.
 *
 * @param {RdfQuad[]} quads
 * @returns {Map<string, RdfQuad[]>}
 */
export function statementsOf(quads) {
  /** @type {Map<string, RdfQuad[]>} */
  const statements = new Map()
  for (const quad of quads) {
    const mentioned = [quad.subject, quad.object, quad.graph].filter((term) => term.termType === 'BlankNode')
    for (const node of new Set(mentioned.map((term) => term.value))) {
      const mentions = statements.get(node)
      if (mentions === undefined) statements.set(node, [quad])
      else mentions.push(quad)
    }
  }
  return statements
}

/**
 * How each blank node looks by its own statements (RDFC-1.0, section 4.6), and whether another looks so.
 *
 * @param {Map<string, RdfQuad[]>} statements
 * @returns {{looks: Map<string, string>, isTied: (node: string) => boolean}}
 */
export function looksOf(statements) {
  /** @type {Map<string, string>} */
  const looks = new Map()
  /** @type {Map<string, number>} */
  const alike = new Map()
  for (const [node, mentions] of statements) {
    const shown = mentions.map((quad) =>
      JSON.stringify(
        [quad.subject, quad.predicate, quad.object, quad.graph].map((term) =>
          term.termType === 'BlankNode' ? (term.value === node ? '_:a' : '_:z') : lookOf(term)
        )
      )
    )
    const look = JSON.stringify(shown.sort())
    looks.set(node, look)
    alike.set(look, (alike.get(look) ?? 0) + 1)
  }
  /** @param {string} node */
  const isTied = (node) => (alike.get(looks.get(node) ?? '') ?? 0) > 1
  return {looks, isTied}
}

/**
 * Refuse a data set whose canonicalisation might run on: RDFC-1.0 is exponential in blank nodes that look alike.
 *
 * Blank nodes whose own statements differ are told apart at once (section 4.6). From each that is tied with another the algorithm walks
 * to its tied neighbours, trying every order of those that are related alike (section 4.8). The walk is followed here without
 * hashing, counting the steps, and given up when they pass the limit. Cycles never end here, so they are refused.
 *
 * @param {RdfQuad[]} quads
 * @param {Limits} limits
 * @throws {CheckError}
 *   `rdf_too_complex`.
 */
function checkWork(quads, limits) {
  if (quads.length > limits.max_quads) throw failed('rdf_too_complex')
  const statements = statementsOf(quads)
  if (statements.size > limits.max_blank_nodes) throw failed('rdf_too_complex')

  const {looks, isTied} = looksOf(statements)
  const tied = [...statements.keys()].filter(isTied)

  /** @type {Map<string, string[][]>} */
  const neighbours = new Map()
  for (const node of tied) {
    /** @type {Map<string, string[]>} */
    const groups = new Map()
    for (const quad of statements.get(node) ?? []) {
      for (const [position, term] of /** @type {[string, RdfTerm][]} */ ([
        ['s', quad.subject],
        ['o', quad.object],
        ['g', quad.graph]
      ])) {
        if (term.termType === 'BlankNode' && term.value !== node && isTied(term.value)) {
          const group = JSON.stringify([position, position === 'g' ? '' : quad.predicate.value, looks.get(term.value)])
          const members = groups.get(group)
          if (members === undefined) groups.set(group, [term.value])
          else members.push(term.value)
        }
      }
    }
    neighbours.set(node, [...groups.values()])
  }

  let steps = 0
  for (const start of tied) {
    /** @type {{node: string, source: string, times: number}[]} */
    const walk = [{node: start, source: '', times: 1}]
    for (let here = walk.pop(); here !== undefined; here = walk.pop()) {
      const {node, source, times} = here
      steps += times
      if (steps > limits.max_canonicalisation_steps) throw failed('rdf_too_complex')
      for (const group of neighbours.get(node) ?? []) {
        const onward = group.filter((term) => term !== source)
        for (const term of onward) walk.push({node: term, source: node, times: times * orders(onward.length)})
      }
    }
  }
}

/** @param {number} count */
function orders(count) {
  let product = 1
  for (let factor = 2; factor <= Math.min(count, 10); factor += 1) product *= factor
  return product
}

// RDFC-1.0 orders text by code points; the library orders it by UTF-16 code units, which puts surrogates before U+E000 to U+FFFF.
// Rotating those two ranges makes one order the other. Digests and the result are made of the text rotated back.
//
// Canonical N-Quads also write U+FFFE and U+FFFF as \uFFFE and \uFFFF, which the library does not. They travel as U+007F, which it
// writes as \u007F, before half a pair that nothing else has there: that sorts where the two belong, after all other escapes of the form.

/** @param {string} text */
const rotated = (text) =>
  text.replace(/[\ud800-\uffff]/g, (unit) =>
    unit > '\ufffd' ? `\u007f${unit}` : shifted(unit, unit < '\ue000' ? 0x2000 : -0x800)
  )

/** @param {string} text */
const rotatedBack = (text) =>
  text
    .replace(/\\u007F([\ufffe\uffff])/g, (_, unit) => (unit === '\ufffe' ? '\\uFFFE' : '\\uFFFF'))
    .replace(/[\ud800-\uffff]/g, (unit) => shifted(unit, unit < '\uf800' ? 0x800 : -0x2000))

/**
 * @param {string} unit
 * @param {number} by
 */
const shifted = (unit, by) => String.fromCharCode(unit.charCodeAt(0) + by)

/**
 * @param {RdfTerm} term
 * @returns {RdfTerm}
 */
function rotatedTerm(term) {
  const plain = {...term, value: rotated(term.value)}
  return term.datatype === undefined ? plain : {...plain, datatype: {...term.datatype, value: rotated(term.datatype.value)}}
}

class Digest {
  /** @param {'SHA-256' | 'SHA-384'} hash */
  constructor(hash) {
    this.hash = hash
    this.text = ''
  }

  /** @param {string} more */
  update(more) {
    this.text += more
  }

  async digest() {
    return hex(await digest(this.hash, new TextEncoder().encode(rotatedBack(this.text))))
  }
}

/**
 * The canonical N-Quads of a document (RDFC-1.0, section 4), in UTF-8.
 *
 * @param {JsonObject} document
 * @param {Reading} environment
 * @param {'SHA-256' | 'SHA-384'} [hash]
 *   The hash inside the algorithm.
 * @param {JsonValue[] | null} [expanded]
 *   The document's expanded form, where the caller has made it.
 * @returns {Promise<Uint8Array>}
 *   Undefined terms are dropped in silence: call `checkClosed` first.
 * @throws {CheckError}
 *   `rdf_too_complex` before the work where a limit would be passed; `jsonld_invalid`, `relative_address`, `crypto_unavailable`, and as
 *   `checkKnownContexts`.
 */
export async function canonicalRdf(document, environment, hash = 'SHA-256', expanded = null) {
  const {limits} = environment
  checkKnownContexts(document, environment)
  checkSize(document, limits)
  const quads = await quadsOf(document, environment, expanded)
  checkWork(quads, limits)
  const turned = quads.map(({subject, predicate, object, graph}) => ({
    subject: rotatedTerm(subject),
    predicate: rotatedTerm(predicate),
    object: rotatedTerm(object),
    graph: rotatedTerm(graph)
  }))
  // `checkWork` has bounded this already; the library's own bound would refuse honest documents.
  const maxDeepIterations = limits.max_canonicalisation_steps
  try {
    const canonical = await rdfCanonize.canonize(turned, {
      algorithm: 'RDFC-1.0',
      createMessageDigest: () => new Digest(hash),
      maxDeepIterations
    })
    return new TextEncoder().encode(rotatedBack(canonical))
  } catch (error) {
    throw error instanceof CheckError ? error : failed('rdf_too_complex')
  }
}
