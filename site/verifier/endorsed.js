/**
 * Endorsements inside a credential: the one place where a part of a document is a document of its own (Open Badges 3.0). Their statements are
 * signed along with the credential's, in one graph; what is let in here changes no meaning. Twin of builder/testamur/canon/endorsed.py.
 *
 * @import {JsonObject, JsonValue, Limits} from './types.js'
 */

import {contextAddresses} from './canon.js'
import {CheckError, failed} from './errors.js'
import {isObject, member, one} from './values.js'

const plain = new Set(['id', 'type', 'endorsementComment'])

/**
 * The objects under `endorsement` of a credential, its issuer and its achievement, in this order.
 *
 * @param {JsonValue} document
 *   May be any value; an array of one item counts as the item on the way to them.
 * @returns {JsonObject[]}
 */
export function endorsementsIn(document) {
  if (!isObject(document)) return []
  const subject = one(member(document, 'credentialSubject'))
  const achievement = isObject(subject) ? one(member(subject, 'achievement')) : undefined
  return [document, one(member(document, 'issuer')), achievement].flatMap((holder) =>
    isObject(holder) ? items(member(holder, 'endorsement')).filter(isObject) : []
  )
}

/**
 * @param {JsonValue | undefined} value
 * @returns {JsonValue[]}
 */
function items(value) {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

/**
 * The contexts that endorsements bring along, by the objects that hold them.
 *
 * @param {JsonObject} document
 * @param {Limits} limits
 * @returns {Map<JsonValue, string[]>}
 * @throws {CheckError}
 *   `context_nested` where one is not a list of distinct addresses, or where an endorsement's proof does not repeat it as it stands.
 */
export function ownContexts(document, limits) {
  /** @type {Map<JsonValue, string[]>} */
  const found = new Map()
  for (const endorsement of endorsementsIn(document)) {
    if (!Object.hasOwn(endorsement, '@context')) continue
    const addresses = addressesOf(endorsement, limits)
    found.set(endorsement, addresses)
    for (const proof of items(member(endorsement, 'proof'))) {
      if (!isObject(proof) || !Object.hasOwn(proof, '@context')) continue
      const own = items(member(proof, '@context'))
      if (own.length !== addresses.length || own.some((address, at) => address !== addresses[at])) throw failed('context_nested')
      found.set(proof, addresses)
    }
  }
  return found
}

/**
 * @param {JsonObject} endorsement
 * @param {Limits} limits
 */
function addressesOf(endorsement, limits) {
  try {
    return contextAddresses(endorsement, limits)
  } catch (error) {
    throw error instanceof CheckError ? failed('context_nested') : error
  }
}

/**
 * The endorsements' subjects that say nothing but a comment.
 *
 * @param {JsonValue} normal
 *   A document in normal form.
 * @returns {Set<JsonObject>}
 */
export function plainSubjects(normal) {
  const subjects = endorsementsIn(normal).map((endorsement) => member(endorsement, 'credentialSubject'))
  return new Set(subjects.filter(isObject).filter(isPlain))
}

/** @param {JsonObject} subject */
function isPlain(subject) {
  return member(subject, 'type') === 'EndorsementSubject' && Object.keys(subject).every((name) => plain.has(name))
}

/**
 * Whether an object says what only an endorsement's subject may say beside another description of its thing.
 *
 * @param {JsonObject} value
 * @returns {boolean}
 */
export function speaksAsEndorsement(value) {
  return Object.hasOwn(value, 'endorsementComment') || items(member(value, 'type')).includes('EndorsementSubject')
}
