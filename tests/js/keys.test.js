/** Base58 (Bitcoin's alphabet), whose zeros at the beginning no key and no digest of a case has, and the form of a Multikey. */

import assert from 'node:assert/strict'
import test from 'node:test'
import {base58FromBytes, bytesFromBase58, publicKeyFromMultibase} from '../../site/verifier/keys.js'
import {more} from '../../site/verifier/more.js'
import {multikey} from './material.js'

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

for (const [title, text] of [
  ['the letter of another base', `u${multikey.slice(1)}`],
  ['more letters than any key has', `z${'1'.repeat(128)}`],
  ['a letter that the base has not', `${multikey.slice(0, -1)}0`]
]) {
  test(`${title} is no key`, () => {
    assert.equal(publicKeyFromMultibase(multikey, more).multibase, multikey)
    assert.throws(() => publicKeyFromMultibase(text, more), {code: 'key_malformed'})
  })
}
