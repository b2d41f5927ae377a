/**
 * Published vectors, at every stage: W3C's of the Data Integrity suites, and Wycheproof's of Ed25519 and P-256 in full.
 */

import assert from 'node:assert/strict'
import {canonicalRdf} from '../../site/verifier/canon.js'
import {previousProofs} from '../../site/verifier/chains.js'
import {derivedProof, disclosedStages, verifyDerived} from '../../site/verifier/disclosure.js'
import {hex} from '../../site/verifier/digest.js'
import {CheckError} from '../../site/verifier/errors.js'
import {publicKeyFromJwk} from '../../site/verifier/jwk.js'
import {bytesFromBase58, publicKeyFromMultibase, signatureLength, verifySignature} from '../../site/verifier/keys.js'
import {more} from '../../site/verifier/more.js'
import {canonicalDocument as canonicalForm, stages} from '../../site/verifier/proof.js'
import {base58, limits, testContexts, vector, vectorTest} from './material.js'

const environment = {contexts: testContexts, limits, more}
const utf8 = new TextDecoder()

for (const [folder, suffix] of [
  ['w3c-vc-di-eddsa/eddsa-rdfc-2022', 'DataInt'],
  ['w3c-vc-di-eddsa/eddsa-rdfc-2022/employ', 'DataInt'],
  ['w3c-vc-di-eddsa/Ed25519Signature2020', 'EdSig'],
  ['w3c-vc-di-eddsa/eddsa-jcs-2022', 'JCS'],
  ['w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p256', 'ECDSAP256'],
  ['w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ', 'ECDSAP256'],
  ['w3c-vc-di-ecdsa/ecdsa-jcs-2019-p256', 'JCSECDSAP256'],
  ['w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p384', 'ECDSAP384'],
  ['w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ', 'ECDSAP384'],
  ['w3c-vc-di-ecdsa/ecdsa-jcs-2019-p384', 'JCSECDSAP384']
]) {
  vectorTest(`every stage of ${folder} is as W3C publishes it`, async () => {
    const published = (/** @type {string} */ stage) => vector(`${folder}/${stage}${suffix}.txt`).trim()
    const document = JSON.parse(vector(`${folder}/signed${suffix}.json`))
    const key = publicKeyFromMultibase(document.proof.verificationMethod.split('#')[1], more)
    const made = await stages(document, document.proof, key.kind, environment)
    assert.equal(utf8.decode(made.canonicalDocument).trim(), published('canonDoc'))
    assert.equal(utf8.decode(made.canonicalOptions).trim(), published('proofCanon'))
    assert.equal(hex(made.documentHash), published('docHash'))
    assert.equal(hex(made.optionsHash), published('proofHash'))
    assert.equal(hex(made.joinedHash), published('combinedHash'))
    const signature = bytesFromBase58(document.proof.proofValue.slice(1))
    assert.ok(signature)
    assert.equal(document.proof.proofValue, published('sigBTC58'))
    assert.equal(hex(signature), published('sigHex'))
    assert.equal(signature.length, signatureLength(key))
    for (const useWebCrypto of [true, false]) {
      assert.equal(await verifySignature(key, signature, made.joinedHash, {useWebCrypto}), true)
      made.joinedHash[0] ^= 1
      assert.equal(await verifySignature(key, signature, made.joinedHash, {useWebCrypto}), false)
      made.joinedHash[0] ^= 1
    }
  })
}

for (const [name, count] of /** @type {[string, number][]} */ ([
  ['Set1', 1],
  ['Set2', 2],
  ['Chain1', 3],
  ['Chain2', 4]
])) {
  vectorTest(`of signedProof${name} every proof holds with those that it follows, and without one of them not`, async () => {
    const document = JSON.parse(vector(`w3c-vc-di-eddsa/proof-set-chain/signedProof${name}.json`))
    const listed = [document.proof].flat()
    assert.equal(listed.length, count)
    for (const proof of listed) {
      const key = publicKeyFromMultibase(proof.verificationMethod.split('#')[1], more)
      const signature = bytesFromBase58(proof.proofValue.slice(1)) ?? new Uint8Array()
      const previous = 'previousProof' in proof ? previousProofs(listed, proof) : []
      const holds = async (/** @type {typeof previous} */ followed) => {
        const {joinedHash} = await stages(document, proof, key.kind, environment, null, followed)
        return verifySignature(key, signature, joinedHash)
      }
      assert.equal(await holds(previous), true)
      for (const left of previous) assert.equal(await holds(previous.filter((each) => each !== left)), false)
    }
  })
}

for (const name of ['Chain1', 'Chain2']) {
  vectorTest(`the last proof of signedProof${name} is over the published document with the proofs before it`, async () => {
    const folder = 'w3c-vc-di-eddsa/proof-set-chain'
    const document = JSON.parse(vector(`${folder}/signedProof${name}.json`))
    const before = JSON.parse(vector(`${folder}/proofChainTempDoc${name.slice(-1)}.json`))
    const last = document.proof.at(-1)
    const previous = previousProofs(document.proof, last)
    assert.deepEqual({...document, proof: previous}, before)
    const {canonicalDocument} = await stages(document, last, 'Ed25519', environment, null, previous)
    assert.deepEqual(canonicalDocument, await canonicalRdf(before, environment))
    const {proofValue, ...config} = last
    assert.deepEqual(config, JSON.parse(vector(`${folder}/proofChainConfig${name.slice(-1)}.json`)))
    assert.equal(typeof proofValue, 'string')
  })
}

for (const name of ['employ', 'prc']) {
  const folder = `w3c-vc-di-ecdsa/ecdsa-sd-2023/${name}`
  /** @param {string} stage */
  const published = (stage) => JSON.parse(vector(`${folder}/${stage}.json`))
  /** @param {any} document */
  const keyOf = (document) => publicKeyFromMultibase(document.proof.verificationMethod.split('#')[1], more)

  vectorTest(`every stage of verifying ${folder} is as W3C publishes it`, async () => {
    const document = published('derivedRevealDocument')
    const derived = derivedProof(document.proof.proofValue)
    const parts = published('verifyDerivedProofValue')
    assert.equal(hex(derived.baseSignature), parts.baseSignature)
    assert.equal(derived.key.multibase, parts.publicKey)
    assert.deepEqual(derived.signatures.map(hex), parts.signatures)
    assert.deepEqual([...derived.labels], parts.labelMap.value ?? parts.labelMap)
    assert.deepEqual(derived.mandatory, parts.mandatoryIndexes)
    const made = await disclosedStages(document, document.proof, derived, environment)
    assert.deepEqual(made.statements, published('verifyNQuads'))
    const data = published('verifyCreateVerifyData')
    assert.deepEqual(made.others, data.nonMandatory)
    assert.equal(hex(made.mandatoryHash), data.mandatoryHash)
    assert.equal(hex(made.optionsHash), data.proofHash)
  })

  vectorTest(`${folder} holds, and with another word or under another key it does not`, async () => {
    const document = published('derivedRevealDocument')
    const {proof} = document
    const verified = async (/** @type {any} */ shown, /** @type {any} */ key) => {
      const canonical = await canonicalForm(shown, environment)
      return verifyDerived(shown, proof, proof.proofValue, key, /** @type {any} */ (environment), canonical)
    }
    await verified(document, keyOf(document))
    const later = {...document, validFrom: '2019-12-04T00:00:00Z'}
    await assert.rejects(verified(later, keyOf(document)), {code: 'proof_signature_invalid'})
    await assert.rejects(verified(document, derivedProof(proof.proofValue).key), {code: 'proof_signature_invalid'})
    assert.throws(() => derivedProof(published('addSignedSDBase').proof.proofValue), {code: 'proof_not_derived'})
  })
}

vectorTest('every ECDSA P-256 case of Wycheproof has the published answer, by either form of its key', async () => {
  const {testGroups, numberOfTests} = JSON.parse(vector('wycheproof/ecdsa_secp256r1_sha256_p1363_test.json'))
  let seen = 0
  for (const {publicKey, tests} of testGroups) {
    const point = Buffer.from(publicKey.uncompressed, 'hex')
    const [x, y] = [point.subarray(1, 33), point.subarray(33)]
    const compressed = Buffer.concat([Buffer.from([0x80, 0x24, 2 + (y[31] & 1)]), x])
    const key = publicKeyFromMultibase(`z${base58(compressed)}`, more)
    const jwk = {kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url')}
    assert.equal(publicKeyFromJwk(jwk).multibase, key.multibase)
    for (const one of tests) {
      seen += 1
      const answer = await verifySignature(key, Buffer.from(one.sig, 'hex'), Buffer.from(one.msg, 'hex'))
      assert.equal(answer, one.result === 'valid', `case ${one.tcId}: ${one.comment}`)
    }
  }
  assert.equal(seen, numberOfTests)
})

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
    return publicKeyFromMultibase(`z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), raw]))}`, more)
  } catch (error) {
    assert.ok(error instanceof CheckError)
    return error.code
  }
}
