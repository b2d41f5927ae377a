/**
 * What else few credentials need: several in one file, learner records, presentations, endorsements, chains of proofs, other kinds of
 * status, all that a credential may be bound to, and what a person may ask beyond the list.
 */

import {checkAllRelated} from './bound.js'
import {previousProofs} from './chains.js'
import {ownContexts, plainSubjects, speaksAsEndorsement} from './endorsed.js'
import {judgeEndorsements, readEndorsements} from './endorsements.js'
import {wantedFromEntry} from './entries.js'
import {canonicalRecord} from './held.js'
import {checkRecipient} from './recipient.js'
import {refreshed} from './refresh.js'
import {checkRevocations} from './revocations.js'
import {several} from './several.js'

export const rooms = Object.freeze({
  canonicalRecord,
  checkAllRelated,
  checkRecipient,
  checkRevocations,
  judgeEndorsements,
  ownContexts,
  plainSubjects,
  previousProofs,
  readEndorsements,
  refreshed,
  several,
  speaksAsEndorsement,
  wantedFromEntry
})
