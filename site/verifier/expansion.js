/**
 * JSON-LD 1.1 by its library, behind a closed document loader: no context is ever fetched. For documents that are not plain (plain.js).
 *
 * @import ContextResolver from 'jsonld/lib/ContextResolver.js'
 * @import {RdfQuad} from 'jsonld'
 * @import {Contexts, JsonObject, JsonValue} from './types.js'
 */

import {CheckError, failed, unchecked} from './errors.js'
import {isObject} from './values.js'

const records = 'https://purl.imsglobal.org/spec/vc/clr/vocab.html#'

/**
 * Terms of learner records that no compaction gives back, since they coerce to a type what is always an object; by their addresses.
 *
 * @type {ReadonlyMap<string, string>}
 */
const recordTerms = new Map([
  [`${records}achievement`, 'achievement'],
  [`${records}association`, 'association'],
  [`${records}identifier-1`, 'identifier']
])

/** Read when it is needed: a command line that meets plain documents alone does without. */
const library = async () => ({
  jsonld: (await import('jsonld')).default,
  ContextResolver: (await import('jsonld/lib/ContextResolver.js')).default
})

/**
 * What some work with the JSON-LD library gives, its complaints translated. Whatever it stumbles over was not JSON-LD.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {CheckError}
 *   `jsonld_invalid`.
 */
async function processed(work) {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CheckError) throw error
    throw failed('jsonld_invalid')
  }
}

/**
 * What the library made of contexts, by the closed set that they come from: each is read and taken apart once, not in each of the calls
 * that one check makes. Inline contexts are refused before the library sees them, so nothing else comes in here.
 *
 * @type {WeakMap<Contexts, ContextResolver>}
 */
const resolvers = new WeakMap()

/**
 * @param {Contexts} contexts
 * @returns {Promise<ContextResolver>}
 */
async function resolverOf(contexts) {
  const {ContextResolver} = await library()
  const resolver = resolvers.get(contexts) ?? new ContextResolver({sharedCache: new Map()})
  resolvers.set(contexts, resolver)
  return resolver
}

/**
 * The library's options: closed loader, null base, JSON-LD 1.1.
 *
 * @param {Contexts} contexts
 */
async function processingOptions(contexts) {
  return {
    base: null,
    contextResolver: await resolverOf(contexts),
    processingMode: 'json-ld-1.1',
    /** @param {string} url */
    documentLoader: async (url) => {
      const document = contexts.get(url)
      if (document === undefined) throw unchecked('context_unknown')
      // A clone, so that nothing the library does can change what the next document is read by.
      return {contextUrl: null, documentUrl: url, document: structuredClone(document)}
    }
  }
}

/**
 * The expanded form of a document whose contexts are known (JSON-LD 1.1 API, section 5).
 *
 * @param {JsonObject} document
 * @param {Contexts} contexts
 * @returns {Promise<JsonValue[]>}
 * @throws {CheckError}
 *   `jsonld_invalid`.
 */
export async function expandedForm(document, contexts) {
  const {jsonld} = await library()
  return processed(async () => jsonld.expand(structuredClone(document), await processingOptions(contexts)))
}

/**
 * An expanded form compacted again by the contexts it came with (JSON-LD 1.1 API, section 6).
 *
 * @param {JsonValue[]} expanded
 * @param {string[]} addresses
 * @param {Contexts} contexts
 * @returns {Promise<JsonObject>}
 * @throws {CheckError}
 *   `jsonld_invalid`.
 */
export async function compactedForm(expanded, addresses, contexts) {
  // Addresses stay as they are: the library's way of shortening them stumbles over line separators.
  const {jsonld} = await library()
  const options = {...(await processingOptions(contexts)), skipExpansion: true, compactToRelative: false}
  return processed(() => jsonld.compact(structuredClone(expanded), {'@context': addresses}, options))
}

/**
 * What a document states (JSON-LD 1.1 API, section 8); the same may be stated twice.
 *
 * @param {JsonObject} document
 * @param {Contexts} contexts
 * @param {JsonValue[] | null} made
 *   Its expanded form, where there is one.
 * @returns {Promise<RdfQuad[]>}
 * @throws {CheckError}
 *   `jsonld_invalid`.
 */
export async function statementsOf(document, contexts, made) {
  const expanded = made === null ? await expandedForm(document, contexts) : structuredClone(made)
  const {jsonld} = await library()
  return processed(async () => jsonld.toRDF(expanded, {...(await processingOptions(contexts)), skipExpansion: true}))
}

/**
 * A compaction with the terms of learner records that it could not give back.
 *
 * @template {JsonValue} T
 * @param {T} compacted
 * @returns {T}
 */
export function withRecordTerms(compacted) {
  if (Array.isArray(compacted)) return /** @type {T} */ (compacted.map(withRecordTerms))
  if (!isObject(compacted)) return compacted
  const members = Object.entries(compacted).map(([name, value]) => [recordTerms.get(name) ?? name, withRecordTerms(value)])
  return /** @type {T} */ (Object.fromEntries(members))
}
