/**
 * What a page of the Digital Bazaar suites needs to check a credential: the library, its suite for eddsa-rdfc-2022, its status check, the
 * contexts, and a resolver of did:web. Everything else is the library's own.
 */

import {DataIntegrityProof} from '@digitalbazaar/data-integrity'
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list'
import credentials from '../../builder/testamur/data/contexts/credentials-v2.json'
import badges from '../../builder/testamur/data/contexts/ob-context-3.0.3.json'
import multikey from '../../builder/testamur/data/contexts/multikey-v1.json'
import did from '../../builder/testamur/data/contexts/did-v1.json'
import dataIntegrity from '../../builder/testamur/data/contexts/data-integrity-v2.json'
import {listen} from './page.js'

const contexts = {
  'https://www.w3.org/ns/credentials/v2': credentials,
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json': badges,
  'https://w3id.org/security/multikey/v1': multikey,
  'https://www.w3.org/ns/did/v1': did,
  'https://w3id.org/security/data-integrity/v2': dataIntegrity
}

async function documentLoader(url) {
  const known = contexts[url]
  if (known !== undefined) return {contextUrl: null, documentUrl: url, document: known, tag: 'static'}
  const [subject, fragment] = url.split('#')
  const [host, ...path] = subject.replace('did:web:', '').split(':')
  const address = url.startsWith('did:') ? `https://${decodeURIComponent(host)}/${path.join('/')}/did.json` : url
  const answer = await (await fetch(address)).json()
  if (!url.startsWith('did:') || fragment === undefined) return {contextUrl: null, documentUrl: url, document: answer}
  const method = answer.verificationMethod.find((each) => each.id === url)
  return {contextUrl: null, documentUrl: url, document: {'@context': 'https://w3id.org/security/multikey/v1', ...method}}
}

const suite = new DataIntegrityProof({cryptosuite})
listen(async (credential) => {
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus})
  return result.verified ? 'valid' : `refused: ${JSON.stringify([result.error, result.statusResult?.error, result.statusResult?.error?.cause, result.statusResult?.error?.errors].map((each) => String(each?.message ?? each)))} ${JSON.stringify(result.statusResult)}`
})
