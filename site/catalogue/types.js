/**
 * The forms that the modules of the catalogue pass to each other; `Index` is the file that the build makes (docs/formats.md).
 *
 * @typedef {'type' | 'audience' | 'topic' | 'basis' | 'mode' | 'issuer' | 'language' | 'expiry'} FacetName
 *
 * @typedef {'' | 'title' | 'issuer' | 'reviewed'} Order
 *   '' is the best match first, and without words the order of the page.
 */

/**
 * @typedef {object} Index
 * @property {'TestamurCatalogue'} type
 * @property {1} format
 * @property {Record<FacetName, [key: string, words: string, tongue?: string][]>} facets
 *   The values of each filter, in the order in which they are shown; the language of the words where it is not the page's.
 * @property {Definitions} definitions
 */

/**
 * @typedef {object} Columns
 *   One value a definition in every column.
 * @property {string[]} slug
 * @property {string[]} title
 * @property {string[]} tongue
 *   The language of its title where it is not the page's; '' where it is.
 * @property {string[]} label
 *   What the programme itself calls it; '' where not stated.
 * @property {string[]} summary
 * @property {string[]} seal
 *   What its seal is drawn from in small.
 * @property {(0 | 1)[]} awarded
 *   0 where a publication describes it and nobody awards it here.
 * @property {string[]} reviewed
 *   The day of the last review; '' where not stated.
 *
 * @typedef {Columns & Record<FacetName, number[][]>} Definitions
 *   The columns of the filters hold places in `facets`.
 */

/**
 * @typedef {object} State
 *   What somebody looks for; the query of the address says the same.
 * @property {string} words
 * @property {Partial<Record<FacetName, string>>} filters
 *   The key of the value that is asked for.
 * @property {Order} order
 */

/**
 * @typedef {object} Way
 *   One condition whose loss would find something.
 * @property {FacetName | 'words'} condition
 * @property {number} count
 */

/**
 * @typedef {object} Result
 * @property {number[]} found
 *   Places of the definitions that fit, best first.
 * @property {Record<FacetName, number[]>} counts
 *   How many would fit with each value of a filter, all other conditions kept.
 * @property {Way[]} ways
 *   Where nothing fits.
 */

export {}
