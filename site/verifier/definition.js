/**
 * Step 9: the definition inside a credential is the one that its registry published.
 *
 * @import {Environment, JsonObject, Registry} from './types.js'
 */

import {jcs} from './canon.js'
import {CheckError, failed, unchecked} from './errors.js'
import {parseJson} from './parse.js'
import {member, text} from './values.js'

/**
 * Step 9 for an achievement of an issuer that a registry knows.
 *
 * @param {JsonObject} achievement
 * @param {Registry} registry
 * @param {Environment} environment
 * @param {boolean} isDerived
 *   Whether it may be a part of what was signed.
 * @throws {CheckError}
 *   The first rule of step 9 that does not hold.
 */
export async function checkDefinition(achievement, registry, {read, limits}, isDerived) {
  const address = text(member(achievement, 'id')) ?? ''
  if (!registry.definitions.has(address)) throw failed('definition_not_published')
  const bytes = await read(address)
  if (bytes === null) throw unchecked('definition_unreachable')
  let published
  try {
    published = jcs(parseJson(bytes, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth}))
  } catch (error) {
    throw error instanceof CheckError ? unchecked('definition_malformed') : error
  }
  if (jcs(achievement) !== published) throw isDerived ? unchecked('definition_derived') : failed('definition_differs')
}
