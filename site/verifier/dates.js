/**
 * Step 7: whether a document is in force (VCDM 2.0, section 4.9).
 *
 * @import {Environment, JsonObject} from './types.js'
 */

import {failed} from './errors.js'
import {beginningOf, endOf} from './shape.js'
import {instantMs} from './values.js'

/**
 * Step 7.
 *
 * @param {JsonObject} document
 *   Must have passed step 2.
 * @param {Environment} environment
 * @throws {CheckError}
 *   `expired`, `not_yet_valid`.
 */
export function checkDates(document, {at, limits}) {
  const skew = limits.clock_skew_s * 1000
  const until = instantMs(endOf(document))
  const from = instantMs(beginningOf(document))
  if (until !== null && until < at - skew) throw failed('expired')
  if (from !== null && from > at + skew) throw failed('not_yet_valid')
}
