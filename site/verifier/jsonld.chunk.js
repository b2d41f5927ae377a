/**
 * The JSON-LD library and the contexts that it reads, for documents that are not plain (docs/decisions/0170).
 */

import {compactedForm, expandedForm, statementsOf, withRecordTerms} from './expansion.js'

export {contexts} from './material.js'
export const rooms = Object.freeze({compactedForm, expandedForm, statementsOf, withRecordTerms})
