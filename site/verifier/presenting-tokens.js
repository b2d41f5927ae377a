/**
 * A presentation that is a token: what it holds, and step 4 (VCDM 1.1, section 6.3.1; VC-JOSE-COSE 1.0, section 3.1.2). The signature covers
 * the bytes of the payload, whatever stands in them; what is left to ask is that the claims around the presentation speak of the same
 * holder. Twin of presenting_tokens.py and `read_presenting_token` in builder/testamur/verify/.
 *
 * @import {Environment, JsonObject, Limits, Signer} from './types.js'
 * @import {Token} from './tokens.js'
 */

import {CheckError, failed} from './errors.js'
import {checkClaimForms, dateText, keyKindOf, milliseconds, profileOf, secured, signerOf} from './tokens.js'
import {member, one, text, typesOf} from './values.js'

const typeForm = /^(?:application\/)?(jwt|vp\+jwt)$/i
const presentationsOwn = ['@context', 'type', 'holder', 'verifiableCredential', 'proof']

/**
 * The presentation that a token holds, without the token's claims, and the token; null where it holds none. Nothing is filled in from the
 * claims, so that a proof inside still covers what it was made for.
 *
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @returns {{presentation: JsonObject, token: Token} | null}
 *   What the header says, the signature, and whether claims and presentation agree, is not asked here.
 */
export function readPresentingToken(bytes, limits) {
  try {
    const {value, token} = secured(new TextDecoder().decode(bytes), 'vp', presentationsOwn, limits)
    return typesOf(value).has('VerifiablePresentation') ? {presentation: value, token} : null
  } catch (error) {
    if (error instanceof CheckError) return null
    throw error
  }
}

/**
 * Whom a token names as the holder of a presentation that does not say it itself.
 *
 * @param {Token} token
 * @returns {{claimed: string | null, key: string | null, created: string | null}}
 *   By its claims, by the key that its header names, and when it was signed by its own word.
 */
export function saidByToken({claims, jws}) {
  const key = Object.hasOwn(jws.header, 'kid') ? text(jws.header.kid) : null
  return {claimed: text(member(claims, 'iss')), key, created: dateText(member(claims, 'iat'))}
}

/**
 * Step 4 for a presentation that is a token.
 *
 * @param {JsonObject} presentation
 *   Must have passed steps 2 and 3.
 * @param {Token} token
 * @param {string} holder
 * @param {Environment} environment
 * @returns {Promise<{signer: Signer, isLater: boolean}>}
 *   And whether its claims say that it was signed later than at the moment. Whether the key may sign is step 6; whether anybody asked is
 *   not known.
 * @throws {CheckError}
 *   The first rule that does not hold.
 */
export async function verifyPresentingToken(presentation, token, holder, environment) {
  const {claims, jws} = token
  const {at, limits} = environment
  const skew = limits.clock_skew_s * 1000
  const has = (/** @type {string} */ name) => Object.hasOwn(claims, name)
  // 4.1 its profile
  const isVpJwt = profileOf(token, typeForm) === 'vp+jwt'
  // 4.2 its algorithm
  const kind = keyKindOf(token)
  // 4.3 one presentation
  if (token.isDoubled || (isVpJwt && token.isInClaim)) throw failed('jwt_vp_claim')
  // 4.4 the forms of its claims
  checkClaimForms(claims)
  const audience = has('aud') ? claims.aud : []
  const names = [...(Array.isArray(audience) ? audience : [audience]), has('nonce') ? claims.nonce : '']
  if (!names.every((name) => typeof name === 'string')) throw failed('jwt_claim_malformed')
  // 4.5 what they say
  const named = Object.hasOwn(jws.header, 'iss') ? jws.header.iss : holder
  if ((has('iss') && claims.iss !== holder) || named !== holder) throw failed('jwt_holder_differs')
  const isNumbered = has('jti') && Object.hasOwn(presentation, 'id')
  if (isNumbered && claims.jti !== one(member(presentation, 'id'))) throw failed('jwt_id_differs')
  // 4.6 when
  if (has('exp') && milliseconds(claims.exp) < at - skew) throw failed('proof_expired')
  const isLater = ['nbf', 'iat'].some((name) => has(name) && milliseconds(claims[name]) > at + skew)
  // 4.7 to 4.13 the key and the signature
  return {signer: await signerOf(token, holder, kind, environment, 'inAuthentication'), isLater}
}
