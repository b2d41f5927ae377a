/** What a page of verifier-core needs to check a credential: the one call. */

import {verifyCredential} from '@digitalcredentials/verifier-core'
import {listen} from './page.js'

listen(async (credential) => {
  const result = await verifyCredential({credential, knownDIDRegistries: []})
  const steps = Object.fromEntries((result.log ?? []).map((step) => [step.id, step]))
  const holds = steps.valid_signature?.valid === true && steps.revocation_status?.valid === true && steps.expiration?.valid === true
  return holds ? 'valid' : `refused: ${JSON.stringify(result)}`
})
