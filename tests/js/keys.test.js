/** Base58 (Bitcoin's alphabet), whose zeros at the beginning no key and no digest of a case has. */

import assert from 'node:assert/strict'
import test from 'node:test'
import {base58FromBytes, bytesFromBase58} from '../../site/verifier/keys.js'

for (const [hex, text] of [
  ['', ''],
  ['00', '1'],
  ['0000', '11'],
  ['48656c6c6f20576f726c6421', '2NEpo7TZRRrLZSi2U'],
  ['0000287fb4cd', '11233QC4'],
  ['0fff', '2Dc']
]) {
  test(`${hex || 'nothing'} is ${text || 'nothing'} in base58, and back`, () => {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'))
    assert.equal(base58FromBytes(bytes), text)
    assert.deepEqual(bytesFromBase58(text), bytes)
  })
}

for (const text of ['0', 'O', 'I', 'l', 'z z', 'é']) {
  test(`${text} is no base58`, () => assert.equal(bytesFromBase58(text), null))
}
