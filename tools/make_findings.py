"""Makes tests/findings/: a base registry, a fault in it, and what `check` says of it.

Run it after a change of the formats and read the difference as a reviewer would: `python -m tools.make_findings`.
Folders that are not in the table (made by hand) are left alone. It fails when a case has other codes than its row.
"""

import hashlib
import json
import random
import shutil
import struct
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from testamur import keys
from testamur.check import check_registry
from testamur.cli.findings_output import plain
from testamur.findings import sorted_findings
from testamur.load import read_sources
from testamur.reference import codes

from tools import endorsed_cases as said
from tools import findings_base as base
from tools.findings_base import Files
from tools.mends import ALIGNMENT, MENDS

OUT = base.ROOT / "tests" / "findings"
DEF = "credentials/wound-care/index.md"
SPANISH = "credentials/wound-care/index.es.md"
ISS = "issuers/society/index.md"
REG = "registry.yaml"
FROZEN = "credentials/wound-care/versions/1.0"
LIST = "issuers/society/status/a1.json"
HOLDS = "issuers/society/status/a1-holds.json"
ELSEWHERE = "did:web:elsewhere.example"
KEY = base.key_file("society-2026")[0]
ENTRY = base.entry_file(7, "")[0]
REVOKE = base.event_file(base.REVOKED, 1, "revoke", date(2026, 1, 25), "")[0]
SUSPEND = base.event_file(base.HELD, 1, "suspend", date(2026, 1, 26), "")[0]

TRANSLATION = '---\nversion: "{}"\ntitle: Cuidado de heridas\n{}---\n'

Edit = Callable[[Files], None]


def swap(path: str, old: str, new: str) -> Edit:
    """Replace a text that stands in a file once."""

    def edit(files: Files) -> None:
        text = files[path].decode()
        if text.count(old) != 1:
            raise SystemExit(f"{path} holds {old!r} {text.count(old)} times")
        files[path] = text.replace(old, new).encode()

    return edit


def put(path: str, data: str | bytes) -> Edit:
    """Write a file."""
    content = data.encode() if isinstance(data, str) else data
    return lambda files: files.update({path: content})


def put_made(made: tuple[str, bytes]) -> Edit:
    """Write a file that the base module made."""
    return put(*made)


def drop(path: str) -> Edit:
    """Delete a file."""

    def edit(files: Files) -> None:
        del files[path]

    return edit


def drop_below(*folders: str) -> Edit:
    """Delete every file with one of the folders in its path."""

    def edit(files: Files) -> None:
        for path in [path for path in files if any(folder in path for folder in folders)]:
            del files[path]

    return edit


def change(path: str, **members: Any) -> Edit:
    """Change members of a JSON file."""

    def edit(files: Files) -> None:
        value = json.loads(files[path])
        value.update(members)
        files[path] = (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()

    return edit


def entry(index: int, **changes: Any) -> Edit:
    """Add or replace a ledger entry; the digest of the version is that of the other awards."""
    return lambda files: files.update([base.entry_file(index, base.version_digest(files), **changes)])


def event(index: int, sequence: int, what: str, day: date, reason: str = "issued-in-error", **changes: Any) -> Edit:
    """Add or replace an event."""
    return put_made(base.event_file(index, sequence, what, day, reason, **changes))


def second(**changes: str) -> Edit:
    """Add a second definition, the first with other lines."""

    def edit(files: Files) -> None:
        text = base.DEFINITION.replace("Wound care for community nurses", "Wound care for podiatrists")
        for old, new in changes.items():
            text = replaced(text, old, new)
        files["credentials/podiatry/index.md"] = text.encode()

    return edit


def replaced(text: str, name: str, new: str) -> str:
    """The text with another line for a field."""
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{name}:"))
    return "\n".join([*lines[:at], *new.split("\n"), *lines[at + 1 :]])


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">\n{}\n</svg>\n'
CIRCLE = '<circle cx="50" cy="50" r="40" fill="#0b5d57"/>'


def badge(svg: str) -> tuple[Edit, Edit]:
    """Give the definition a badge."""
    return swap(DEF, "language: en", "language: en\nbadge: badge.svg"), put("credentials/wound-care/badge.svg", svg)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, extra: bytes = b"", after: bytes = b"", *, line: Callable[[int], bytes] = b"\x80".__mul__
) -> tuple[Edit, Edit]:
    """Give the definition a PNG badge, grey unless `line` answers other points for a line of a width."""
    rows = zlib.compress(b"".join(b"\0" + line(width) for _ in range(height)))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data += extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"") + after
    return swap(DEF, "language: en", "language: en\nbadge: badge.png"), put("credentials/wound-care/badge.png", data)


@dataclass(frozen=True, slots=True)
class Case:
    """A folder: its name, the base it starts from, what is done to it, and the codes that must come of it."""

    name: str
    edits: tuple[Edit, ...]
    codes: tuple[str, ...] = ()
    keyed: bool = False
    link: tuple[str, str] | None = None


def p(name: str, *edits: Edit, codes: str = "", link: tuple[str, str] | None = None) -> Case:
    """A case on the registry without keys."""
    return Case(name, edits, tuple(codes.split()), link=link)


def k(name: str, *edits: Edit, codes: str = "") -> Case:
    """A case on the registry with keys."""
    return Case(name, edits, tuple(codes.split()), keyed=True)


PATHWAY = "type: pathway\nrequirements:\n  - name: Core\n    at_least: {}\n    of: [{}]"
OTHER_KEY = base.multikey("society-2024")
SMALL_ORDER = keys.base58_from_bytes(b"\xed\x01" + bytes([1]) + bytes(31))
NO_POINT = keys.base58_from_bytes(b"\xed\x01" + bytes([2]) + bytes(31))
NOT_CANONICAL = keys.base58_from_bytes(b"\xed\x01" + (2**255 - 19 + 3).to_bytes(32, "little"))
SECP256K1 = keys.base58_from_bytes(
    b"\xe7\x01\x02" + bytes.fromhex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
)
GOOD_PART = hashlib.sha256(b"another ledger").hexdigest()


def compromise() -> tuple[Edit, ...]:
    """Declare the key compromised, with the ledger as it is still trusted, and let a second key sign the lists."""

    def declare(files: Files) -> None:
        compromised = {"declared": "2026-02-01T00:00:00Z", "trusted": base.trusted(files)}
        change(KEY, compromised=compromised)(files)

    def signed(name: str, *indices: int, holds: bool = False) -> Edit:
        return put_made(base.signed_list(name, indices, holds=holds, seed="society-2024"))

    return (
        declare,
        put_made(base.key_file("society-2024", lists=["b2"])),
        signed("b2"),
        signed("b2", holds=True),
        signed("a1", base.REVOKED, base.HELD),
        signed("a1", base.HELD, holds=True),
    )


def files_cases() -> list[Case]:
    """Files, YAML and JSON as such."""
    return [
        p("file-unexpected", put("credentials/wound-care/notes.txt", "x\n")),
        p("file-unexpected-folder", put("credentials/wound-care/translations/es.md", "x\n")),
        p("file-missing-registry", drop(REG), codes="file-missing"),
        p("file-missing-definition", put("credentials/podiatry/badge.svg", SVG.format(CIRCLE)), codes="file-missing"),
        p(
            "file-missing-issuer",
            swap(DEF, "issuer: society", "issuer: other"),
            put_made(
                (base.key_file("society-2026")[0].replace("society/", "other/"), base.key_file("society-2026")[1])
            ),
            codes="file-missing",
        ),
        p("file-symlink", link=("credentials/wound-care/badge.svg", "../../registry.yaml")),
        p("file-symlink-folder", link=("credentials/elsewhere", "../issuers"), codes="file-symlink"),
        p("file-symlink-definition", drop(DEF), link=(DEF, "../../registry.yaml"), codes="file-symlink"),
        p("file-unexpected-instead", drop(DEF), put(f"{DEF}/text.md", base.DEFINITION), codes="file-unexpected"),
        p("file-name-unsafe", put("credentials/wound-care/a\u202egvs.svg", SVG.format(CIRCLE))),
        k("file-too-large", put(ENTRY, "{" + " " * 5000 + "}\n")),
        k(
            "file-too-large-withdrawn",
            put(base.entry_file(base.REVOKED, "")[0], "{" + " " * 5000 + "}\n"),
            codes="file-too-large",
        ),
        p("file-not-utf8", put(DEF, base.DEFINITION.encode().replace(b"chronic", b"chroni\xe9"))),
        p("file-not-utf8-json", put(KEY, b'{"publicKeyMultibase": "\xff"}'), codes="file-not-utf8"),
        p("file-byte-order-mark", put(REG, b"\xef\xbb\xbf" + base.REGISTRY.encode())),
        p("text-control-character", swap(DEF, "Wound care for", "Wound\u202ecare for")),
        p("text-control-character-escape", swap(DEF, "Course", '"Course\\x07"'), codes="text-control-character"),
        p("text-missing", swap(DEF, "\nDresses two wounds under observation.\n", "")),
        p("text-missing-issuer", swap(ISS, "\nA fictional society.\n", ""), codes="text-missing"),
        p("front-matter-missing", put(DEF, "# Wound care\n\nDresses wounds.\n")),
        p("front-matter-open", swap(DEF, "---\n\nDresses", "\nDresses")),
        p("yaml-syntax", swap(DEF, "title: Wound care for", "title: Wound care: for")),
        p("yaml-syntax-quote", swap(DEF, "title: Wound", 'title: "Wound'), codes="yaml-syntax"),
        p(
            "yaml-syntax-indent",
            swap(DEF, "    text: Dresses a wound.", "   text: Dresses a wound."),
            codes="yaml-syntax",
        ),
        p("yaml-tab", swap(DEF, "  - Wound care\n", "\t- Wound care\n")),
        p("yaml-duplicate-key", swap(DEF, "language: en", "language: en\nversion: 1.1")),
        p(
            "yaml-anchor",
            swap(DEF, "title: Wound care", "title: &t Wound care"),
            swap(DEF, "label: not stated", "label: *t"),
        ),
        p("yaml-anchor-bomb", put(REG, "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"), codes="yaml-anchor"),
        p("yaml-tag", swap(DEF, 'version: "1.0"', "version: !!float 1.0")),
        p("yaml-tag-python", swap(REG, "name: Registry", "name: !!python/name:os.system Registry"), codes="yaml-tag"),
        p("yaml-merge-key", swap(DEF, "language: en", "language: en\n<<: {badge: a.svg}")),
        p("yaml-document", swap(REG, "example: true", "---\nexample: true")),
        p("yaml-key-not-text", swap(REG, "example: true", "[example]: true")),
        p("yaml-too-deep", swap(REG, "languages: [en]", "languages: " + "[" * 20 + "en" + "]" * 20)),
        p("yaml-comment", swap(DEF, "title: Wound care", "title: Level #2 wound care")),
        k("json-syntax", swap(REVOKE, '"sequence": 1,', '"sequence": 1')),
        k(
            "json-syntax-signer",
            put(base.key_file("society-2024")[0], "{\n"),
            put_made(base.signed_list("a1", (base.REVOKED, base.HELD), seed="society-2024")),
            put_made(base.signed_list("a1", (base.HELD,), holds=True, seed="society-2024")),
            codes="json-syntax",
        ),
        k("json-duplicate-key", swap(REVOKE, '"sequence": 1,', '"sequence": 1,\n  "sequence": 2,')),
        k("json-lone-surrogate", swap(REVOKE, "issued-in-error", "issued-in-\\ud800error")),
        k("json-unsafe-number", swap(REVOKE, '"sequence": 1,', '"sequence": 9007199254740993,')),
        k("json-too-deep", swap(REVOKE, '"sequence": 1,', '"sequence": ' + "[" * 70 + "]" * 70 + ",")),
    ]


def fields_cases() -> list[Case]:
    """Fields, by the schemas."""
    return [
        p("field-missing", swap(DEF, "approver: Education Committee\n", "")),
        p("field-missing-nested", swap(DEF, "    pass: All ten steps, twice.\n", ""), codes="field-missing"),
        p("field-missing-registry", swap(REG, "languages: [en]\n", ""), codes="field-missing"),
        p("field-unknown", swap(DEF, "audience:", "audiences:"), codes="field-missing field-unknown"),
        p("field-unknown-added", swap(ISS, "name: Example", "motto: Well done\nname: Example"), codes="field-unknown"),
        p("field-empty", swap(DEF, "approver: Education Committee", "approver:")),
        p("field-empty-group", swap(DEF, "  reviewed: 2026-01-10", '  reviewed: ""'), codes="field-empty"),
        p("value-type", swap(DEF, "topics:\n  - Wound care", "topics: Wound care")),
        p("value-type-list", swap(DEF, "context: Online, then at work.", "context: [Online]"), codes="value-type"),
        p("value-type-boolean", swap(REG, "example: true", "example: yes"), codes="value-type"),
        p(
            "silence-not-allowed-list",
            swap(DEF, "topics:\n  - Wound care", "topics: none"),
            codes="silence-not-allowed",
        ),
        p("value-not-allowed", swap(DEF, "type: micro-credential", "type: microcredential")),
        p("value-not-allowed-mode", swap(DEF, "mode: online, own time", "mode: online"), codes="value-not-allowed"),
        p("silence-not-allowed", swap(DEF, "title: Wound care for community nurses", "title: not stated")),
        p(
            "silence-not-allowed-none",
            swap(DEF, "context: Online, then at work.", "context: none"),
            codes="silence-not-allowed",
        ),
        p("silence-misspelt", swap(DEF, "label: not stated", "label: Not stated")),
        p("silence-misspelt-null", swap(DEF, "label: not stated", "label: ~"), codes="silence-misspelt"),
        p("list-empty", swap(DEF, "topics:\n  - Wound care", "topics: []")),
        p("list-too-long", swap(REG, "[en]", "[" + ", ".join(f"a{chr(97 + n)}" for n in range(21)) + "]")),
        p("list-repeats", swap(DEF, "  - Wound care\n", "  - Wound care\n  - Wound care\n")),
        p(
            "list-repeats-alignments",
            swap(DEF, "alignments: none", "alignments:\n" + (2 * ALIGNMENT).rstrip()),
            codes="list-repeats",
        ),
        p(
            "text-too-long",
            swap(DEF, "title: Wound care for community nurses", "title: Wound care " + "for nurses " * 12 + "x"),
        ),
        p("text-not-one-line", swap(DEF, "approver: Education Committee", "approver: |\n  Education\n  Committee")),
        p(
            "number-malformed",
            swap(DEF, "credits: none", "credits:\n  amount: two\n  scheme: CPD\n  accreditor: not stated"),
        ),
        p(
            "number-out-of-range",
            swap(DEF, "type: micro-credential", PATHWAY.format("0", "podiatry")),
            second(),
            codes="number-out-of-range",
        ),
        p("date-malformed", swap(DEF, "reviewed: 2026-01-10", "reviewed: 2026-02-30")),
        p("date-malformed-order", swap(ISS, "from: 2026-01-01", "from: 01/02/2026"), codes="date-malformed"),
        k("time-malformed", change(KEY, validFrom="2026-01-05"), codes="time-malformed"),
        p("address-malformed", swap(ISS, "url: https://society.example/", "url: http://society.example/")),
        p("language-malformed", swap(DEF, "language: en", "language: English")),
        p("period-malformed", swap(DEF, "period: P3Y", "period: 3 years")),
        p("version-malformed", swap(DEF, 'version: "1.0"', "version: 1")),
        p(
            "version-malformed-folder",
            put("credentials/wound-care/versions/one/index.md", "x\n"),
            codes="version-malformed",
        ),
        p("slug-malformed", swap(DEF, "issuer: society", "issuer: Example Society")),
        p(
            "slug-malformed-folder",
            put("credentials/Wound_Care/index.md", base.DEFINITION.replace("community", "district")),
            codes="slug-malformed",
        ),
        p("badge-name-malformed", swap(DEF, "language: en", "language: en\nbadge: ../badge.svg")),
        p("contact-malformed", swap(ISS, "contact: office@society.example", "contact: ask at the desk")),
        k("digest-malformed", change(ENTRY, digest="ABCDEF")),
        k("list-name-malformed", change(KEY, lists=["l1"]), codes="list-name-malformed"),
        p("base-url-malformed", swap(REG, "https://society.example/registry/", "https://society.example/registry")),
        p("base-url-malformed-address", swap(REG, "//society.example/", "//192.0.2.1/"), codes="base-url-malformed"),
        p("tool-version-malformed", swap(REG, '"0.1.0"', "latest")),
        p("tool-version", swap(REG, '"0.1.0"', '"0.0.9"')),
        p("colour-malformed", swap(REG, 'testamur: "0.1.0"', 'testamur: "0.1.0"\naccent: plum')),
        p(
            "field-empty-colour",
            swap(REG, 'testamur: "0.1.0"', 'testamur: "0.1.0"\naccent: #7a1f5c'),
            codes="field-empty",
        ),
        p("accent-moved", swap(REG, 'testamur: "0.1.0"', 'testamur: "0.1.0"\naccent: "#ffdd00"')),
        p("logo-missing", swap(REG, 'testamur: "0.1.0"', 'testamur: "0.1.0"\nlogo: logo.svg')),
        p(
            "image-unsafe-logo",
            swap(REG, 'testamur: "0.1.0"', 'testamur: "0.1.0"\nlogo: logo.svg'),
            put("logo.svg", SVG.format("<script>alert(1)</script>")),
            codes="image-unsafe",
        ),
        k(
            "base-url-changed",
            swap(REG, "https://society.example/registry/", "https://awards.society.example/"),
            codes="base-url-changed",
        ),
    ]


def definitions_cases() -> list[Case]:
    """Rules of definitions, texts and what is personal."""
    pathway = swap(DEF, "type: micro-credential", PATHWAY.format("all", "podiatry"))
    return [
        p("title-generic", swap(DEF, "Wound care for community nurses", "Certificate of Education")),
        p("title-repeated", second(title="title: Wound  Care for community Nurses")),
        p("summary-too-long", swap(DEF, "at your home.", "at your home, " + "carefully " * 80)),
        p("approver-is-person", swap(DEF, "Education Committee", "Dr. Ada Example")),
        p(
            "competency-without-assessment",
            lambda files: files.update({DEF: _assessed_by(files[DEF], "assessments: none")}),
        ),
        p("type-against-basis", swap(DEF, "basis: competency", "basis: participation")),
        p("credits-missing", swap(DEF, "type: micro-credential", "type: cpd-credit")),
        p("review-in-future", swap(DEF, "reviewed: 2026-01-10", "reviewed: 2026-03-02")),
        p("review-order", swap(DEF, "next_review: 2027-01-10", "next_review: 2025-01-10")),
        p(
            "review-overdue",
            swap(
                DEF,
                "reviewed: 2026-01-10\n  next_review: 2027-01-10",
                "reviewed: 2025-01-10\n  next_review: 2026-02-28",
            ),
        ),
        p("renewal-missing", swap(DEF, "renewal_show: One observed practice.", "renewal_show: none")),
        p("renewal-without-period", swap(DEF, "period: P3Y", "period: none")),
        p("issuer-unknown", swap(DEF, "issuer: society", "issuer: societe")),
        p("definition-unknown", swap(ISS, "definition: wound-care", "definition: wound-car")),
        p(
            "definition-unknown-pathway",
            swap(DEF, "type: micro-credential", PATHWAY.format("all", "podiatri")),
            second(),
            codes="definition-unknown",
        ),
        p("pathway-without-requirements", swap(DEF, "type: micro-credential", "type: pathway")),
        p(
            "requirements-without-pathway",
            swap(DEF, "type: micro-credential", PATHWAY.format("all", "podiatry").replace("pathway", "certificate")),
            second(),
        ),
        p("pathway-circle", pathway, second(type=PATHWAY.format("all", "wound-care"))),
        p(
            "pathway-circle-itself",
            swap(DEF, "type: micro-credential", PATHWAY.format("all", "wound-care")),
            codes="pathway-circle",
        ),
        p("at-least-too-many", swap(DEF, "type: micro-credential", PATHWAY.format("2", "podiatry")), second()),
        p(
            "translation-unmatched",
            swap(REG, "[en]", "[en, es]"),
            put(SPANISH, TRANSLATION.format("1.0", "label: Curso\naudience: [Enfermería comunitaria, Cuidadores]\n")),
        ),
        p("translation-outdated", swap(REG, "[en]", "[en, es]"), put(SPANISH, TRANSLATION.format("0.9", ""))),
        p("translation-unused", put(SPANISH, TRANSLATION.format("1.0", ""))),
        p(
            "translation-unused-settings",
            swap(REG, "languages: [en]", "languages: [en]\ntranslations:\n  - language: es\n    name: Registro"),
            codes="translation-unused",
        ),
        p(
            "translation-unused-twice",
            swap(
                REG,
                "languages: [en]",
                "languages: [en]\ntranslations:\n  - language: en\n    name: The registry",
            ),
            codes="translation-unused",
        ),
        p(
            "translation-unmatched-settings",
            swap(REG, "description: A small registry for tests.", "description: not stated"),
            swap(
                REG,
                "languages: [en]",
                "languages: [en, es]\ntranslations:\n  - language: es\n    description: Un registro pequeño.",
            ),
            codes="translation-unmatched",
        ),
        p("markdown-html", swap(DEF, "Dresses two wounds", "<script>alert(1)</script>\nDresses <b>two</b> wounds")),
        p(
            "markdown-link",
            swap(DEF, "Dresses two wounds", "[Dresses](javascript:alert(1)) [two](http://society.example/) wounds"),
        ),
        p(
            "markdown-link-entity",
            swap(DEF, "Dresses two wounds", "[Dresses](&#106;avascript:alert) two wounds\n\n[a]: //evil.example/"),
            codes="markdown-link",
        ),
        p(
            "markdown-link-relative",
            swap(DEF, "Dresses two wounds", "[Dresses](../other/) [two](#top) wounds"),
            codes="markdown-link",
        ),
        p(
            "markdown-brackets",
            swap(DEF, "Dresses two wounds", f"{'[' * 2001} Dresses two wounds"),
        ),
        p(
            "markdown-image",
            swap(DEF, "Dresses two wounds", "![Counter](https://tracker.example/a.gif) Dresses two wounds"),
        ),
        p(
            "text-template",
            swap(DEF, "title: Wound care for community nurses", 'title: "{{ 7 * 7 }} ${{ github.token }} wound care"'),
        ),
        p("personal-email", swap(DEF, "Dresses two wounds", "Ask ada.example@society.example. Dresses two wounds")),
        p(
            "personal-email-registry",
            swap(REG, "A small registry", "Kept by ada@society.example. A small registry"),
            codes="personal-email",
        ),
        p("personal-mailbox", swap(ISS, "office@society", "ada.example@society")),
        p(
            "personal-identifier",
            swap(DEF, "Dresses two wounds", "See https://orcid.org/0000-0002-1825-0097. Dresses two wounds"),
        ),
        p(
            "personal-identifier-page",
            swap(ISS, "A fictional", "[Chair](https://www.linkedin.com/in/ada-example). A fictional"),
            codes="personal-identifier",
        ),
        p(
            "personal-email-escaped",
            swap(DEF, "approver: Education Committee", 'approver: "Education Committee, ada\\x40society.example"'),
            codes="personal-email",
        ),
        p(
            "personal-mailbox-role",
            swap(REG, "example: true", "role_mailboxes:\n  - ada.example@society.example\nexample: true"),
            codes="personal-mailbox",
        ),
        p(
            "personal-identifier-folder",
            *badge(SVG.format(f"<!-- drawn in /home/ada/badges -->\n{CIRCLE}")),
            codes="personal-identifier",
        ),
        p("personal-phone", swap(DEF, "Dresses two wounds", "Call +44 20 7946 0958. Dresses two wounds")),
        p(
            "personal-phone-national",
            swap(DEF, "Dresses two wounds", "Phone: 020 7946 0958. Dresses two wounds"),
            codes="personal-phone",
        ),
        p("personal-number", swap(DEF, "Dresses two wounds", "Passed by 943 476 5919. Dresses two wounds")),
        p(
            "personal-number-account",
            swap(DEF, "  cost: none", "  cost: To be paid to GB82 WEST 1234 5698 7654 32"),
            codes="personal-number",
        ),
        p("personal-hash", swap(DEF, "Dresses two wounds", "sha256$b94d27b9934d3e08 dresses two wounds")),
        p(
            "personal-hash-bare",
            swap(DEF, "Dresses two wounds", "Holder d41d8cd98f00b204e9800998ecf8427e. Dresses two wounds"),
            codes="personal-hash",
        ),
        p("personal-name", swap(DEF, "Dresses two wounds", "Taught by Dr Ada Example. Dresses two wounds")),
        p("personal-name-likely", swap(DEF, "Dresses two wounds", "Contact: Ada Example. Dresses two wounds")),
        p(
            "approver-is-person-letters",
            swap(DEF, "Education Committee", "Ada Example, MD PhD"),
            codes="approver-is-person",
        ),
        p(
            "approver-is-person-quality",
            swap(DEF, "assured_by: not stated", "assured_by: A. Example"),
            codes="approver-is-person",
        ),
        k("value-not-allowed-reason", change(REVOKE, reason="failed her exam twice"), codes="value-not-allowed"),
        p("badge-missing", swap(DEF, "language: en", "language: en\nbadge: badge.svg")),
        p("image-unused", put("credentials/wound-care/old.svg", SVG.format(CIRCLE))),
        p("image-malformed", *badge(SVG.format(CIRCLE).replace("</svg>", ""))),
        p(
            "image-malformed-root",
            *badge(SVG.format(CIRCLE).replace('xmlns="http://www.w3.org/2000/svg" ', "")),
            codes="image-malformed",
        ),
        p("image-malformed-png", *png(100, 100, after=b"PK\x03\x04"), codes="image-malformed"),
        p(
            "image-malformed-cut",
            swap(DEF, "language: en", "language: en\nbadge: badge.png"),
            put("credentials/wound-care/badge.png", b"\x89PNG\r\n\x1a\n\0\0"),
            codes="image-malformed",
        ),
        p("image-heavy", *png(140, 140, line=random.Random(0).randbytes)),  # noqa: S311 - no secret is drawn
        p("image-unsafe-script", *badge(SVG.format("<script>alert(1)</script>")), codes="image-unsafe"),
        p("image-unsafe-event", *badge(SVG.format('<g onload="alert(1)">' + CIRCLE + "</g>")), codes="image-unsafe"),
        p(
            "image-unsafe-set",
            *badge(SVG.format('<a><set attributeName="href" to="javascript:alert(1)"/></a>')),
            codes="image-unsafe",
        ),
        p(
            "image-unsafe-foreign",
            *badge(SVG.format('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>')),
            codes="image-unsafe",
        ),
        p(
            "image-unsafe-style",
            *badge(SVG.format("<style>@import url(https://evil.example/a.css);</style>")),
            codes="image-unsafe",
        ),
        p(
            "image-unsafe-entity",
            *badge('<!DOCTYPE svg [<!ENTITY a "aaaa">]>\n' + SVG.format("<text>&a;</text>")),
            codes="image-unsafe",
        ),
        p(
            "image-unsafe-instruction",
            *badge('<?xml-stylesheet href="https://evil.example/a.css"?>\n' + SVG.format(CIRCLE)),
            codes="image-unsafe",
        ),
        p("image-reaches-out", *badge(SVG.format('<use href="https://evil.example/a.svg#b"/>'))),
        p(
            "image-reaches-out-style",
            *badge(SVG.format('<path d="M0 0" style="fill: url(https://evil.example/a)"/>')),
            codes="image-reaches-out",
        ),
        p("image-too-complex", *badge(SVG.format(_repeated(6)))),
        p(
            "image-too-complex-circle",
            *badge(SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')),
            codes="image-too-complex",
        ),
        p("image-not-square", *badge(SVG.format(CIRCLE).replace("0 0 100 100", "0 0 100 60"))),
        p("image-not-square-png", *png(100, 90), codes="image-not-square"),
        p("image-size", *png(16, 16)),
        p("image-metadata", *png(100, 100, chunk(b"tEXt", b"Author\0Ada Example"))),
    ]


def _assessed_by(data: bytes, line: str) -> bytes:
    text = data.decode()
    start, end = text.index("assessments:"), text.index("evidence:")
    return (text[:start] + line + "\n" + text[end:]).encode()


def _repeated(levels: int) -> str:
    lines = [f'<g id="l0">{CIRCLE}</g>']
    lines += [f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>" for n in range(1, levels + 1)]
    return "\n".join(lines)


def awards_cases() -> list[Case]:
    """Frozen versions, keys, ledger, withdrawals and lists."""
    return [
        k("awarded-version-changed", swap(DEF, "Dresses two wounds", "Dresses three wounds")),
        k("version-went-back", swap(DEF, 'version: "1.0"', 'version: "0.9"')),
        k("frozen-incomplete", drop(f"{FROZEN}/details.json")),
        k("frozen-unexpected", put(f"{FROZEN}/notes.md", "x\n"), codes="frozen-unexpected"),
        k(
            "frozen-version-differs",
            swap(f"{FROZEN}/index.md", 'version: "1.0"', 'version: "1.1"'),
            codes="frozen-version-differs",
        ),
        k(
            "frozen-document-differs",
            swap(f"{FROZEN}/achievement.json", "Dresses two wounds", "Dresses three wounds"),
            codes="frozen-changed frozen-document-differs",
        ),
        k(
            "frozen-changed",
            lambda files: files.update(
                {
                    path: data.replace(b"two wounds", b"ten wounds")
                    for path, data in files.items()
                    if path in {DEF, f"{FROZEN}/index.md", f"{FROZEN}/achievement.json"}
                }
            ),
            codes="frozen-changed",
        ),
        k(
            "frozen-without-award",
            drop_below("/awards/", "/withdrawals/"),
            put_made(base.signed_list("a1")),
            put_made(base.signed_list("a1", holds=True)),
        ),
        p("scope-dates", swap(ISS, "from: 2026-01-01", "from: 2026-01-01\n    until: 2025-12-31")),
        p("described-issuer-awards", swap(ISS, "contact:", "described_in: A study (2020)\ncontact:")),
        k(
            "described-issuer-keys",
            swap(ISS, "awards:\n  - definition: wound-care\n    from: 2026-01-01", "described_in: A study (2020)"),
            codes="described-issuer-keys issued-outside-scope",
        ),
        p("key-malformed", put_made(base.key_file("society-2026", publicKeyMultibase="z" + NO_POINT))),
        p("key-not-canonical", put_made(base.key_file("society-2026", publicKeyMultibase="z" + NOT_CANONICAL))),
        p("key-small-order", put_made(base.key_file("society-2026", publicKeyMultibase="z" + SMALL_ORDER))),
        p("key-type", put_made(base.key_file("society-2026", publicKeyMultibase="z" + SECP256K1))),
        k(
            "key-malformed-signer",
            put(
                base.key_file("society-2024")[0],
                base.key_file("society-2024", publicKeyMultibase="z" + NO_POINT, lists=["b2"])[1],
            ),
            put_made(base.signed_list("a1", (base.REVOKED, base.HELD), seed="society-2024")),
            put_made(base.signed_list("a1", (base.HELD,), holds=True, seed="society-2024")),
            codes="key-malformed",
        ),
        k("key-file-name", change(KEY, publicKeyMultibase=OTHER_KEY)),
        k("key-dates", change(KEY, retired="2025-01-01T00:00:00Z")),
        k(
            "key-in-future",
            put_made(base.key_file("society-2024", validFrom="2026-04-01T00:00:00Z", lists=["b2"])),
            put_made(base.signed_list("b2")),
            put_made(base.signed_list("b2", holds=True)),
        ),
        p(
            "key-published-seed",
            swap(REG, "example: true\n", ""),
            put_made(base.key_file("society-2026")),
            put_made(base.signed_list("a1")),
            put_made(base.signed_list("a1", holds=True)),
        ),
        k("list-name-taken", put_made(base.key_file("society-2024", validFrom="2026-01-06T00:00:00Z"))),
        k("trusted-list-foreign", change(KEY, compromised={"declared": "2026-02-01T00:00:00Z", "trusted": {"b2": {}}})),
        k("trusted-differs", *compromise(), entry(8), codes="trusted-differs"),
        k("ledger-path", change(ENTRY, index=8)),
        k(
            "ledger-path-part",
            lambda files: files.update({ENTRY.replace("/0/", "/1/"): files.pop(ENTRY)}),
            codes="ledger-path",
        ),
        k("ledger-key-unknown", change(ENTRY, key=OTHER_KEY)),
        k(
            "ledger-list-foreign",
            put_made(base.key_file("society-2024", lists=["b2"])),
            put_made(base.signed_list("b2")),
            put_made(base.signed_list("b2", holds=True)),
            change(ENTRY, key=OTHER_KEY),
        ),
        k("ledger-definition-unknown", change(ENTRY, definition="podiatry")),
        k("ledger-version-not-frozen", change(ENTRY, version="1.1")),
        k("ledger-version-digest", change(ENTRY, versionDigest=GOOD_PART)),
        k("ledger-digest-repeated", entry(8, digest=hashlib.sha256(b"award 7").hexdigest())),
        k("issued-in-future", change(ENTRY, issued="2026-03-02")),
        k("issued-outside-key-window", change(ENTRY, issued="2026-01-04")),
        k(
            "issued-outside-key-window-retired",
            change(KEY, retired="2026-01-19T00:00:00Z"),
            codes="issued-outside-key-window list-signed-by-old-key",
        ),
        k("issued-outside-scope", swap(ISS, "from: 2026-01-01", "from: 2026-01-01\n    until: 2026-01-19")),
        k(
            "issued-outside-scope-definition",
            swap(ISS, "definition: wound-care", "definition: podiatry"),
            second(),
            codes="issued-outside-scope",
        ),
        k("number-wrong", change(REVOKE, number="A1-04K7Y")),
        k("withdrawal-number-differs", change(REVOKE, index=4712)),
        k("withdrawal-path", change(REVOKE, sequence=2)),
        k(
            "withdrawal-without-award",
            event(8, 1, "revoke", date(2026, 1, 25)),
            codes="awaiting-signature withdrawal-without-award",
        ),
        k("withdrawal-before-award", change(REVOKE, date="2026-01-19")),
        k("withdrawal-in-future", change(REVOKE, date="2026-03-02")),
        k(
            "withdrawal-gap",
            event(base.HELD, 3, "reinstate", date(2026, 1, 27), "review-ended"),
            put_made(base.signed_list("a1", (base.REVOKED,))),
            put_made(base.signed_list("a1", holds=True)),
        ),
        k(
            "withdrawal-dates-back",
            event(base.HELD, 2, "revoke", date(2026, 1, 25)),
            put_made(base.signed_list("a1", holds=True)),
        ),
        k(
            "withdrawal-order",
            event(base.REVOKED, 2, "reinstate", date(2026, 1, 27), "review-ended"),
            put_made(base.signed_list("a1", (base.HELD,))),
        ),
        k(
            "withdrawal-order-reinstate",
            event(7, 1, "reinstate", date(2026, 1, 27), "review-ended"),
            codes="withdrawal-order",
        ),
        k("withdrawal-reason", change(REVOKE, reason="under-review")),
        k("awaiting-signature", event(7, 1, "revoke", date(2026, 2, 20))),
        k(
            "awaiting-signature-reinstated",
            event(base.HELD, 2, "reinstate", date(2026, 2, 20), "review-ended"),
            codes="awaiting-signature",
        ),
        k("awaiting-signature-no-list", drop(HOLDS), codes="awaiting-signature"),
        k(
            "list-out-of-date",
            put_made(base.signed_list("a1", (base.REVOKED, base.HELD), signed=datetime(2025, 1, 20, tzinfo=UTC))),
        ),
        k(
            "list-in-future",
            put_made(base.signed_list("a1", (base.REVOKED, base.HELD), signed=datetime(2026, 3, 2, tzinfo=UTC))),
        ),
        k("list-signed-by-old-key", change(KEY, retired="2026-02-10T00:00:00Z")),
        k("list-signer-unknown", put_made(base.signed_list("a1", (base.REVOKED, base.HELD), seed="stranger"))),
        k(
            "list-proof-invalid",
            swap(LIST, '"validFrom": "2026-02-01T09:00:00Z"', '"validFrom": "2026-02-02T09:00:00Z"'),
        ),
        k("list-identity", lambda files: files.update({LIST: files[HOLDS]})),
        k(
            "list-malformed",
            put_made(
                base.signed_list(
                    "a1",
                    credentialSubject={
                        "id": f"{base.BASE_URL}issuers/society/status/a1.json#list",
                        "type": "BitstringStatusList",
                        "statusPurpose": "revocation",
                        "encodedList": "uH4sIAAAAAAAA_2NgAAAAAAAAAA",
                    },
                )
            ),
        ),
        k("list-bits-undeclared", drop(REVOKE)),
        k("list-without-key", put_made(base.signed_list("c3"))),
        k("field-unknown-ledger", change(ENTRY, name="Ada Example"), codes="field-unknown"),
    ]


def endorsement_cases() -> list[Case]:
    """What others say of a definition or an issuer, and the documents of their keys."""
    tampered = said.endorsement().replace(b"We watched", b"We praise")
    return [
        p("endorser-id-malformed", said.endorsed(named=said.NAMED.replace("did:web:", "www."))),
        p("endorser-unknown", said.endorsed(), drop(said.DOCUMENT), swap(REG, said.NAMED, "")),
        p("endorser-document", said.endorsed(), put(said.DOCUMENT, "{}\n"), drop(said.AWARD)),
        p("endorser-document-stranger", said.endorsed(), put("endorsers/other.json", said.document(name=ELSEWHERE))),
        p("endorser-document-twice", said.endorsed(), put("endorsers/other.json", said.document())),
        p("endorsement-malformed", said.endorsed(type=["VerifiableCredential"])),
        p("endorsement-malformed-undated", said.endorsed(validFrom=None)),
        p("endorsement-malformed-text", said.endorsed(data=b"{\n")),
        p("endorsement-malformed-name", said.endorsed(path=said.AWARD.replace(".json", ".jwt"))),
        p("endorsement-altered", said.endorsed(data=tampered)),
        p("endorsement-altered-signer", said.endorsed(data=said.endorsement().replace(b'"z', b'"zz'))),
        p(
            "endorsement-of-another",
            second(),
            said.endorsed(about=f"{base.BASE_URL}credentials/podiatry/1.0/achievement.json"),
        ),
        p("endorsement-of-another-issuer", said.endorsed(path=said.BODY)),
        k("endorsement-by-itself", said.endorsed(by=base.DID, seed="society-2026")),
        p("endorsement-key", said.endorsed(seed="stranger")),
        p("endorsement-not-checked", said.endorsed(), drop(said.DOCUMENT)),
        p("endorsement-not-in-force", said.endorsed(valid_until="2026-02-01T00:00:00Z")),
        p("endorsement-not-in-force-yet", said.endorsed(valid_from="2026-04-01T00:00:00Z")),
        p(
            "endorsement-not-in-force-withdrawn",
            said.endorsed(credentialStatus=said.STATUS),
            put("endorsers/council-list.json", said.status_list(7)),
        ),
        p("key-published-seed-endorser", said.endorsed(), swap(REG, "example: true\n", ""), codes="key-published-seed"),
    ]


def expected_codes(case: Case) -> tuple[str, ...]:
    """The codes of a case's row, or the one that its name begins with."""
    if case.codes or case.name.startswith("_"):
        return case.codes
    known = (code for code in codes("check") if case.name == code or case.name.startswith(f"{code}-"))
    return (max(known, key=len),)


def write(case: Case, files: Files) -> str:
    """Write a case's registry and answer what check says of it, or stop."""
    folder = OUT / case.name
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in files.items():
        target = folder / "in" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    if case.link:
        link = folder / "in" / case.link[0]
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(case.link[1])
    sources, found = read_sources(folder / "in")
    checked = check_registry(sources, at=base.TIME, tool_version="0.1.0")
    findings = sorted_findings((*found, *checked.findings))
    text = plain(findings)
    (folder / "expected.txt").write_text(text, encoding="utf-8")
    if case.name in MENDS:
        steps = json.dumps(MENDS[case.name], indent=2, ensure_ascii=False)
        (folder / "mend.json").write_text(f"{steps}\n", encoding="utf-8")
    codes = tuple(sorted({finding.code for finding in findings}))
    return "" if codes == tuple(sorted(expected_codes(case))) else f"{case.name}: {codes}\n{text}"


def main() -> int:
    """Write every case; 1 when one of them is not what its row says."""
    cases = [*files_cases(), *fields_cases(), *definitions_cases(), *awards_cases(), *endorsement_cases()]
    plain, keyed = base.plain(), base.keyed()
    wrong = []
    for case in cases:
        files = dict(keyed if case.keyed else plain)
        for edit in case.edits:
            edit(files)
        if problem := write(case, files):
            wrong.append(problem)
    for name, files in (("_plain", plain), ("_keyed", keyed)):
        if problem := write(Case(name, ()), files):
            wrong.append(problem)
    print("\n\n".join(wrong))
    print(f"{len(cases)} cases, {len(wrong)} not as their rows say")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
