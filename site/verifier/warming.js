/**
 * What a worker does while the person still looks for the file: it goes through a credential and a list like those it will meet, so that
 * their vocabularies are taken apart and the engine knows the way. Nothing of it enters a report.
 *
 * @import {Environment, JsonObject} from './types.js'
 */

import {canonicalRdf} from './canon.js'
import {checkClosed, without} from './closed.js'
import {CheckError, NeedsMore} from './errors.js'

const credentials = 'https://www.w3.org/ns/credentials/v2'
const badges = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const proof = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-rdfc-2022',
  created: '2026-01-01T00:00:00Z',
  verificationMethod: 'urn:k',
  proofPurpose: 'assertionMethod',
  proofValue: 'z'
}
const profile = {id: 'urn:i', type: ['Profile'], name: 'i'}

/** @type {readonly JsonObject[]} */
const samples = [
  {
    '@context': [credentials, badges],
    id: 'urn:a',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'a',
    issuer: profile,
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [{type: 'IdentityObject', hashed: false, identityHash: 'a', identityType: 'name'}],
      achievement: {
        id: 'urn:b',
        type: ['Achievement'],
        achievementType: 'Badge',
        name: 'a',
        description: 'a',
        criteria: {id: 'urn:c', narrative: 'a'},
        creator: profile,
        image: {id: 'urn:d', type: 'Image', caption: 'a'},
        alignment: [{type: ['Alignment'], targetName: 'a', targetUrl: 'urn:e'}],
        tag: ['a', 'b']
      }
    },
    credentialStatus: {
      id: 'urn:f',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '1',
      statusListCredential: 'urn:g'
    },
    relatedResource: [{id: 'urn:h', digestSRI: 'a', mediaType: 'a'}],
    proof
  },
  {
    '@context': [credentials],
    id: 'urn:g',
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: 'urn:i',
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: {id: 'urn:l', type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: 'u'},
    proof
  }
]

/**
 * Go through the samples, leaving room between them for what the page may have to say meanwhile.
 *
 * @param {Pick<Environment, 'contexts' | 'limits' | 'more'>} environment
 * @param {AbortSignal} signal
 *   Ends it: the file has come.
 * @returns {Promise<void>}
 */
export async function warmUp(environment, signal) {
  for (const sample of samples) {
    const options = {...without(proof, 'proofValue'), '@context': sample['@context']}
    for (const work of [
      () => checkClosed(sample, environment),
      () => canonicalRdf(without(sample, 'proof'), environment),
      () => canonicalRdf(options, environment)
    ]) {
      if (signal.aborted) return
      try {
        await work()
      } catch (error) {
        if (!(error instanceof CheckError) && !(error instanceof NeedsMore)) throw error
        return // without WebCrypto, say; the check itself will tell
      }
      await new Promise((resolve) => {
        setTimeout(resolve)
      })
    }
  }
}
