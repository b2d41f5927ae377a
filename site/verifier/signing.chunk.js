/**
 * The further ways to sign: tokens, keys on other curves and as JWK, suites for them, and issuers that are an https address.
 */

import {keyFromMulticodec} from './ecdsa.js'
import {didJwkDocument, methodAt} from './identities.js'
import {publicKeyFromJwk} from './jwk.js'
import {furtherSuite} from './suites.js'
import {readPresentingToken, saidByToken, verifyPresentingToken} from './presenting-tokens.js'
import {readToken, verifyToken} from './tokens.js'

export const rooms = Object.freeze({
  didJwkDocument,
  furtherSuite,
  keyFromMulticodec,
  methodAt,
  publicKeyFromJwk,
  readPresentingToken,
  readToken,
  saidByToken,
  verifyPresentingToken,
  verifyToken
})
