/**
 * What a check is sure to ask for once the proof holds, so that it can be asked for all at once: each answer in turn would cost the way
 * there and back. Nothing else may be named here, since a report lists what was asked for as its steps come to it.
 *
 * @import {JsonObject, Registry, RegistryIssuer} from './types.js'
 */

import {CheckError} from './errors.js'
import {partAddress, placeOf} from './ledger.js'
import {firstRelated} from './related.js'
import {achievementOf} from './shape.js'
import {wantedUsually} from './status.js'
import {isObject, many, member, text} from './values.js'

/**
 * @param {JsonObject} document
 *   Must have passed steps 1 to 4.
 * @param {object} asked
 * @param {Registry | null} asked.registry
 * @param {RegistryIssuer | null} asked.known
 * @param {boolean} asked.isDerived
 *   Whether it may be a part of what was signed.
 * @returns {string[]}
 *   Addresses that steps 8, 9, 10 and 13 read whatever each of them finds, as far as they are easily told.
 */
export function surelyAsked(document, {registry, known, isDerived}) {
  const lists = many(member(document, 'credentialStatus')).map((entry) => {
    try {
      return isObject(entry) ? wantedUsually(entry)?.address : undefined
    } catch (error) {
      if (error instanceof CheckError) return undefined
      throw error
    }
  })
  const achievement = achievementOf(document)
  const definition = achievement === null ? null : text(member(achievement, 'id'))
  const isPublished = definition !== null && registry !== null && registry.definitions.has(definition)
  const place = known === null || isDerived ? null : placeOf(document, known)
  const asked = [...lists, isPublished ? definition : null, place === null ? null : partAddress(place.list, place.index), firstRelated(document)]
  return [...new Set(asked.filter((address) => typeof address === 'string'))]
}
