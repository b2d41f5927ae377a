/**
 * The table of terms: what each word of the usual vocabularies stands for, as the JSON-LD library itself reads them. It is made when the
 * verifier is bundled (and when Node starts it), so that a check of the usual credential needs neither the library nor the contexts
 * (docs/decisions/0170). plain.js says what is done with it.
 *
 * @import {ActiveContext, Mapping} from 'jsonld/lib/context.js'
 * @import {Contexts, JsonValue} from './types.js'
 */

import ContextResolver from 'jsonld/lib/ContextResolver.js'
import library from 'jsonld/lib/context.js'

const credentials = 'https://www.w3.org/ns/credentials/v2'
const badges = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'

/** The lists of contexts that credentials of today have, each after the one that it begins with. */
const usual = [[credentials], [credentials, badges]]

/**
 * @typedef {[string, string] | [string, '@vocab', Record<string, string>]} Row
 *   What a term stands for: its address, and what its values are: empty for texts, numbers and truths as they stand, `@id` for
 *   addresses, `@graph` for proofs, `@vocab` for words that stand for addresses, else the address of the datatype.
 *
 * @typedef {Record<string, Row | null>} Scope
 *   Terms by name; null for one that is not the table's to answer.
 *
 * @typedef {{terms: Scope, types: Record<string, [string] | [string, Scope]>}} Layer
 *   What a list of contexts adds to the list without its last: terms for every object, and types with their address and the terms that
 *   objects of this type have besides.
 *
 * @typedef {Record<string, Layer>} Terms
 *   Layers by the addresses of their list, with spaces between.
 */

/**
 * The table for the usual lists of contexts.
 *
 * @param {Contexts} contexts
 * @returns {Promise<Terms>}
 */
export async function termsFrom(contexts) {
  /** @type {Map<string, Layer>} */
  const whole = new Map()
  for (const list of usual) whole.set(list.join(' '), await wholeLayer(list, contexts))
  return Object.fromEntries(
    [...whole].map(([list, layer]) => {
      const before = whole.get(list.split(' ').slice(0, -1).join(' '))
      return [list, before === undefined ? layer : {terms: added(layer.terms, before.terms), types: added(layer.types, before.types)}]
    })
  )
}

/**
 * @template T
 * @param {Record<string, T>} now
 * @param {Record<string, T>} before
 * @returns {Record<string, T>}
 */
function added(now, before) {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value)))
}

/**
 * @param {string[]} list
 * @param {Contexts} contexts
 * @returns {Promise<Layer>}
 */
async function wholeLayer(list, contexts) {
  const options = {
    base: null,
    processingMode: 'json-ld-1.1',
    contextResolver: new ContextResolver({sharedCache: new Map()}),
    documentLoader: async (/** @type {string} */ url) => ({contextUrl: null, documentUrl: url, document: structuredClone(contexts.get(url))})
  }
  /**
   * @param {ActiveContext} activeCtx
   * @param {JsonValue} localCtx
   * @param {boolean} [propagate]
   */
  const within = (activeCtx, localCtx, propagate = true) => library.process({activeCtx, localCtx, options, propagate})
  const base = await within(library.getInitialContext(options), list)
  // A word in front of a colon, or one for all that is not defined, would give addresses another meaning than their own.
  if (base['@vocab'] !== undefined || base['@language'] !== undefined || base['@direction'] !== undefined) return {terms: {}, types: {}}
  const terms = await scopeOf(base, within)
  /** @type {Layer['types']} */
  const types = {}
  for (const [name, mapping] of base.mappings) {
    if (!/^[A-Z]/.test(name) || mapping === null || !isPlainMapping(mapping)) continue
    const own = mapping['@context']
    if (own === undefined) types[name] = [mapping['@id']]
    else {
      const scoped = await scopeOf(await within(base, own, false), within)
      const lost = Object.keys(terms).filter((term) => !Object.hasOwn(scoped, term))
      types[name] = [mapping['@id'], {...added(scoped, terms), ...Object.fromEntries(lost.map((term) => [term, null]))}]
    }
  }
  // Of a type that stands for the same address as a term, compaction may give back the term.
  const scopes = [terms, ...Object.values(types).map(([, scope]) => scope ?? {})]
  const addresses = new Set(scopes.flatMap((scope) => Object.values(scope).flatMap((row) => (row === null ? [] : [row[0]]))))
  return {terms, types: Object.fromEntries(Object.entries(types).filter(([, [address]]) => !addresses.has(address)))}
}

/**
 * @param {ActiveContext} active
 * @param {(active: ActiveContext, local: JsonValue) => Promise<ActiveContext>} within
 * @returns {Promise<Scope>}
 */
async function scopeOf(active, within) {
  /** @type {Scope} */
  const scope = {}
  for (const [name, mapping] of active.mappings) {
    if (name === 'id' || name === 'type') continue
    // Types are told apart from terms by their first letter, in all vocabularies that ship.
    if (/^[A-Z]/.test(name)) continue
    scope[name] = mapping === null ? null : await rowOf(mapping, active, within)
  }
  return scope
}

/**
 * @param {Mapping} mapping
 * @param {ActiveContext} active
 * @param {(active: ActiveContext, local: JsonValue) => Promise<ActiveContext>} within
 * @returns {Promise<Row | null>}
 */
async function rowOf(mapping, active, within) {
  const {'@id': address, '@type': type = '', '@container': containers = [], '@context': own} = mapping
  if (!isPlainMapping(mapping)) return null
  if (type === '@vocab' && own !== undefined && containers.length === 0) {
    const words = (await within(active, own)).mappings.get('assertionMethod')
    return words ? [address, '@vocab', {assertionMethod: words['@id']}] : null
  }
  if (own !== undefined) return null
  if (type === '@id' && containers.join() === '@graph') return [address, '@graph']
  const isKnown = type === '' || type === '@id' || !type.startsWith('@')
  return isKnown && (containers.length === 0 || containers.join() === '@set') ? [address, type] : null
}

/** @param {Mapping} mapping */
function isPlainMapping(mapping) {
  const isDifferent = ['@language', '@direction', '@index', '@nest'].some((name) => Object.hasOwn(mapping, name))
  return !isDifferent && !mapping.reverse && !mapping._prefix && /^[a-z][a-z0-9+.-]*:/.test(mapping['@id'])
}
