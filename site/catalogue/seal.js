/** The seal in small, as `seal_path` in builder/testamur/seal.py draws it: the chords of three bands (docs/formats.md). */

/**
 * @param {string} code
 *   Nine signs, three a band: half its outer radius, its lobes, and how many of them a chord spans, each so many signs after `0`.
 * @returns {string}
 *   Path data around the middle of a drawing from -98 to 98.
 */
export function sealPath(code) {
  const values = Array.from(code, (sign) => sign.charCodeAt(0) - 48)
  return [0, 3, 6].map((at) => chords(values[at], values[at + 1], values[at + 2])).join('')
}

/**
 * @param {number} half
 * @param {number} lobes
 * @param {number} span
 * @returns {string}
 */
function chords(half, lobes, span) {
  let drawn = ''
  const met = new Set()
  for (let first = 0; !met.has(first); first += 1) {
    const line = []
    for (let lobe = first; !met.has(lobe); lobe = (lobe + span) % lobes) {
      met.add(lobe)
      const angle = (2 * Math.PI * lobe) / lobes
      line.push(`${Math.round(2 * half * Math.sin(angle))} ${Math.round(-2 * half * Math.cos(angle))}`)
    }
    drawn += `M${line.join(' ').replaceAll(' -', '-')}z`
  }
  return drawn
}
