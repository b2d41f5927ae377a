"""What is done about each case of `make_findings.py`: its hint, followed once, in the order in which it says things.

A step is a JSON object with one verb, so that a case's mend.json can be read without this module:

| Step | What a person would do |
|---|---|
| `{"replace": path, "old": text, "new": text}` | change a text that stands in the file once |
| `{"write": path, "text": text}` | write a file, whatever stood in its place |
| `{"draw": path, "width": n, "height": n}` | save a plain PNG of this size |
| `{"delete": path}` | delete a file or a folder |
| `{"move": path, "to": path}` | move or rename a file |
| `{"take back": path}` | take a file or a folder back from Git, where the base registry is what Git has |
| `{"run": command}` | run a command with the test keys |
| `{"wait": time}` | let the time come |
"""

from collections.abc import Mapping
from typing import Any, Final

from tools import endorsed_cases as said
from tools import findings_base as base

Step = Mapping[str, Any]

DEF = "credentials/wound-care/index.md"
ISS = "issuers/society/index.md"
SPANISH = "credentials/wound-care/index.es.md"
REG = "registry.yaml"
BADGE = "credentials/wound-care/badge.svg"
PNG = "credentials/wound-care/badge.png"
FROZEN = "credentials/wound-care/versions/1.0"
STATUS = "issuers/society/status"
KEY = base.key_file("society-2026")[0]
OTHER = base.key_file("society-2024")[0]
ENTRY = base.entry_file(7, "")[0]
WITHDRAWALS = "issuers/society/withdrawals"
REVOKE = f"{WITHDRAWALS}/A1-04K7X/1.json"
BODY = "Dresses two wounds under observation."
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
<circle cx="50" cy="50" r="40" fill="#0b5d57"/>
</svg>
"""
ALIGNMENT = "  - framework: Care\n    code: W1\n    name: Wounds\n    url: https://frameworks.example/W1\n"
SIGN: Step = {"run": "testamur sign"}
NEW_KEY: Step = {"run": "testamur keys new --issuer society"}


def say(path: str, old: str, new: str) -> Step:
    """Another text in a file."""
    return {"replace": path, "old": old, "new": new}


def write(path: str, text: str) -> Step:
    """A file written anew."""
    return {"write": path, "text": text}


def delete(path: str) -> Step:
    """A file less."""
    return {"delete": path}


def draw(width: int, height: int) -> Step:
    """The badge saved as a plain PNG of this size."""
    return {"draw": PNG, "width": width, "height": height}


def back(path: str) -> Step:
    """A file as Git has it."""
    return {"take back": path}


def named_badge(name: str = "badge.svg") -> Step:
    """The field that names a badge."""
    return say(DEF, "language: en\n", f"language: en\nbadge: {name}\n")


MICRO_LEARNING = say(DEF, "type: micro-credential", "type: micro-learning")
FIRST = "Wound care for community nurses"

FILES: Mapping[str, tuple[Step, ...]] = {
    "file-unexpected": (delete("credentials/wound-care/notes.txt"),),
    "file-unexpected-folder": (delete("credentials/wound-care/translations"),),
    "file-unexpected-instead": (
        {"move": f"{DEF}/text.md", "to": "text.md"},
        delete(DEF),
        {"move": "text.md", "to": DEF},
    ),
    "file-missing-registry": (back(REG),),
    "file-missing-definition": (delete("credentials/podiatry"),),
    "file-missing-issuer": (
        write("issuers/other/index.md", base.ISSUER_TEXT.replace("Example Society", "Other Society")),
        say(ISS, "awards:\n  - definition: wound-care\n    from: 2026-01-01\n", ""),
        SIGN,
    ),
    "file-symlink": (write(BADGE, SVG), named_badge()),
    "file-symlink-folder": (delete("credentials/elsewhere"),),
    "file-symlink-definition": (write(DEF, base.DEFINITION),),
    "file-name-unsafe": (
        {"move": "credentials/wound-care/a\u202egvs.svg", "to": "credentials/wound-care/asvg.svg"},
        named_badge("asvg.svg"),
    ),
    "file-too-large": (back(ENTRY),),
    "file-too-large-withdrawn": (back("issuers/society/awards/a1/4/4711.json"),),
    "file-not-utf8": (write(DEF, base.DEFINITION.replace("chronic", "chroni\xe9")),),
    "file-not-utf8-json": (write(KEY, base.key_file("society-2026")[1].decode()), SIGN),
    "file-byte-order-mark": (write(REG, base.REGISTRY),),
    "text-control-character": (say(DEF, "Wound\u202ecare for", "Wound care for"),),
    "text-control-character-escape": (say(DEF, '"Course\\x07"', '"Course"'),),
    "text-missing": (say(DEF, "tracks: none\n---\n", f"tracks: none\n---\n\n{BODY}\n"),),
    "text-missing-issuer": (say(ISS, "from: 2026-01-01\n---\n", "from: 2026-01-01\n---\n\nA fictional society.\n"),),
    "front-matter-missing": (write(DEF, base.DEFINITION.replace(BODY, "# Wound care\n\nDresses wounds.")),),
    "front-matter-open": (say(DEF, "tracks: none\n\nDresses", "tracks: none\n---\n\nDresses"),),
    "yaml-syntax": (say(DEF, "title: Wound care: for community nurses", 'title: "Wound care: for community nurses"'),),
    "yaml-syntax-quote": (say(DEF, 'title: "Wound care for community nurses', f'title: "{FIRST}"'),),
    "yaml-syntax-indent": (say(DEF, "   text: Dresses a wound.", "    text: Dresses a wound."),),
    "yaml-tab": (say(DEF, "\t- Wound care\n", "  - Wound care\n"),),
    "yaml-duplicate-key": (say(DEF, "language: en\nversion: 1.1", "language: en"),),
    "yaml-anchor": (
        say(DEF, "title: &t Wound care", "title: Wound care"),
        say(DEF, "label: *t", f"label: {FIRST}"),
    ),
    "yaml-anchor-bomb": (write(REG, base.REGISTRY),),
    "yaml-tag": (say(DEF, "version: !!float 1.0", "version: 1.0"),),
    "yaml-tag-python": (say(REG, "!!python/name:os.system ", ""),),
    "yaml-merge-key": (say(DEF, "<<: {badge: a.svg}", "badge: badge.svg"), write(BADGE, SVG)),
    "yaml-document": (say(REG, "---\n", ""),),
    "yaml-key-not-text": (say(REG, "[example]: true", "example: true"),),
    "yaml-too-deep": (say(REG, "[" * 20 + "en" + "]" * 20, "[en]"),),
    "yaml-comment": (say(DEF, "title: Level #2 wound care for community nurses", f'title: "Level #2 {FIRST}"'),),
    "json-syntax": (say(REVOKE, '"sequence": 1\n', '"sequence": 1,\n'),),
    "json-syntax-signer": (write(OTHER, base.key_file("society-2024", lists=["b2"])[1].decode()), SIGN),
    "json-duplicate-key": (say(REVOKE, '\n  "sequence": 2,', ""),),
    "json-lone-surrogate": (say(REVOKE, "issued-in-\\ud800error", "issued-in-error"),),
    "json-unsafe-number": (say(REVOKE, "9007199254740993", "1"),),
    "json-too-deep": (back(REVOKE),),
}

FIELDS: Mapping[str, tuple[Step, ...]] = {
    "field-missing": (say(DEF, "issuer: society\n", "issuer: society\napprover: not stated\n"),),
    "field-missing-nested": (
        say(DEF, "method: Direct observation.\n", "method: Direct observation.\n    pass: not stated\n"),
    ),
    "field-missing-registry": (say(REG, "testamur:", "languages: [en]\ntestamur:"),),
    "field-unknown": (say(DEF, "audiences:", "audience:"),),
    "field-unknown-added": (say(ISS, "motto: Well done\n", ""),),
    "field-unknown-ledger": (say(ENTRY, ',\n  "name": "Ada Example"', ""),),
    "field-empty": (say(DEF, "approver:\n", "approver: not stated\n"),),
    "field-empty-group": (say(DEF, '  reviewed: ""', "  reviewed: not stated"),),
    "value-type": (say(DEF, "topics: Wound care", "topics: [Wound care]"),),
    "value-type-list": (say(DEF, "context: [Online]", "context: Online"),),
    "value-type-boolean": (say(REG, "example: yes", "example: true"),),
    "value-not-allowed": (say(DEF, "type: microcredential", "type: micro-credential"),),
    "value-not-allowed-mode": (say(DEF, "mode: online", "mode: online, live"),),
    "silence-not-allowed": (say(DEF, "title: not stated", f"title: {FIRST}"),),
    "silence-not-allowed-none": (say(DEF, "context: none", "context: not stated"),),
    "silence-not-allowed-list": (say(DEF, "topics: none", "topics: not stated"),),
    "silence-misspelt": (say(DEF, "label: Not stated", "label: not stated"),),
    "silence-misspelt-null": (say(DEF, "label: ~", "label: not stated"),),
    "list-empty": (say(DEF, "topics: []", "topics: not stated"),),
    "list-too-long": (write(REG, base.REGISTRY.replace("[en]", "[aa, ab]")),),
    "list-repeats": (say(DEF, "  - Wound care\n  - Wound care\n", "  - Wound care\n"),),
    "list-repeats-alignments": (say(DEF, 2 * ALIGNMENT, ALIGNMENT),),
    "text-too-long": (say(DEF, "for nurses " * 12 + "x", "for nurses"),),
    "text-not-one-line": (say(DEF, "approver: |\n  Education\n  Committee", "approver: Education Committee"),),
    "number-malformed": (say(DEF, "amount: two", "amount: 2"),),
    "number-out-of-range": (say(DEF, "at_least: 0", "at_least: 1"),),
    "date-malformed": (say(DEF, "reviewed: 2026-02-30", "reviewed: 2026-02-28"),),
    "date-malformed-order": (say(ISS, "from: 01/02/2026", "from: 2026-02-01"),),
    "time-malformed": (say(KEY, "2026-01-05", "2026-01-05T09:00:00Z"),),
    "address-malformed": (say(ISS, "http://society", "https://society"),),
    "language-malformed": (say(DEF, "language: English", "language: en"),),
    "period-malformed": (say(DEF, "period: 3 years", "period: P3Y"),),
    "version-malformed": (say(DEF, "version: 1\n", "version: 1.0\n"),),
    "version-malformed-folder": (delete("credentials/wound-care/versions/one"),),
    "slug-malformed": (say(DEF, "issuer: Example Society", "issuer: society"),),
    "slug-malformed-folder": (
        {"move": "credentials/Wound_Care/index.md", "to": "credentials/district-wound-care/index.md"},
    ),
    "badge-name-malformed": (say(DEF, "badge: ../badge.svg", "badge: badge.svg"), write(BADGE, SVG)),
    "contact-malformed": (say(ISS, "ask at the desk", "office@society.example"),),
    "digest-malformed": (back(ENTRY),),
    "list-name-malformed": (say(KEY, '"l1"', '"a1"'),),
    "base-url-malformed": (say(REG, "example/registry\n", "example/registry/\n"),),
    "base-url-malformed-address": (say(REG, "192.0.2.1", "society.example"),),
    "tool-version-malformed": (say(REG, "testamur: latest", 'testamur: "0.1.0"'),),
    "tool-version": (say(REG, '"0.0.9"', '"0.1.0"'),),
    "field-empty-colour": (say(REG, "accent: #7a1f5c", 'accent: "#7a1f5c"'),),
    "colour-malformed": (say(REG, "accent: plum", 'accent: "#7a1f5c"'),),
    "accent-moved": (say(REG, '"#ffdd00"', '"#786700"'),),
    "logo-missing": (write("logo.svg", SVG),),
    "image-unsafe-logo": (write("logo.svg", SVG),),
    "base-url-changed": (say(REG, "https://awards.society.example/", "https://society.example/registry/"),),
}

DRAWN_ANEW = (write(BADGE, SVG),)
DEFINITIONS: Mapping[str, tuple[Step, ...]] = {
    "title-generic": (say(DEF, "Certificate of Education", "Wound care for community nurses"),),
    "title-repeated": (say("credentials/podiatry/index.md", "Wound  Care for community Nurses", "Foot care"),),
    "summary-too-long": (say(DEF, "carefully " * 80, ""),),
    "approver-is-person": (say(DEF, "Dr. Ada Example", "Education Committee"),),
    "competency-without-assessment": (say(DEF, "basis: competency", "basis: participation"), MICRO_LEARNING),
    "type-against-basis": (MICRO_LEARNING,),
    "credits-missing": (say(DEF, "credits: none", "credits: not stated"),),
    "review-in-future": (say(DEF, "reviewed: 2026-03-02", "reviewed: 2026-01-10"),),
    "review-order": (say(DEF, "next_review: 2025-01-10", "next_review: 2027-01-10"),),
    "review-overdue": (
        say(DEF, "reviewed: 2025-01-10", "reviewed: 2026-02-27"),
        say(DEF, "next_review: 2026-02-28", "next_review: 2027-02-27"),
    ),
    "renewal-missing": (say(DEF, "renewal_show: none", "renewal_show: It can't be renewed."),),
    "renewal-without-period": (
        say(DEF, "renewal_when: In the last six months.", "renewal_when: none"),
        say(DEF, "renewal_show: One observed practice.", "renewal_show: none"),
    ),
    "issuer-unknown": (say(DEF, "issuer: societe", "issuer: society"),),
    "definition-unknown": (say(ISS, "wound-car\n", "wound-care\n"),),
    "definition-unknown-pathway": (say(DEF, "[podiatri]", "[podiatry]"),),
    "pathway-without-requirements": (say(DEF, "type: pathway", "type: micro-credential"),),
    "requirements-without-pathway": (say(DEF, "type: certificate", "type: pathway"),),
    "pathway-circle": (
        say(
            "credentials/podiatry/index.md",
            "type: pathway\nrequirements:\n  - name: Core\n    at_least: all\n    of: [wound-care]",
            "type: micro-credential",
        ),
    ),
    "pathway-circle-itself": (
        say(
            DEF,
            "type: pathway\nrequirements:\n  - name: Core\n    at_least: all\n    of: [wound-care]",
            "type: micro-credential",
        ),
    ),
    "at-least-too-many": (say(DEF, "at_least: 2", "at_least: all"),),
    "translation-unmatched": (
        say(
            SPANISH,
            "label: Curso\naudience: [Enfermería comunitaria, Cuidadores]",
            "audience: [Enfermería comunitaria]",
        ),
    ),
    "translation-outdated": (say(SPANISH, 'version: "0.9"', 'version: "1.0"'),),
    "translation-unused": (say(REG, "[en]", "[en, es]"),),
    "translation-unused-settings": (say(REG, "[en]", "[en, es]"),),
    "translation-unused-twice": (say(REG, "\ntranslations:\n  - language: en\n    name: The registry", ""),),
    "translation-unmatched-settings": (say(REG, "description: not stated", "description: A small registry."),),
    "markdown-html": (say(DEF, "<script>alert(1)</script>\nDresses <b>two</b>", "Dresses *two*"),),
    "markdown-link": (
        say(
            DEF,
            "[Dresses](javascript:alert(1)) [two](http://society.example/)",
            "Dresses [two](https://society.example/)",
        ),
    ),
    "markdown-link-entity": (
        say(DEF, "[Dresses](&#106;avascript:alert)", "Dresses"),
        say(DEF, "//evil.example/", "https://society.example/"),
    ),
    "markdown-link-relative": (say(DEF, "[Dresses](../other/) [two](#top)", "Dresses two"),),
    "markdown-brackets": (say(DEF, f"{'[' * 2001} ", ""),),
    "markdown-image": (say(DEF, "![Counter](https://tracker.example/a.gif) ", ""),),
    "text-template": (say(DEF, '"{{ 7 * 7 }} ${{ github.token }} wound care"', "Wound care"),),
    "personal-email": (say(DEF, "Ask ada.example@society.example. ", ""),),
    "personal-email-registry": (say(REG, "Kept by ada@society.example. ", ""),),
    "personal-mailbox": (say(ISS, "ada.example@society.example", "education@society.example"),),
    "personal-identifier": (say(DEF, "See https://orcid.org/0000-0002-1825-0097. ", ""),),
    "personal-identifier-page": (say(ISS, "[Chair](https://www.linkedin.com/in/ada-example). ", ""),),
    "personal-email-escaped": (say(DEF, '"Education Committee, ada\\x40society.example"', "Education Committee"),),
    "personal-mailbox-role": (say(REG, "ada.example@society.example", "education@society.example"),),
    "personal-identifier-folder": DRAWN_ANEW,
    "personal-phone": (say(DEF, "Call +44 20 7946 0958. ", ""),),
    "personal-phone-national": (say(DEF, "Phone: 020 7946 0958. ", ""),),
    "personal-number": (say(DEF, "Passed by 943 476 5919. ", ""),),
    "personal-number-account": (say(DEF, " to GB82 WEST 1234 5698 7654 32", " as the office says"),),
    "personal-hash": (say(DEF, "sha256$b94d27b9934d3e08 dresses", "Dresses"),),
    "personal-hash-bare": (say(DEF, "Holder d41d8cd98f00b204e9800998ecf8427e. ", ""),),
    "personal-name": (say(DEF, "Taught by Dr Ada Example.", "Taught by a consultant."),),
    "personal-name-likely": (say(DEF, "Contact: Ada Example.", "Contact: Education Office."),),
    "approver-is-person-letters": (say(DEF, "Ada Example, MD PhD", "Education Committee"),),
    "approver-is-person-quality": (say(DEF, "A. Example", "Education Committee"),),
    "value-not-allowed-reason": (say(REVOKE, "failed her exam twice", "no-longer-met"),),
    "badge-missing": (write(BADGE, SVG),),
    "image-unused": (delete("credentials/wound-care/old.svg"),),
    "image-malformed": DRAWN_ANEW,
    "image-malformed-root": DRAWN_ANEW,
    "image-malformed-png": (draw(100, 100),),
    "image-malformed-cut": (draw(100, 100),),
    "image-heavy": (draw(400, 400),),
    "image-unsafe-script": DRAWN_ANEW,
    "image-unsafe-event": DRAWN_ANEW,
    "image-unsafe-set": DRAWN_ANEW,
    "image-unsafe-foreign": DRAWN_ANEW,
    "image-unsafe-style": DRAWN_ANEW,
    "image-unsafe-entity": (
        say(BADGE, '<!DOCTYPE svg [<!ENTITY a "aaaa">]>\n', ""),
        say(BADGE, "&a;", "aaaa"),
    ),
    "image-unsafe-instruction": DRAWN_ANEW,
    "image-reaches-out": DRAWN_ANEW,
    "image-reaches-out-style": (say(BADGE, "fill: url(https://evil.example/a)", "fill: #0b5d57"),),
    "image-too-complex": DRAWN_ANEW,
    "image-too-complex-circle": DRAWN_ANEW,
    "image-not-square": (say(BADGE, "0 0 100 60", "0 0 100 100"),),
    "image-not-square-png": (draw(100, 100),),
    "image-size": (draw(100, 100),),
    "image-metadata": (draw(100, 100),),
}

TAKEN_BACK = (back(FROZEN),)
ENTRY_BACK = (back(ENTRY),)
AWARDS: Mapping[str, tuple[Step, ...]] = {
    "awarded-version-changed": (say(DEF, 'version: "1.0"', 'version: "1.1"'),),
    "version-went-back": (say(DEF, 'version: "0.9"', 'version: "1.1"'),),
    "frozen-incomplete": TAKEN_BACK,
    "frozen-unexpected": (delete(f"{FROZEN}/notes.md"),),
    "frozen-version-differs": TAKEN_BACK,
    "frozen-document-differs": TAKEN_BACK,
    "frozen-changed": (*TAKEN_BACK, say(DEF, 'version: "1.0"', 'version: "1.1"')),
    "frozen-without-award": (delete("credentials/wound-care/versions"),),
    "scope-dates": (say(ISS, "until: 2025-12-31", "until: 2026-12-31"),),
    "described-issuer-awards": (say(ISS, "awards:\n  - definition: wound-care\n    from: 2026-01-01\n", ""),),
    "described-issuer-keys": (
        say(ISS, "described_in: A study (2020)", "awards:\n  - definition: wound-care\n    from: 2026-01-01"),
    ),
    "key-malformed": (delete("issuers/society/keys"), NEW_KEY),
    "key-not-canonical": (delete("issuers/society/keys"), NEW_KEY),
    "key-small-order": (delete("issuers/society/keys"), NEW_KEY),
    "key-type": (delete("issuers/society/keys"), NEW_KEY),
    "key-malformed-signer": (delete(OTHER), SIGN),
    "key-file-name": (back(KEY),),
    "key-dates": (say(KEY, "2025-01-01T00:00:00Z", "2026-02-20T00:00:00Z"), NEW_KEY, SIGN),
    "key-in-future": ({"wait": "2026-04-01T00:00:00Z"},),
    "key-published-seed": (delete("issuers/society/keys"), delete(STATUS), NEW_KEY),
    "list-name-taken": (delete(OTHER), NEW_KEY),
    "trusted-list-foreign": (say(KEY, '"b2"', '"a1"'), NEW_KEY, SIGN),
    "trusted-differs": (delete("issuers/society/awards/a1/0/8.json"),),
    "ledger-path": ENTRY_BACK,
    "ledger-path-part": ({"move": ENTRY.replace("/0/", "/1/"), "to": ENTRY}, *ENTRY_BACK),
    "ledger-key-unknown": ENTRY_BACK,
    "ledger-list-foreign": ENTRY_BACK,
    "ledger-definition-unknown": ENTRY_BACK,
    "ledger-version-not-frozen": ENTRY_BACK,
    "ledger-version-digest": ENTRY_BACK,
    "ledger-digest-repeated": (delete("issuers/society/awards/a1/0/8.json"),),
    "issued-in-future": ({"wait": "2026-03-02T00:00:00Z"},),
    "issued-outside-key-window": ENTRY_BACK,
    "issued-outside-key-window-retired": (back(KEY),),
    "issued-outside-scope": (say(ISS, "until: 2026-01-19", "until: 2026-01-20"),),
    "issued-outside-scope-definition": (say(ISS, "definition: podiatry", "definition: wound-care"),),
    "number-wrong": (say(REVOKE, "A1-04K7Y", "A1-04K7X"),),
    "withdrawal-number-differs": (say(REVOKE, "4712", "4711"),),
    "withdrawal-path": (back(REVOKE),),
    "withdrawal-without-award": (delete(f"{WITHDRAWALS}/A1-00085"),),
    "withdrawal-before-award": (say(REVOKE, "2026-01-19", "2026-01-25"),),
    "withdrawal-in-future": (say(REVOKE, "2026-03-02", "2026-01-25"),),
    "withdrawal-gap": (
        say(f"{WITHDRAWALS}/A1-2QWGC/3.json", '"sequence": 3', '"sequence": 2'),
        {"move": f"{WITHDRAWALS}/A1-2QWGC/3.json", "to": f"{WITHDRAWALS}/A1-2QWGC/2.json"},
    ),
    "withdrawal-dates-back": (say(f"{WITHDRAWALS}/A1-2QWGC/2.json", "2026-01-25", "2026-01-27"),),
    "withdrawal-order": (delete(f"{WITHDRAWALS}/A1-04K7X/2.json"), SIGN),
    "withdrawal-order-reinstate": (delete(f"{WITHDRAWALS}/A1-00077"),),
    "withdrawal-reason": (say(REVOKE, "under-review", "issued-in-error"),),
    "awaiting-signature": (SIGN,),
    "awaiting-signature-reinstated": (SIGN,),
    "awaiting-signature-no-list": (SIGN,),
    "list-out-of-date": (SIGN,),
    "list-in-future": (SIGN,),
    "list-signed-by-old-key": (NEW_KEY, SIGN),
    "list-signer-unknown": (SIGN,),
    "list-proof-invalid": (back(f"{STATUS}/a1.json"),),
    "list-identity": (SIGN,),
    "list-malformed": (SIGN,),
    "list-bits-undeclared": (back(f"{WITHDRAWALS}/A1-04K7X"),),
    "list-without-key": (delete(f"{STATUS}/c3.json"),),
}

AS_IT_CAME: Final = (write(said.AWARD, said.endorsement().decode()),)
ENDORSEMENTS: Mapping[str, tuple[Step, ...]] = {
    "endorser-id-malformed": (say(REG, "id: www.", "id: did:web:"),),
    "endorser-unknown": (
        say(REG, "example: true\n", f"{said.NAMED}example: true\n"),
        write(said.DOCUMENT, said.document().decode()),
    ),
    "endorser-document": (delete(said.DOCUMENT),),
    "endorser-document-stranger": (delete("endorsers/other.json"),),
    "endorser-document-twice": (delete("endorsers/other.json"),),
    "endorsement-malformed": AS_IT_CAME,
    "endorsement-malformed-undated": AS_IT_CAME,
    "endorsement-malformed-text": AS_IT_CAME,
    "endorsement-malformed-name": ({"move": said.AWARD.replace(".json", ".jwt"), "to": said.AWARD},),
    "endorsement-altered": AS_IT_CAME,
    "endorsement-altered-signer": AS_IT_CAME,
    "endorsement-of-another": ({"move": said.AWARD, "to": said.AWARD.replace("wound-care", "podiatry")},),
    "endorsement-of-another-issuer": ({"move": said.BODY, "to": said.AWARD},),
    "endorsement-by-itself": (delete(said.AWARD),),
    "endorsement-key": (write(said.DOCUMENT, said.document("stranger").decode()),),
    "endorsement-not-checked": (write(said.DOCUMENT, said.document().decode()),),
    "endorsement-not-in-force": AS_IT_CAME,
    "endorsement-not-in-force-yet": ({"wait": "2026-04-01T00:00:00Z"},),
    "endorsement-not-in-force-withdrawn": (delete(said.AWARD),),
    "key-published-seed-endorser": (delete(said.AWARD),),
}

MENDS: Mapping[str, tuple[Step, ...]] = {**FILES, **FIELDS, **DEFINITIONS, **AWARDS, **ENDORSEMENTS}
