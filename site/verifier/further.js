/**
 * What may still be asked of a credential: whose it is, and whether there is a newer version of it. Twin of
 * builder/testamur/verify/further.py.
 *
 * @import {JsonObject, Recipient} from './types.js'
 */

import {subjectOf} from './shape.js'
import {isHttpsAddress, isObject, many, member, text} from './values.js'

/**
 * The kinds of identifier by which a credential names its holder and step 11 can be asked.
 *
 * @param {JsonObject} document
 *   Must have passed steps 1 to 4.
 * @returns {Recipient['kind'][]}
 *   Whether the identifier can be read is not checked.
 */
export function namedBy(document) {
  const subject = subjectOf(document)
  const id = text(member(subject, 'id')) ?? ''
  const isAddress = id.startsWith('mailto:') || emailIdentifiers(subject).length > 0
  return [...(id.startsWith('did:') ? /** @type {const} */ (['did']) : []), ...(isAddress ? /** @type {const} */ (['email']) : [])]
}

/**
 * The identifiers of a subject that say that they are an e-mail address.
 *
 * @param {JsonObject} subject
 * @returns {JsonObject[]}
 */
export function emailIdentifiers(subject) {
  return many(member(subject, 'identifier'))
    .filter(isObject)
    .filter((each) => text(member(each, 'identityType')) === 'emailAddress')
}

/**
 * The first service for newer versions of the kind that we follow.
 *
 * @param {JsonObject} document
 * @returns {JsonObject | undefined}
 */
export function refreshService(document) {
  return many(member(document, 'refreshService'))
    .filter(isObject)
    .find((each) => text(member(each, 'type')) === '1EdTechCredentialRefresh')
}

/**
 * The address at which a newer version may be asked for; null where that service has none that is one.
 *
 * @param {JsonObject} document
 * @returns {string | null}
 */
export function newerAt(document) {
  const service = refreshService(document)
  const address = service === undefined ? null : text(member(service, 'id'))
  return address !== null && isHttpsAddress(address) ? address : null
}
