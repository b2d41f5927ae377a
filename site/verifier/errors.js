/**
 * The one error of the verifier: a rule of docs/verification.md that does not hold. Inside the rooms only; `verify` returns reports.
 */

export class CheckError extends Error {
  /**
   * @param {string} code
   *   A reason of docs/verification.md.
   * @param {'failed' | 'could_not_check'} outcome
   *   Whether the rule was looked at and does not hold, or could not be looked at.
   */
  constructor(code, outcome) {
    super(code)
    this.name = 'CheckError'
    this.code = code
    this.outcome = outcome
  }
}

/**
 * A chunk that was not loaded is needed to judge the file; whoever loads it judges the file anew, from its first byte. It is no answer,
 * so nothing but the edge of the verifier may catch it.
 */
export class NeedsMore extends Error {
  /**
   * @param {string} chunk
   *   The name of the chunk.
   */
  constructor(chunk) {
    super(chunk)
    this.name = 'NeedsMore'
    this.chunk = chunk
  }
}

/**
 * The rule was looked at and does not hold.
 *
 * @param {string} code
 * @returns {CheckError}
 */
export const failed = (code) => new CheckError(code, 'failed')

/**
 * Whether the rule holds could not be found out.
 *
 * @param {string} code
 * @returns {CheckError}
 */
export const unchecked = (code) => new CheckError(code, 'could_not_check')
