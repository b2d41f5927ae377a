/**
 * The shapes that the rooms hand to each other; nothing runs here.
 *
 * @typedef {null | boolean | number | string | JsonArray | JsonObject} JsonValue
 * @typedef {JsonValue[]} JsonArray
 * @typedef {{[name: string]: JsonValue}} JsonObject
 *
 * @typedef {'passed' | 'failed' | 'not_applicable' | 'could_not_check'} Outcome
 *
 * @typedef {'read' | 'shape' | 'context' | 'proof' | 'issuer' | 'key' | 'dates' | 'status' | 'definition' | 'ledger'
 *   | 'recipient' | 'endorsements' | 'related'} StepId
 *
 * @typedef {'unreadable' | 'altered' | 'unfinished' | 'withdrawn' | 'on_hold' | 'expired' | 'not_yet_valid'
 *   | 'unknown_issuer' | 'caution' | 'valid'} Verdict
 *
 * @typedef {object} Step
 *   How one step ended.
 * @property {StepId} id
 * @property {Outcome} outcome
 * @property {string | null} reason
 *   A code of docs/verification.md, null unless the step failed or could not be checked.
 *
 * @typedef {object} Facts
 *   What the credential states and may be shown, once its proof held; null where it states nothing.
 * @property {string | null} id
 * @property {string | null} name
 * @property {{id: string | null, name: string | null} | null} achievement
 * @property {IssuerFacts} issuer
 * @property {string | null} holder
 * @property {string | null} valid_from
 * @property {string | null} valid_until
 * @property {string | null} number
 * @property {string[]} keys
 *   The ids of the keys whose signatures held.
 * @property {Recipient['kind'][]} named_by
 *   The kinds of identifier by which step 11 can be asked.
 * @property {string | null} newer_at
 *   Where a newer version may be asked for.
 *
 * @typedef {object} IssuerFacts
 * @property {string} id
 * @property {string | null} name
 * @property {string | null} domain
 *
 * @typedef {object} PresentationFacts
 *   What a presentation's proof says: whose key made it, when, and for what question of whom.
 * @property {string} holder
 * @property {string | null} created
 * @property {string | null} challenge
 * @property {string[]} domain
 * @property {string[]} keys
 *
 * @typedef {object} EndorsementFacts
 *   What was found out of one endorsement; `issuer` is null unless its proof held.
 * @property {'credential' | 'issuer' | 'achievement'} place
 * @property {IssuerFacts | null} issuer
 * @property {Outcome} outcome
 * @property {string | null} reason
 *
 * @typedef {object} ListFacts
 *   The last status list whose proof held.
 * @property {string} list
 * @property {string | null} signed
 * @property {string | null} valid_until
 *
 * @typedef {object} Fetched
 *   One address that was asked for, and who was asked.
 * @property {string} address
 * @property {string} answered_by
 * @property {'ok' | 'unreachable'} outcome
 *
 * @typedef {object} Refreshed
 *   How asking for a newer version ended: with what it replaced, or with the reason why it replaced nothing.
 * @property {string | null} address
 * @property {string | null} reason
 * @property {{verdict: Verdict, reasons: string[], valid_from: string | null, valid_until: string | null} | null} replaced
 *
 * @typedef {object} Report
 *   The whole answer about one credential (docs/verification.md, The report).
 * @property {string} file
 * @property {string} [part]
 *   Where it stands in a file that holds several.
 * @property {Verdict} verdict
 * @property {string[]} reasons
 * @property {Step[]} steps
 * @property {Facts} [credential]
 * @property {PresentationFacts} [presentation]
 *   In a presentation's own report, whose `part` is `proof`, once its proof held.
 * @property {ListFacts | null} status
 * @property {Refreshed} [refresh]
 *   Absent unless a newer version was asked for and the credential says where there is one.
 * @property {EndorsementFacts[]} [endorsements]
 * @property {string} checked_at
 * @property {Fetched[]} fetched
 *
 * @typedef {object} Answer
 *   What came back for an address; `bytes` is null where nothing did.
 * @property {Uint8Array | null} bytes
 * @property {string} answeredBy
 *   `documents`, `site` or the host that answered.
 *
 * @typedef {(bytes: Uint8Array) => Uint8Array} OpenPdf
 *   The credential in a PDF; throws what `opened` of contain.js throws.
 *
 * @typedef {{inside?: Uint8Array, reason?: string}} Paper
 *   What opening a PDF came to: the credential in it, or why there is none.
 *
 * @typedef {(address: string) => Promise<Answer>} Resolve
 *
 * @typedef {object} Limits
 *   The values of builder/testamur/data/limits.json, where each has its reason.
 * @property {number} max_credential_bytes
 * @property {number} max_container_bytes
 * @property {number} max_contained_credentials
 * @property {number} max_svg_depth
 * @property {number} max_pdf_attachments
 * @property {number} max_pdf_memory_bytes
 * @property {number} max_depth
 * @property {number} max_values
 * @property {number} max_array_items
 * @property {number} max_contexts
 * @property {number} max_proofs
 * @property {number} max_endorsements
 * @property {number} max_quads
 * @property {number} max_blank_nodes
 * @property {number} max_canonicalisation_steps
 * @property {number} max_status_list_bytes_compressed
 * @property {number} max_status_list_entries
 * @property {number} max_status_size
 * @property {number} max_redirects
 * @property {number} fetch_timeout_s
 * @property {number} max_fetch_bytes
 * @property {number} max_registry_bytes
 * @property {number} clock_skew_s
 * @property {number} check_timeout_s
 * @property {number} max_link_characters
 * @property {number} max_files_at_once
 *
 * @typedef {typeof import('./more.js').more} More
 *
 * @typedef {Map<string, JsonObject>} Contexts
 *   Every JSON-LD context that ships with us, by its exact address.
 *
 * @typedef {object} RegistryKey
 *   A key that an issuer signs or signed with. Days are in UTC; `untilDay` is null where the window is open.
 * @property {string} id
 * @property {'current' | 'retired' | 'compromised'} state
 * @property {string} fromDay
 * @property {string | null} untilDay
 * @property {Map<string, Map<number, string>>} trusted
 *   Empty unless the key is compromised: list, then part, to the SHA-256 (hex) of the part's entries.
 *
 * @typedef {object} RegistryList
 *   A status list of an issuer and where its files are; `ledger` is the address of the folder of its parts.
 * @property {string} name
 * @property {string} status
 * @property {string} holds
 * @property {string} ledger
 * @property {Set<number>} parts
 *
 * @typedef {object} Recipient
 *   The person asked about, as `recipientFromText` reads it.
 * @property {'did' | 'email'} kind
 * @property {string} text
 *
 * @typedef {object} RegistryScope
 *   A definition that an issuer may award, and the days on which; `untilDay` is null where that has no end.
 * @property {string} definition
 * @property {string} fromDay
 * @property {string | null} untilDay
 *
 * @typedef {object} RegistryIssuer
 *   An issuer as its registry describes it; keys by their id, lists by the address of their status list.
 * @property {string} id
 * @property {string} name
 * @property {RegistryScope[]} scope
 * @property {Map<string, RegistryKey>} keys
 * @property {Map<string, RegistryList>} lists
 *
 * @typedef {object} Registry
 *   A registry that was named and read: its issuers by DID, and the name of the definition of every published achievement version, by its id.
 * @property {string} baseUrl
 * @property {Map<string, RegistryIssuer>} issuers
 * @property {Map<string, string>} definitions
 *
 * @typedef {object} LedgerEntry
 * @property {string} issued
 * @property {string} key
 * @property {string} digest
 *
 * @typedef {object} LedgerPart
 *   One part of a list's ledger: entries by index, events (oldest first) by index, and the entries as read.
 * @property {Map<number, LedgerEntry>} entries
 * @property {Map<number, {day: string, event: string}[]>} events
 * @property {JsonObject} rawEntries
 *
 * @typedef {object} Environment
 *   What one check works with.
 * @property {number} at
 *   The moment of the check, milliseconds since 1970.
 * @property {Limits} limits
 * @property {Contexts} contexts
 * @property {More} more
 *   The rooms that not every credential needs. In a page, to take one that was not loaded throws `NeedsMore`.
 * @property {OpenPdf | null} [openPdf]
 * @property {import('./terms.js').Terms} [terms]
 *   The table of terms; without it the JSON-LD library is asked of every document.
 * @property {(address: string) => Promise<Uint8Array | null>} read
 *   The bytes behind an address, asked for once a check; null where it can't be reached.
 * @property {(addresses: string[]) => void} expect
 *   Begins to ask for what is sure to be read.
 *
 * @typedef {object} Signer
 *   The key that signed a document, and how its DID document speaks of it; dates are as they stand.
 * @property {string} id
 *   The DID, `#` and the fragment.
 * @property {import('./keys.js').PublicKey} key
 * @property {string | null} revoked
 * @property {string | null} expires
 * @property {boolean} inAssertionMethod
 * @property {boolean} [inAuthentication]
 *   Whether it is for handing things over with.
 * @property {boolean} [isDerived]
 *   Whether the proof is over a part of what was signed.
 */

export {}
