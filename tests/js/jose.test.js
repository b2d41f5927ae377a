/** Wycheproof's JSON Web Signature and JSON Web Key cases, in full (docs/decisions/0137). */

import assert from 'node:assert/strict'
import {test} from 'node:test'
import {CheckError} from '../../site/verifier/errors.js'
import {algorithmOf, algorithms, keyFromJwk, parseCompact, verifyCompact} from '../../site/verifier/jws.js'
import {limits, vector, vectorTest} from './material.js'

const notOurs = ['jwt_algorithm_refused', 'jwt_algorithm_unknown']

/**
 * `valid`, or why a token is refused.
 *
 * @param {unknown} token
 * @param {import('../../site/verifier/types.js').JsonObject} key
 *   The JWK that a verifier was given.
 */
async function answer(token, key) {
  try {
    const compact = parseCompact(typeof token === 'string' ? token : JSON.stringify(token), limits)
    algorithmOf(compact)
    await verifyCompact(compact, keyFromJwk(key))
    return 'valid'
  } catch (error) {
    assert.ok(error instanceof CheckError)
    return error.code
  }
}

/** @param {unknown} token */
function headerAlg(token) {
  try {
    return parseCompact(String(token), limits).header.alg
  } catch {
    return undefined
  }
}

test('a token without a header is no token, whatever reads it', () => {
  for (const text of ['.e30.AA', '..', 'e30.e30']) {
    assert.throws(() => parseCompact(text, limits), {code: 'jwt_encoding'})
  }
})

test('white space counts for nothing around a token and makes it none inside', () => {
  assert.deepEqual(parseCompact('\t e30.e30.AAAA\r\n', limits).header, {})
  for (const text of ['e3 0.e30.AAAA', 'e30. e30.AAAA', 'e30.e30\n.AAAA', 'e30.e30.AA\tAA']) {
    assert.throws(() => parseCompact(text, limits), {code: 'jwt_encoding'})
  }
})

for (const name of ['json_web_signature_test.json', 'json_web_key_test.json']) {
  vectorTest(`every case of Wycheproof's ${name} has the published answer, or is of an algorithm that is not ours`, async () => {
    const {testGroups, numberOfTests} = JSON.parse(vector(`wycheproof/${name}`))
    let seen = 0
    let taken = 0
    for (const group of testGroups) {
      const given = group.public ?? group.private
      const keys = given.keys ?? [given]
      for (const one of group.tests) {
        seen += 1
        // Which of several keys is meant nobody could say, so none is.
        const told = await answer(one.jws, keys.length === 1 ? keys[0] : {})
        const alg = headerAlg(one.jws)
        const isOurs = typeof alg === 'string' && algorithms.has(alg)
        if (alg !== undefined && !isOurs) assert.ok(notOurs.includes(told), `case ${one.tcId}: ${told}`)
        assert.equal(told === 'valid', isOurs && one.result === 'valid', `case ${one.tcId}: ${one.comment}, ${told}`)
        taken += Number(told === 'valid')
      }
    }
    assert.equal(seen, numberOfTests)
    assert.ok(taken > 0)
  })
}
