/**
 * The rooms that most credentials can do without. Only the page's first worker goes without them; where one is needed and `more` is null,
 * `NeedsMore` is thrown and the page checks the same file in the worker that has all of them (docs/decisions/0155).
 *
 * What is added here is reached through the `more` of the environment; a room of the first worker must not import it.
 */

import {previousProofs} from './chains.js'
import {opened} from './contain.js'
import {keyFromMulticodec} from './ecdsa.js'
import {checkAllRelated} from './bound.js'
import {judgeEndorsements, readEndorsements} from './endorsements.js'
import {ownContexts, plainSubjects, speaksAsEndorsement} from './endorsed.js'
import {canonicalRecord, withRecordTerms} from './held.js'
import {wantedFromEntry} from './entries.js'
import {compactedForm, expandedForm, statementsOf} from './expansion.js'
import {didJwkDocument, methodAt} from './identities.js'
import {publicKeyFromJwk} from './jwk.js'
import {checkRecipient} from './recipient.js'
import {refreshed} from './refresh.js'
import {checkRevocations} from './revocations.js'
import {several} from './several.js'
import {furtherSuite} from './suites.js'
import {readToken, verifyToken} from './tokens.js'

export const more = Object.freeze({
  canonicalRecord,
  checkAllRelated,
  checkRecipient,
  checkRevocations,
  compactedForm,
  didJwkDocument,
  expandedForm,
  furtherSuite,
  judgeEndorsements,
  keyFromMulticodec,
  methodAt,
  opened,
  ownContexts,
  plainSubjects,
  previousProofs,
  publicKeyFromJwk,
  readEndorsements,
  readToken,
  refreshed,
  several,
  speaksAsEndorsement,
  statementsOf,
  verifyToken,
  wantedFromEntry,
  withRecordTerms
})
