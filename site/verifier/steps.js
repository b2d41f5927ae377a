/**
 * The steps' ids, in the order of docs/verification.md.
 *
 * @import {StepId} from './types.js'
 */

/** @type {readonly StepId[]} */
export const stepIds = Object.freeze(
  /** @type {StepId[]} */ ([
    ...['read', 'shape', 'context', 'proof', 'issuer', 'key', 'dates', 'status', 'definition', 'ledger'],
    ...['recipient', 'endorsements', 'related']
  ])
)
