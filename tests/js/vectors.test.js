/** Published vectors, at every stage: W3C's of eddsa-rdfc-2022, and Wycheproof's of Ed25519 in full. */

import assert from 'node:assert/strict'
import {digest, hex} from '../../site/verifier/digest.js'
import {CheckError} from '../../site/verifier/errors.js'
import {bytesFromBase58, publicKeyFromMultibase, verifySignature} from '../../site/verifier/keys.js'
import {canonicalDocument, canonicalOptions, signedBytes} from '../../site/verifier/proof.js'
import {base58, limits, testContexts, vector, vectorTest} from './material.js'

const environment = {contexts: testContexts, limits}
const utf8 = new TextDecoder()

for (const [folder, suffix] of [
  ['w3c-vc-di-eddsa/eddsa-rdfc-2022', 'DataInt'],
  ['w3c-vc-di-eddsa/eddsa-rdfc-2022/employ', 'DataInt']
]) {
  vectorTest(`every stage of ${folder} is as W3C publishes it`, async () => {
    const document = JSON.parse(vector(`${folder}/signed${suffix}.json`))
    const options = await canonicalOptions(document, document.proof, environment)
    const canonical = await canonicalDocument(document, environment)
    assert.equal(utf8.decode(canonical), vector(`${folder}/canonDoc${suffix}.txt`))
    assert.equal(utf8.decode(options), vector(`${folder}/proofCanon${suffix}.txt`))
    assert.equal(hex(await digest('SHA-256', canonical)), vector(`${folder}/docHash${suffix}.txt`).trim())
    assert.equal(hex(await digest('SHA-256', options)), vector(`${folder}/proofHash${suffix}.txt`).trim())
    const bytes = await signedBytes(options, canonical)
    assert.equal(hex(bytes), vector(`${folder}/combinedHash${suffix}.txt`).trim())
    const signature = bytesFromBase58(document.proof.proofValue.slice(1))
    assert.ok(signature)
    assert.equal(hex(signature), vector(`${folder}/sigHex${suffix}.txt`).trim())
    const key = publicKeyFromMultibase(document.proof.verificationMethod.split('#')[1])
    for (const useWebCrypto of [true, false]) {
      assert.equal(await verifySignature(key, signature, bytes, {useWebCrypto}), true)
      bytes[0] ^= 1
      assert.equal(await verifySignature(key, signature, bytes, {useWebCrypto}), false)
      bytes[0] ^= 1
    }
  })
}

vectorTest('every Ed25519 case of Wycheproof has the published answer, by WebCrypto and by our own arithmetic', async () => {
  const {testGroups, numberOfTests} = JSON.parse(vector('wycheproof/ed25519_test.json'))
  let seen = 0
  for (const group of testGroups) {
    const raw = Buffer.from(group.publicKey.pk, 'hex')
    const key = keyOrCode(raw)
    for (const one of group.tests) {
      seen += 1
      for (const useWebCrypto of [true, false]) {
        const answer =
          typeof key !== 'string' &&
          (await verifySignature(key, Buffer.from(one.sig, 'hex'), Buffer.from(one.msg, 'hex'), {useWebCrypto}))
        assert.equal(answer, one.result === 'valid', `case ${one.tcId}: ${one.comment}`)
      }
    }
  }
  assert.equal(seen, numberOfTests)
})

/** @param {Buffer} raw */
function keyOrCode(raw) {
  try {
    return publicKeyFromMultibase(`z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), raw]))}`)
  } catch (error) {
    assert.ok(error instanceof CheckError)
    return error.code
  }
}
