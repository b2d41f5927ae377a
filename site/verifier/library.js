/**
 * The closed world by the JSON-LD library, for documents of which the table of terms says nothing (closed.js): one must equal its own
 * compaction. Twin of rules 10 to 15 of `canon.check_closed` in Python.
 *
 * @import {Environment, JsonObject, JsonValue} from './types.js'
 */

import {isAbsolute} from './addresses.js'
import {jcs} from './canon.js'
import {normalForm, withoutContexts} from './closed.js'
import {failed} from './errors.js'
import {compactedForm, expandedForm, withRecordTerms} from './expansion.js'
import {primitiveOf} from './plain.js'
import {isObject, member} from './values.js'

/**
 * Rules 10 to 15, from the expanded form and what it is compacted to.
 *
 * @param {{document: JsonObject, bare: JsonObject, normal: JsonValue, addresses: string[], brought: Map<JsonValue, string[]>}} asked
 * @param {Pick<Environment, 'contexts'>} environment
 * @returns {Promise<JsonValue[]>}
 *   The expanded form.
 * @throws {CheckError}
 */
export async function checkByLibrary({document, bare, normal, addresses, brought}, {contexts}) {
  const expanded = await expandedForm({'@context': addresses, ...bare}, contexts)
  if (expanded.length !== 1) throw failed('jsonld_invalid')
  if (brought.size > 0) {
    const kept = {...document, ...(Object.hasOwn(bare, 'proof') ? {proof: bare.proof} : {})}
    if (jcs(await expandedForm(kept, contexts)) !== jcs(expanded)) throw failed('context_nested')
  }
  const compacted = await compactedForm(expanded, addresses, contexts)
  // Rule 11.
  const nodes = [...expandedObjects(expanded)]
  for (const node of nodes) {
    if (Object.hasOwn(node, '@value')) continue
    const types = member(node, '@type')
    for (const type of Array.isArray(types) ? types : []) {
      if (typeof type !== 'string' || !isAbsolute(type)) throw failed('undefined_term')
    }
  }
  // Rules 12 to 14.
  const given = withoutContexts(compacted)
  const differences = new Set(differencesOf(normal, normalForm(withRecordTerms(given))))
  if (differences.has('undefined_term')) throw failed('undefined_term')
  for (const node of nodes) {
    const id = member(node, '@id')
    if (id !== undefined && (typeof id !== 'string' || !isAbsolute(id))) throw failed('relative_address')
  }
  if (differences.has('not_own_compaction')) throw failed('not_own_compaction')
  // Rule 15.
  for (const node of nodes) checkTypedValue(node)
  return expanded
}

/**
 * @param {JsonValue} value
 * @returns {Generator<JsonObject, void>}
 */
function* expandedObjects(value) {
  if (Array.isArray(value)) {
    for (const item of value) yield* expandedObjects(item)
  } else if (isObject(value)) {
    yield value
    if (Object.hasOwn(value, '@value')) return
    for (const [name, inner] of Object.entries(value)) {
      if (name !== '@id' && name !== '@type') yield* expandedObjects(inner)
    }
  }
}

/**
 * @param {JsonValue} ours
 * @param {JsonValue} theirs
 * @returns {Generator<'undefined_term' | 'not_own_compaction', void>}
 */
function* differencesOf(ours, theirs) {
  if (isObject(ours) && typeof theirs === 'string') return yield* differencesOf(ours, {id: theirs})
  if (typeof ours === 'string' && isObject(theirs)) return yield* differencesOf({id: ours}, theirs)
  if (isObject(ours) && isObject(theirs)) {
    const missing = Object.keys(ours).some((name) => !Object.hasOwn(theirs, name))
    const added = Object.keys(theirs).some((name) => !Object.hasOwn(ours, name))
    if (missing || added) yield added ? 'not_own_compaction' : 'undefined_term'
    for (const [name, value] of Object.entries(ours)) {
      if (Object.hasOwn(theirs, name)) yield* differencesOf(value, theirs[name])
    }
  } else if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
    for (const [at, item] of ours.entries()) yield* differencesOf(item, theirs[at])
  } else if (ours !== theirs) {
    yield 'not_own_compaction'
  }
}

/** @param {JsonObject} node */
function checkTypedValue(node) {
  const value = member(node, '@value')
  const type = member(node, '@type')
  if (value === undefined || typeof type !== 'string' || type === '@json') return
  if (primitiveOf(type) !== typeof value) throw failed('not_own_compaction')
}
