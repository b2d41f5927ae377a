/**
 * What may be shown of a credential once its proof held.
 *
 * @import {Facts, JsonObject, RegistryIssuer, Signer} from './types.js'
 */

import {namedBy, newerAt} from './further.js'
import {issuerFacts} from './issuers.js'
import {placeOf} from './ledger.js'
import {numberFrom} from './number.js'
import {achievementOf, beginningOf, endOf, subjectOf} from './shape.js'
import {isObject, many, member, one, text} from './values.js'

/**
 * What may be shown of a credential whose proof held.
 *
 * @param {JsonObject} document
 * @param {string} issuer
 * @param {RegistryIssuer | null} known
 * @param {readonly Signer[]} signers
 * @returns {Facts}
 */
export function factsFrom(document, issuer, known, signers) {
  const achievement = achievementOf(document)
  const place = known === null ? null : placeOf(document, known)
  return {
    id: text(member(document, 'id')),
    name: text(member(document, 'name')),
    achievement:
      achievement === null ? null : {id: text(member(achievement, 'id')), name: text(member(achievement, 'name'))},
    issuer: issuerFacts(issuer, known),
    holder: holderOf(subjectOf(document)),
    valid_from: beginningOf(document),
    valid_until: endOf(document),
    number: place === null ? null : numberFrom(place.list.name, place.index),
    keys: signers.map(({id}) => id),
    named_by: namedBy(document),
    newer_at: newerAt(document)
  }
}

/**
 * @param {JsonObject} subject
 * @returns {string | null}
 */
function holderOf(subject) {
  const name = many(member(subject, 'identifier'))
    .filter(isObject)
    .find((identifier) => one(member(identifier, 'hashed')) === false && text(member(identifier, 'identityType')) === 'name')
  return text(member(name ?? subject, name === undefined ? 'id' : 'identityHash'))
}
