/**
 * The closed world: which documents mean exactly what their field names say (JSON-LD 1.1; VC Data Integrity 1.0, section 2.4.1).
 * A document must equal its own compaction. Twin of `canon.check_closed` in Python, whose docstring numbers the rules.
 *
 * @import {Environment, JsonObject, JsonValue, Limits, More} from './types.js'
 */

import {checkKnownContexts, contextAddresses, jcs} from './canon.js'
import {failed} from './errors.js'
import {plainStatements} from './plain.js'
import {isObject, member, one} from './values.js'

const keywordLike = /^@[A-Za-z]+$/

/**
 * Refuse a document whose field names might not mean what they say. The rules are asked one after the other of the whole document, so that
 * the code does not depend on the order of keys.
 *
 * @param {JsonObject} document
 *   From `parseJson`, with or without `proof`.
 * @param {Pick<Environment, 'contexts' | 'limits' | 'more' | 'terms'>} environment
 * @returns {Promise<JsonValue[] | null>}
 *   Its expanded form, null for a plain document, which needs none. That required fields are there, and any signature, is not checked.
 * @throws {CheckError}
 *   The codes of step 3.
 * @throws {NeedsMore}
 *   Where it holds endorsements and they can't be looked at, or is not plain and the library is not there.
 */
export async function checkClosed(document, environment) {
  const {limits, more, terms} = environment
  // Rules 1 and 2.
  const addresses = contextAddresses(document, limits)
  const endorsed = holdsEndorsements(document) ? more : undefined
  const brought = endorsed?.ownContexts(document, limits) ?? new Map()
  checkContextPlaces(document, addresses, brought)
  // Rules 3 to 8.
  checkValues(document, limits)
  // Rule 9.
  checkKnownContexts(document, environment)
  for (const own of brought.values()) checkKnownContexts({'@context': own}, environment)
  // Rule 10.
  const bare = withoutContexts(document)
  checkShapeForProcessing(bare)
  const normal = normalForm(bare)
  // Rules 10 to 15: a plain document keeps them, of any other the library tells.
  const isPlain = brought.size === 0 && terms !== undefined && plainStatements(bare, addresses, terms) !== null
  const expanded = isPlain ? null : await more.checkByLibrary({document, bare, normal, addresses, brought}, environment)
  // Rules 16 and 17.
  checkNoRepetition(normal)
  checkOneDescription(normal, endorsed)
  return expanded
}

/**
 * Whether a credential, its issuer or its achievement has a member `endorsement`; the document may be any object.
 *
 * @param {JsonObject} document
 * @returns {boolean}
 */
function holdsEndorsements(document) {
  const subject = one(member(document, 'credentialSubject'))
  const holders = [document, one(member(document, 'issuer')), isObject(subject) ? one(member(subject, 'achievement')) : undefined]
  return holders.some((holder) => isObject(holder) && Object.hasOwn(holder, 'endorsement'))
}

/**
 * @param {JsonObject} document
 * @param {string[]} addresses
 * @param {Map<JsonValue, string[]>} brought
 *   Objects in endorsements that may have a context of their own.
 */
function checkContextPlaces(document, addresses, brought) {
  const proof = member(document, 'proof')
  /** @type {Set<JsonValue>} */
  const allowed = new Set([document, ...brought.keys()])
  for (const each of Array.isArray(proof) ? proof : [proof]) {
    if (!isObject(each) || !Object.hasOwn(each, '@context')) continue
    const own = member(each, '@context')
    const list = Array.isArray(own) ? own : [own]
    if (list.length !== addresses.length || list.some((address, at) => address !== addresses[at])) {
      throw failed('context_nested')
    }
    allowed.add(each)
  }
  for (const value of valuesOf(document, {insideContexts: true})) {
    if (isObject(value) && Object.hasOwn(value, '@context') && !allowed.has(value)) throw failed('context_nested')
  }
}

/**
 * Every value of a document, the root included; `@context` is left out unless asked for, that of the root always.
 *
 * @param {JsonValue} root
 * @param {{insideContexts?: boolean}} [options]
 * @returns {Generator<JsonValue, void>}
 */
function* valuesOf(root, {insideContexts = false} = {}) {
  const rest = [root]
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    yield value
    if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at -= 1) rest.push(value[at])
    } else if (isObject(value)) {
      for (const name of Object.keys(value).reverse()) {
        if (name !== '@context' || (insideContexts && value !== root)) rest.push(value[name])
      }
    }
  }
}

/**
 * @param {JsonObject} document
 * @param {Limits} limits
 */
function checkValues(document, limits) {
  const values = [...valuesOf(document)]
  if (values.some(holdsKeyword)) throw failed('keyword_in_document')
  if (values.includes(null)) throw failed('null_in_document')
  if (values.some((value) => Array.isArray(value) && value.length === 0)) throw failed('empty_array')
  if (values.some((value) => typeof value === 'number' && !Number.isSafeInteger(value))) throw failed('float_in_document')
  if (values.length > limits.max_values) throw failed('rdf_too_complex')
  for (const value of values) {
    if (Array.isArray(value) && value.length > limits.max_array_items) throw failed('rdf_too_complex')
  }
  for (const value of values) {
    const nested = Array.isArray(value) && value.some(Array.isArray)
    if (nested || (isObject(value) && Object.keys(value).some((name) => name.includes(':')))) {
      throw failed('not_own_compaction')
    }
  }
}

/** @param {JsonValue} value */
function holdsKeyword(value) {
  if (!isObject(value)) return false
  if (Object.keys(value).some((name) => name.startsWith('@') && name !== '@context')) return true
  return [member(value, 'id'), member(value, 'type')]
    .flatMap((entry) => (Array.isArray(entry) ? entry : [entry]))
    .some((item) => typeof item === 'string' && keywordLike.test(item))
}

/**
 * A copy without any `@context`; rule 2 found each in a place where it may be.
 *
 * @param {JsonObject} document
 * @returns {JsonObject}
 */
export function withoutContexts(document) {
  const members = Object.entries(without(document, '@context'))
  return Object.fromEntries(members.map(([name, value]) => [name, bareValue(value)]))
}

/**
 * @param {JsonValue} value
 * @returns {JsonValue}
 */
function bareValue(value) {
  if (Array.isArray(value)) return value.map(bareValue)
  return isObject(value) ? withoutContexts(value) : value
}

/**
 * A copy of an object that lacks one member.
 *
 * @param {JsonObject} object
 * @param {string} name
 * @returns {JsonObject}
 */
export function without(object, name) {
  return Object.fromEntries(Object.entries(object).filter(([own]) => own !== name))
}

/**
 * What rule 10 asks before the library is.
 *
 * @param {JsonObject} bare
 */
function checkShapeForProcessing(bare) {
  const objects = [...valuesOf(bare)].filter(isObject)
  if (objects.some((value) => Object.hasOwn(value, '__proto__'))) throw failed('undefined_term')
  for (const value of objects) {
    const graphs = ['proof', 'verifiableCredential'].flatMap((name) => member(value, name) ?? [])
    if (graphs.some((graph) => !isObject(graph) || Object.keys(graph).every((own) => own === 'id'))) throw failed('jsonld_invalid')
    // Without a type no word of a proof has a meaning, and one of several graphs would be empty once more.
    for (const name of ['proof', 'verifiableCredential']) {
      const set = member(value, name)
      if (!Array.isArray(set) || set.length < 2) continue
      if (set.some((graph) => isObject(graph) && !Object.hasOwn(graph, 'type'))) throw failed('jsonld_invalid')
    }
    const types = member(value, 'type') ?? ''
    const words = Array.isArray(types) ? types : [types]
    if (typeof (member(value, 'id') ?? '') !== 'string' || words.some((word) => typeof word !== 'string')) {
      throw failed('jsonld_invalid')
    }
  }
}

/**
 * @param {JsonValue} value
 * @param {string} [name]
 *   The member that the value stands in.
 * @returns {JsonValue}
 */
export function normalForm(value, name = '') {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalForm(item, name))
    return items.length === 1 ? items[0] : items
  }
  if (isObject(value)) {
    const members = Object.fromEntries(Object.entries(value).map(([own, inner]) => [own, normalForm(inner, own)]))
    const id = member(members, 'id')
    return Object.keys(members).length === 1 && typeof id === 'string' ? id : members
  }
  // Both terms of Open Badges are the same address, so compaction can give back only one.
  return name === 'type' && value === 'AchievementCredential' ? 'OpenBadgeCredential' : value
}

/** @param {JsonValue} normal */
function checkNoRepetition(normal) {
  for (const value of valuesOf(normal)) {
    if (!Array.isArray(value)) continue
    const ids = new Set(value.flatMap((item) => (isObject(item) ? [member(item, 'id')] : [])))
    const seen = new Set()
    for (const item of value) {
      const id = isObject(item) ? member(item, 'id') : typeof item === 'string' && ids.has(item) ? item : undefined
      const mark = id === undefined ? `value ${jcs(item)}` : `id ${jcs(id)}`
      if (seen.has(mark)) throw failed('not_own_compaction')
      seen.add(mark)
    }
  }
}

/**
 * @param {JsonValue} normal
 * @param {More | undefined} more
 *   Undefined where it holds no endorsements.
 */
function checkOneDescription(normal, more) {
  const apart = more?.plainSubjects(normal) ?? new Set()
  const endorsed = new Set([...apart].map((subject) => member(subject, 'id')))
  /** @type {Map<string, JsonObject[]>} */
  const described = new Map()
  for (const value of valuesOf(normal)) {
    if (!isObject(value) || apart.has(value)) continue
    const id = member(value, 'id')
    if (id !== undefined && endorsed.has(id) && more?.speaksAsEndorsement(value)) throw failed('not_own_compaction')
    const says = Object.keys(value).some((name) => name !== 'id' && name !== 'type')
    if (typeof id === 'string' && says) described.set(id, [...(described.get(id) ?? []), value])
  }
  for (const occurrences of described.values()) {
    if (occurrences.every(isProfile)) continue
    if (new Set(occurrences.map(jcs)).size > 1) throw failed('not_own_compaction')
  }
}

/** @param {JsonObject} value */
function isProfile(value) {
  const types = member(value, 'type') ?? []
  return (Array.isArray(types) ? types : [types]).includes('Profile')
}
