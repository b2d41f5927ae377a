/**
 * The second half of step 5: the issuer may award this, and could on that day. The scope is the registry's word and the day is the ledger's;
 * neither is asked of the credential. Twin of builder/testamur/verify/scope.py.
 *
 * @import {JsonObject, Registry, RegistryIssuer} from './types.js'
 */

import {failed} from './errors.js'
import {member, text} from './values.js'

/**
 * @param {JsonObject | null} achievement
 *   Null, or one that the registry does not publish, is in nobody's scope and is not asked about.
 * @param {RegistryIssuer} known
 * @param {Registry} registry
 *   The one that knows the issuer.
 * @param {string | null} issued
 *   The day of the ledger's entry where step 10 passed.
 * @throws {CheckError}
 *   `issuer_scope`, `issuer_scope_dates`.
 */
export function checkScope(achievement, known, registry, issued) {
  const definition = registry.definitions.get(text(member(achievement ?? {}, 'id')) ?? '')
  if (definition === undefined) return
  // 5.3
  const periods = known.scope.filter((item) => item.definition === definition)
  if (periods.length === 0) throw failed('issuer_scope')
  // 5.4
  if (issued !== null && !periods.some(({fromDay, untilDay}) => fromDay <= issued && (untilDay === null || issued <= untilDay))) {
    throw failed('issuer_scope_dates')
  }
}
