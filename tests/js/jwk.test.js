/** Keys as JWK. */

import assert from 'node:assert/strict'
import test from 'node:test'
import {CheckError} from '../../site/verifier/errors.js'
import {publicKeyFromJwk} from '../../site/verifier/jwk.js'

// RFC 8037, appendix A.2.
const jwk = {kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}

// A JWK that holds any part of a private key is refused, though the key beside it is sound.
for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
  test(`no ${name} of a private key is let in`, () => {
    assert.doesNotThrow(() => publicKeyFromJwk(jwk))
    assert.throws(
      () => publicKeyFromJwk({...jwk, [name]: 'AQAB'}),
      (error) => error instanceof CheckError && error.code === 'key_malformed'
    )
  })
}

test('the name of a curve alone makes no key', () => {
  assert.throws(() => publicKeyFromJwk({...jwk, kty: 'EC'}), {code: 'proof_key_type'})
})
