/**
 * Plain documents: those of which the table of terms (terms.js) tells all that the JSON-LD library would, so that it need not be there. A
 * document is plain where it is sure to equal its own compaction; of any other nothing is said, and the library is asked
 * (docs/decisions/0170).
 *
 * @import {Row, Scope, Terms} from './terms.js'
 * @import {RdfQuad, RdfTerm} from 'jsonld'
 * @import {JsonObject, JsonValue} from './types.js'
 */

import {isAbsolute} from './addresses.js'
import {isObject} from './values.js'

const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
const xsd = 'http://www.w3.org/2001/XMLSchema#'
const xmlSchema = /^(?:https?:\/\/www\.w3\.org\/2001\/XMLSchema#|xsd:)(.+)$/s
const numeric = new Set([
  ...['integer', 'nonNegativeInteger', 'positiveInteger', 'nonPositiveInteger', 'negativeInteger'],
  ...['decimal', 'float', 'double', 'long', 'int', 'short', 'byte'],
  ...['unsignedLong', 'unsignedInt', 'unsignedShort', 'unsignedByte']
])

/**
 * @typedef {object} Vocabulary
 *   What a list of contexts defines.
 * @property {ReadonlyMap<string, Row | null>} terms
 * @property {ReadonlyMap<string, [string] | [string, Scope]>} types
 */

/** @type {RdfTerm} */
const defaultGraph = {termType: 'DefaultGraph', value: ''}

/** The document is not plain; thrown and caught in this room alone. */
class NotPlain extends Error {}

/**
 * The statements of a plain document (JSON-LD 1.1 API, section 8.1), those in its proofs left out.
 *
 * @param {JsonObject} document
 *   Must have passed rules 1 to 8 of `checkClosed`.
 * @param {string[]} addresses
 *   Its contexts; a `@context` in it is not looked at.
 * @param {Terms} table
 * @returns {RdfQuad[] | null}
 *   Null where it is not plain. One that is passes rules 10 to 15 of `checkClosed`; a statement may stand in it twice.
 */
export function plainStatements(document, addresses, table) {
  const vocabulary = vocabularyOf(addresses, table)
  if (vocabulary === null) return null
  const bare = Object.fromEntries(Object.entries(document).filter(([name]) => name !== '@context'))
  /** @type {RdfQuad[]} */
  const quads = []
  try {
    addNode(bare, vocabulary, quads, {count: 0}, true)
  } catch (error) {
    if (error instanceof NotPlain) return null
    throw error
  }
  // A name alone says nothing, and the library makes nothing of it.
  return quads.length === 0 ? null : quads
}

/**
 * @param {string[]} addresses
 * @param {Terms} table
 * @returns {Vocabulary | null}
 */
function vocabularyOf(addresses, table) {
  const lists = addresses.map((_, at) => addresses.slice(0, at + 1).join(' '))
  if (!lists.every((list) => Object.hasOwn(table, list))) return null
  return {
    terms: new Map(lists.flatMap((list) => Object.entries(table[list].terms))),
    types: new Map(lists.flatMap((list) => Object.entries(table[list].types)))
  }
}

/**
 * Add what is said of a node, and of all that it holds.
 *
 * @param {JsonObject} node
 * @param {Vocabulary} vocabulary
 * @param {RdfQuad[]} quads
 * @param {{count: number}} blank
 *   Nodes without an id so far.
 * @param {boolean} [isRoot]
 * @returns {RdfTerm}
 * @throws {NotPlain}
 */
function addNode(node, vocabulary, quads, blank, isRoot = false) {
  const {id, type, ...rest} = node
  if (Object.keys(node).length === 0) throw new NotPlain()
  const subject = id === undefined ? {termType: /** @type {const} */ ('BlankNode'), value: `b${blank.count++}`} : addressTerm(id)
  const types = type === undefined ? [] : [type].flat().map((name) => typeNamed(name, vocabulary))
  const scopes = types.flatMap(([, scope]) => (scope === undefined ? [] : [scope]))
  // Of two types with terms of their own, one may define the other's anew.
  if (scopes.length > 1) throw new NotPlain()
  /**
   * @param {string} predicate
   * @param {RdfTerm} object
   */
  const add = (predicate, object) => quads.push({subject, predicate: named(predicate), object, graph: defaultGraph})
  for (const [address] of types) add(rdfType, named(address))
  for (const [name, value] of Object.entries(rest)) {
    const row = scopes[0] !== undefined && Object.hasOwn(scopes[0], name) ? scopes[0][name] : vocabulary.terms.get(name)
    if (!row) throw new NotPlain()
    for (const item of [value].flat()) {
      if (row[1] === '@graph') checkProof(item, vocabulary, isRoot)
      else add(row[0], isObject(item) ? nodeTerm(item, row, () => addNode(item, vocabulary, quads, blank)) : valueTerm(item, row))
    }
  }
  return subject
}

/**
 * Proofs stand in graphs of their own, and are signed otherwise; here they only have to be plain.
 *
 * @param {JsonValue} proof
 * @param {Vocabulary} vocabulary
 * @param {boolean} isRoot
 */
function checkProof(proof, vocabulary, isRoot) {
  if (!isRoot || !isObject(proof) || !Object.hasOwn(proof, 'type')) throw new NotPlain()
  if (Object.values(proof).flat().some(isObject)) throw new NotPlain()
  addNode(proof, vocabulary, [], {count: 0})
}

/**
 * @param {JsonValue} name
 * @param {Vocabulary} vocabulary
 */
function typeNamed(name, {types}) {
  const known = typeof name === 'string' ? types.get(name) : undefined
  if (known === undefined) throw new NotPlain()
  return known
}

/**
 * @param {JsonObject} item
 * @param {Row} row
 * @param {() => RdfTerm} add
 */
function nodeTerm(item, [, kind], add) {
  // By a term with a datatype the library would not give back a node.
  if (kind !== '' && kind !== '@id') throw new NotPlain()
  return add()
}

/**
 * @param {JsonValue} value
 * @param {Row} row
 * @returns {RdfTerm}
 */
function valueTerm(value, [, kind, words]) {
  if (kind === '@id') return addressTerm(value)
  if (kind === '@vocab') {
    if (typeof value !== 'string' || words === undefined || !Object.hasOwn(words, value)) throw new NotPlain()
    return named(words[value])
  }
  // Numbers of this type are written with an exponent, which is the library's to know.
  if ((kind !== '' && typeof value !== primitiveOf(kind)) || kind === `${xsd}double`) throw new NotPlain()
  if (typeof value === 'string') return literal(value, kind || `${xsd}string`)
  if (typeof value === 'boolean') return literal(String(value), kind || `${xsd}boolean`)
  return literal(wholeNumber(value), kind || `${xsd}integer`)
}

/**
 * What values of a datatype are in JSON.
 *
 * @param {string} datatype
 * @returns {'boolean' | 'number' | 'string'}
 */
export function primitiveOf(datatype) {
  const name = xmlSchema.exec(datatype)?.[1]
  return name === 'boolean' ? 'boolean' : name !== undefined && numeric.has(name) ? 'number' : 'string'
}

/** @param {JsonValue} value */
function wholeNumber(value) {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotPlain()
  return String(value)
}

/**
 * @param {JsonValue} value
 * @returns {RdfTerm}
 */
function addressTerm(value) {
  if (typeof value !== 'string' || !isAbsolute(value)) throw new NotPlain()
  return named(value)
}

/**
 * @param {string} value
 * @returns {RdfTerm}
 */
const named = (value) => ({termType: 'NamedNode', value})

/**
 * @param {string} value
 * @param {string} datatype
 * @returns {RdfTerm}
 */
const literal = (value, datatype) => ({termType: 'Literal', value, datatype: {termType: 'NamedNode', value: datatype}})
