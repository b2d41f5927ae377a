/**
 * A table as a CSV file (RFC 4180) that spreadsheets open as it is: UTF-8 with a byte-order mark, every field in quotation marks, and
 * nothing in it that a spreadsheet would run.
 */

/** What spreadsheets take for the beginning of a formula, also in full width, and after white space. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

/**
 * @param {string} value
 * @returns {string}
 */
function field(value) {
  // An apostrophe says "text" to a spreadsheet; a person sees that it was put there.
  const plain = formula.test(value) ? `'${value}` : value
  return `"${plain.replaceAll('"', '""')}"`
}

/**
 * @param {readonly (readonly string[])[]} rows
 *   The head among them.
 * @returns {string}
 */
export function csvFrom(rows) {
  return `\ufeff${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`
}
