/**
 * What a worker does while the person still looks for the file, so that less is left for then: it reads the registry, looks at the keys that
 * are likely to be asked about, and checks a credential of no meaning, by which the engine has read every room once (docs/decisions/0189).
 * What comes of it is thrown away; no answer depends on it.
 *
 * @import {Registry} from './types.js'
 */

import {meetKey} from './keys.js'

/** Of a registry with more issuers nobody knows which is going to be asked about. */
const fewIssuers = 3
const fewKeys = 4
const key = 'z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw'
/**
 * Twice the base point as the commitment, and one as the response. The base point itself would make the library build a table of its
 * multiples, which no check needs and which costs more than all the rest.
 */
const signature = 'z52pmFQiJyTxr3c3FqHxPNSqQZQeMyvvhWYNX4zqhs2BSR3H5WuRpxh1ExSSV3mAfqHWUwPtrc7Sm7ZTquTh27PsM'
const since = '2020-01-01T00:00:00Z'

/**
 * A credential of nobody, by a public test key (RFC 8032, section 7.1), whose signature does not hold.
 *
 * @returns {Uint8Array}
 */
export function credentialOfNobody() {
  const issuer = `did:key:${key}`
  return new TextEncoder().encode(
    JSON.stringify({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: {id: issuer, type: ['Profile'], name: 'a'},
      validFrom: since,
      credentialSubject: {
        type: ['AchievementSubject'],
        achievement: {id: 'urn:a:b', type: ['Achievement'], name: 'a', description: 'a', criteria: {narrative: 'a'}}
      },
      proof: {
        type: 'DataIntegrityProof',
        cryptosuite: 'eddsa-rdfc-2022',
        created: since,
        verificationMethod: `${issuer}#${key}`,
        proofPurpose: 'assertionMethod',
        proofValue: signature
      }
    })
  )
}

/**
 * Look at the keys of the issuers of a small registry; they are remembered where they are looked at (keys.js).
 *
 * @param {Registry} registry
 */
export function meetKeys({issuers}) {
  if (issuers.size > fewIssuers) return
  const names = [...issuers.values()].flatMap(({keys}) => [...keys.values()].filter(({state}) => state === 'current').map(({id}) => id.split('#')[1] ?? ''))
  for (const name of names.slice(0, fewKeys)) meetKey(name)
}
