"""Cases that end at steps 1 to 3: bytes, shape, and words that might not mean what they say."""

import json
from copy import deepcopy
from typing import Any

from tests.casebook.book import Book, ends
from tests.casebook.forge import json_text
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    Json,
    achievement,
    award,
    signed,
    subject,
    unsigned,
)

VC = "https://www.w3.org/2018/credentials#"


def write(book: Book) -> None:
    """Write the cases down."""
    _bytes(book)
    _shape(book)
    _renamed(book)
    _contexts(book)
    _words(book)
    _work(book)


def _bytes(book: Book) -> None:
    plain = json_text(award())
    one_line = json.dumps(award()).encode()

    def refuse(name: str, title: str, data: bytes, reason: str, threats: tuple[int, ...] = ()) -> None:
        book.add(name, title, data, ends("read", reason, "unreadable"), threats=threats)

    refuse(
        "json-too-large",
        "A megabyte and one byte, most of it white space",
        plain.rstrip() + b" " * (1_048_577 - len(plain.rstrip())),
        "json_too_large",
        (33,),
    )
    refuse("json-not-utf8", "A name in Latin-1", plain.replace(b"Noa Marlow", b"No\xe9 Marlow"), "json_not_utf8")
    refuse(
        "json-overlong",
        "A slash in two bytes of UTF-8",
        plain.replace(b"Noa Marlow", b"Noa\xc0\xafMarlow"),
        "json_not_utf8",
    )
    refuse(
        "json-surrogate-bytes",
        "A surrogate in three bytes of UTF-8",
        plain.replace(b"Noa Marlow", b"Noa\xed\xa0\x80"),
        "json_not_utf8",
        (25,),
    )
    refuse("json-bom", "A byte-order mark before it", b"\xef\xbb\xbf" + plain, "json_not_utf8")
    refuse("json-utf16", "The whole in UTF-16", plain.decode().encode("utf-16-le"), "json_syntax")
    refuse("json-image", "A picture", b"\xff\xd8\xff\xe0\0\x10JFIF", "json_not_utf8")
    refuse("json-cut-off", "The end is missing", one_line[:-1], "json_syntax")
    refuse("json-twice", "Two credentials in one file", plain + plain, "json_syntax")
    refuse("json-comma", "A comma too many", one_line[:-1] + b",}", "json_syntax")
    refuse("json-comment", "A comment", one_line[:-1] + b"/* signed */}", "json_syntax")
    refuse("json-single-quotes", "Single quotes", one_line.replace(b'"', b"'"), "json_syntax")
    refuse(
        "json-control-character",
        "A raw line end in a text",
        plain.replace(b"Noa Marlow", b"Noa\nMarlow"),
        "json_syntax",
    )
    refuse("json-escape", "An escape that JSON does not have", plain.replace(b"Noa Marlow", b"Noa\\x20"), "json_syntax")
    refuse(
        "json-no-break-space",
        "A no-break space between two members",
        one_line.replace(b', "id"', ',\u00a0"id"'.encode(), 1),
        "json_syntax",
    )
    for word in ("NaN", "Infinity", "True", "01", "+1", ".5", "1.", "1e", "0x10"):
        refuse(
            f"json-word-{word.lower().replace('+', 'plus').replace('.', 'dot')}",
            f"{word} for a number",
            one_line[:-1] + f', "weight": {word}}}'.encode(),
            "json_syntax",
        )
    for name, title, member in (
        ("json-duplicate-key", "validUntil twice, an early and a late one", b'"validUntil": "2031-01-01T00:00:00Z", '),
        ("json-duplicate-key-equal", "validFrom twice with the same value", b'"validFrom": "2026-03-01T00:00:00Z", '),
        ("json-duplicate-key-escaped", "A key twice, once written in escapes", b'"\\u0069d": "urn:uuid:0", '),
    ):
        refuse(name, title, b"{" + member + one_line[1:], "json_duplicate_key", (27,))
    refuse(
        "json-duplicate-key-deep",
        "A key twice deep inside",
        one_line.replace(b'"hashed": false,', b'"hashed": false, "hashed": false,'),
        "json_duplicate_key",
        (27,),
    )
    refuse(
        "json-lone-surrogate",
        "A lone surrogate in place of the replacement character",
        json.dumps(award(name="Facilitator \ufffd")).replace("\\ufffd", "\\ud83d").encode(),
        "json_lone_surrogate",
        (25,),
    )
    refuse(
        "json-lone-surrogate-low",
        "The second half of a pair alone",
        plain.replace(b"Noa Marlow", b"Noa \\uDE00"),
        "json_lone_surrogate",
        (25,),
    )
    refuse(
        "json-lone-surrogate-swapped",
        "A pair the wrong way round",
        plain.replace(b"Noa Marlow", b"\\ude00\\ud83d"),
        "json_lone_surrogate",
        (25,),
    )
    refuse(
        "json-lone-surrogate-key",
        "A lone surrogate in a key",
        one_line[:-1] + b', "\\ud800": 1}',
        "json_lone_surrogate",
        (25,),
    )
    credits_ = {"achievement": achievement() | {"creditsAvailable": 2**53 - 1}}
    refuse(
        "json-unsafe-number",
        "2 to the power of 53 and one, for 2 to the power of 53",
        json_text(award(credentialSubject=subject(**credits_))).replace(b"9007199254740991", b"9007199254740993"),
        "json_unsafe_number",
        (26,),
    )
    refuse(
        "json-unsafe-number-negative",
        "Minus 2 to the power of 53",
        one_line[:-1] + b', "weight": -9007199254740992}',
        "json_unsafe_number",
        (26,),
    )
    refuse(
        "json-endless-number",
        "A number that is not finite",
        one_line[:-1] + b', "weight": 1e400}',
        "json_unsafe_number",
        (26,),
    )
    refuse(
        "json-too-deep",
        "Arrays nested two thousand deep",
        one_line[:-1] + b', "tree": ' + b"[" * 2000 + b"]" * 2000 + b"}",
        "json_too_deep",
        (33,),
    )
    refuse(
        "json-too-deep-edge",
        "Nested 65 deep",
        one_line[:-1] + b', "tree": ' + b"[" * 64 + b"]" * 64 + b"}",
        "json_too_deep",
        (33,),
    )
    refuse(
        "json-first-fault",
        "Nested too deep, and a key twice before that",
        b'{"a": 1, "a": ' + b"[" * 70 + b"]" * 70 + b"}",
        "json_duplicate_key",
        (27, 33),
    )
    refuse("json-deep-before-syntax", "Brackets that never close", b"[" * 100_000, "json_too_deep", (33,))
    refuse("format-empty", "An empty file", b"", "format_unknown")
    refuse("format-jwt", "A token", b"eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.", "not_a_credential")
    refuse("format-xml", "Marks, and no drawing", b'<p xmlns="http://www.w3.org/1999/xhtml"/>', "format_unknown")
    refuse("format-number", "A number", b"42", "format_unknown")
    refuse("not-an-object", "An array of credentials", json_text([award()]), "not_a_credential")
    refuse("not-a-type", "An object without a type", json_text({"id": "urn:x:1"}), "not_a_credential")
    refuse("not-a-credential", "Another kind of object", json_text({"type": ["Achievement"]}), "not_a_credential")
    refuse(
        "type-in-other-case",
        "The type in lower case",
        json_text(award() | {"type": ["verifiablecredential"]}),
        "not_a_credential",
    )
    book.add(
        "json-deep-enough",
        "Nested 64 deep is read, and then not defined",
        one_line[:-1] + b', "tree": ' + b"[" * 63 + b"1" + b"]" * 63 + b"}",
        ends("context", "not_own_compaction"),
    )


def _shape(book: Book) -> None:
    plain = award()

    def refuse(
        name: str,
        title: str,
        reason: str,
        verdict: str = "altered",
        *,
        contexts: Any = plain["@context"],
        **changes: Any,
    ) -> None:
        changed = plain | {"@context": contexts} | changes
        document = {member: value for member, value in changed.items() if value is not None}
        book.add(name, title, document, ends("shape", reason, verdict))

    refuse("proof-missing", "No proof at all", "proof_missing", proof=None)
    refuse("proof-text", "A text for a proof", "proof_malformed", proof="z1")
    # With a second fault behind the first, by which one verifier was once misled.
    nothing = plain | {"proof": None, "validUntil": None}
    book.add("proof-null", "Nothing in the place of the proof", nothing, ends("shape", "proof_malformed"))
    refuse("context-missing", "No contexts", "context_malformed", contexts=None)
    refuse("context-number", "A number for a context", "context_malformed", contexts=[CREDENTIALS_V2, 1])
    refuse("context-object", "An object for the contexts", "context_malformed", contexts={"@vocab": VC})
    refuse(
        "context-order",
        "The contexts the other way round",
        "data_model_unknown",
        "unfinished",
        contexts=[BADGES, CREDENTIALS_V2],
    )
    refuse("id-relative", "A relative id", "id_malformed", id="credentials/7")
    refuse("id-space", "An id with a space", "id_malformed", id="urn:uuid: 7")
    refuse("id-number", "A number for an id", "id_malformed", id=7)
    refuse("issuer-missing", "No issuer", "issuer_malformed", issuer=None)
    refuse("issuer-relative", "A relative issuer", "issuer_malformed", issuer={"id": "harbour", "type": ["Profile"]})
    refuse("issuer-without-id", "An issuer with a name alone", "issuer_malformed", issuer={"name": "Harbour Society"})
    for name, value in (
        ("zone", "2026-03-01T00:00:00"),
        ("day", "2026-03-01"),
        ("february", "2026-02-30T00:00:00Z"),
        ("leap-day", "2026-02-29T00:00:00Z"),
        ("hour", "2026-03-01T24:00:00Z"),
        ("second", "2026-03-01T00:00:60Z"),
        ("year", "12026-03-01T00:00:00Z"),
        ("lower-case", "2026-03-01t00:00:00z"),
        ("zone-hours", "2026-03-01T00:00:00+15:00"),
        ("digits", "２０２６-03-01T00:00:00Z"),
        ("space", "2026-03-01T00:00:00Z\n"),
        ("year-zero", "0000-03-01T00:00:00Z"),
    ):
        refuse(f"date-{name}", f"validFrom is {value!r}", "date_malformed", validFrom=value)
    refuse("date-until", "A validUntil that is no date", "date_malformed", validUntil="never")
    refuse("date-number", "A number for a date", "date_malformed", validUntil=1893456000)
    refuse("subject-missing", "No subject", "subject_malformed", credentialSubject=None)
    refuse(
        "subjects-two", "Two subjects", "subject_malformed", credentialSubject=[subject(), subject(id="did:example:2")]
    )
    refuse(
        "achievement-missing",
        "A badge without an achievement",
        "achievement_malformed",
        credentialSubject=subject(achievement=None),
    )
    nameless = {member: value for member, value in achievement().items() if member != "name"}
    refuse(
        "achievement-nameless",
        "An achievement without a name",
        "achievement_malformed",
        credentialSubject=subject(achievement=nameless),
    )
    refuse(
        "achievement-relative",
        "An achievement with a relative id",
        "achievement_malformed",
        credentialSubject=subject(achievement=achievement() | {"id": "achievement.json"}),
    )
    refuse("status-text", "A status that is a text", "status_malformed", credentialStatus="valid")
    refuse(
        "status-typeless",
        "A status without a type",
        "status_malformed",
        credentialStatus={"id": "https://society.example/status#7"},
    )


def _renamed(book: Book) -> None:
    over = award(validUntil="2026-06-01T00:00:00Z")
    hidden = {member: value for member, value in over.items() if member != "validUntil"}
    typed = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": over["validUntil"]}
    book.add(
        "renamed-valid-until",
        "An expired credential whose validUntil goes by its address",
        hidden | {f"{VC}validUntil": typed},
        ends("context", "keyword_in_document"),
        threats=(2,),
    )
    book.add(
        "renamed-valid-until-plain",
        "The same with a bare text",
        hidden | {f"{VC}validUntil": over["validUntil"]},
        ends("context", "not_own_compaction"),
        threats=(2,),
    )
    revoked = award("b2", 8)
    without = {member: value for member, value in revoked.items() if member != "credentialStatus"}
    book.add(
        "renamed-status",
        "A revoked credential whose status goes by its address",
        without | {f"{VC}credentialStatus": revoked["credentialStatus"]},
        ends("context", "not_own_compaction"),
        threats=(3,),
    )
    book.add(
        "included-status",
        "The status moved into @included",
        without | {"@included": [revoked["credentialStatus"]]},
        ends("context", "keyword_in_document"),
        threats=(3,),
    )
    book.add(
        "reversed-status",
        "The status moved into @reverse",
        without | {"@reverse": {"credentialStatus": revoked["credentialStatus"]}},
        ends("context", "keyword_in_document"),
        threats=(3,),
    )
    alias = {"state": {"@id": f"{VC}credentialStatus", "@type": "@id"}}
    book.add(
        "aliased-status",
        "The status under another word, by a context of its own",
        without | {"@context": [*revoked["@context"], alias], "state": revoked["credentialStatus"]},
        ends("context", "context_inline"),
        threats=(3, 4),
    )
    book.add(
        "graph-status",
        "The whole wrapped in @graph",
        revoked | {"@graph": [{"id": "urn:x:1"}]},
        ends("context", "keyword_in_document"),
        threats=(3,),
    )


def _contexts(book: Book) -> None:
    plain = award()
    contexts = plain["@context"]
    for name, title, extra in (
        ("context-inline-empty", "A context of its own that changes nothing", {}),
        ("context-inline-alias", "A context of its own with an alias", {"until": f"{VC}validUntil"}),
        ("context-inline-null", "A word mapped to nothing shows unsigned text", {"remark": None}),
        ("context-inline-vocab", "A vocabulary that defines every word", {"@vocab": "https://evil.example/"}),
    ):
        threats = (4, 5) if name == "context-inline-null" else (4,)
        changed = plain | {"@context": [*contexts, extra], "remark": "Awarded with distinction"}
        book.add(name, title, changed, ends("context", "context_inline"), threats=threats)
    book.add(
        "context-twice",
        "The same context twice",
        plain | {"@context": [*contexts, CREDENTIALS_V2]},
        ends("context", "context_inline"),
        threats=(4,),
    )
    book.add(
        "context-nested",
        "A context inside the subject",
        plain | {"credentialSubject": {"@context": {"name": None}} | plain["credentialSubject"]},
        ends("context", "context_nested"),
        threats=(4, 5),
    )
    book.add(
        "context-nested-known",
        "A known context inside the achievement",
        _within(plain, {"@context": CREDENTIALS_V2}),
        ends("context", "context_nested"),
        threats=(4,),
    )
    book.add(
        "context-proof-other",
        "The proof has other contexts than the document",
        plain | {"proof": {"@context": [CREDENTIALS_V2]} | plain["proof"]},
        ends("context", "context_nested"),
        threats=(4,),
    )
    book.add(
        "context-proof-inline",
        "The proof has a context of its own",
        plain | {"proof": {"@context": {"proofPurpose": None}} | plain["proof"]},
        ends("context", "context_nested"),
        threats=(4,),
    )
    strange = unsigned() | {"@context": [*contexts, "https://evil.example/context.json"], "remark": "With distinction"}
    book.add(
        "context-remote",
        "A context from elsewhere that may change after the signing",
        signed(strange),
        ends("context", "context_unknown", "unfinished", fetched=()),
        threats=(8,),
        documents={"https://evil.example/context.json": {"@context": {"remark": None}}},
    )
    book.add(
        "context-remote-scheme",
        "A known context by http",
        signed(unsigned()) | {"@context": [CREDENTIALS_V2, BADGES.replace("https:", "http:")]},
        ends("context", "context_unknown", "unfinished"),
        threats=(8,),
    )
    book.add(
        "context-order-proof",
        "Too many contexts",
        plain | {"@context": [CREDENTIALS_V2] + [f"https://evil.example/{number}" for number in range(8)]},
        ends("context", "rdf_too_complex"),
        threats=(19,),
    )


def _within(document: Json, changes: Json) -> Json:
    changed = deepcopy(document)
    changed["credentialSubject"]["achievement"] |= changes
    return changed


def _words(book: Book) -> None:
    plain = award()

    def refuse(name: str, title: str, document: Json, reason: str, *threats: int) -> None:
        book.add(name, title, document, ends("context", reason), threats=threats)

    refuse(
        "term-undefined",
        "A word that no context defines, signed as it stands",
        signed(unsigned() | {"distinction": "summa cum laude"}),
        "undefined_term",
        6,
    )
    refuse(
        "term-added",
        "A word that no context defines, added later",
        plain | {"distinction": "summa cum laude"},
        "undefined_term",
        6,
    )
    refuse(
        "term-undefined-deep",
        "An undefined word in the achievement",
        _within(plain, {"level": "expert"}),
        "undefined_term",
        6,
    )
    refuse(
        "term-undefined-proof",
        "An undefined word in the proof",
        plain | {"proof": plain["proof"] | {"remark": "countersigned"}},
        "undefined_term",
        6,
    )
    refuse(
        "type-as-address",
        "The type that asks for an achievement goes by its address",
        plain
        | {"type": ["VerifiableCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"]},
        "not_own_compaction",
        2,
    )
    refuse(
        "method-line-end",
        "An address with a line end behind it, which one JSON-LD library takes off",
        plain | {"proof": plain["proof"] | {"verificationMethod": plain["proof"]["verificationMethod"] + "\n"}},
        "relative_address",
    )
    refuse(
        "type-undefined",
        "An undefined type",
        plain | {"type": [*plain["type"], "ExpertCredential"]},
        "undefined_term",
        6,
    )
    refuse(
        "keyword-index",
        "Text under @index is not signed",
        _within(plain, {"@index": "with distinction"}),
        "keyword_in_document",
        7,
    )
    refuse("keyword-id", "@id beside id", plain | {"@id": "urn:uuid:0"}, "keyword_in_document", 7)
    refuse("keyword-type", "@type beside type", _within(plain, {"@type": "Achievement"}), "keyword_in_document", 7)
    refuse("keyword-value", "A text as @value", plain | {"name": {"@value": plain["name"]}}, "keyword_in_document", 7)
    refuse(
        "keyword-language",
        "A text with a language",
        plain | {"name": {"@value": plain["name"], "@language": "en"}},
        "keyword_in_document",
        7,
    )
    refuse(
        "keyword-list",
        "A list of its own",
        _within(plain, {"tag": {"@list": ["simulation"]}}),
        "keyword_in_document",
        7,
    )
    refuse(
        "keyword-nest", "Members under @nest", plain | {"@nest": {"description": "unsigned"}}, "keyword_in_document", 7
    )
    refuse(
        "keyword-like-type",
        "A type that looks like a keyword",
        _within(plain, {"type": ["Achievement", "@json"]}),
        "keyword_in_document",
        7,
    )
    refuse("null", "A member that is null", plain | {"description": None}, "null_in_document", 5)
    refuse(
        "null-in-array",
        "Null in an array",
        _within(plain, {"tag": ["simulation", "debriefing", None]}),
        "null_in_document",
        5,
    )
    refuse("empty-array", "An empty array", _within(plain, {"alignment": []}), "empty_array")
    refuse("empty-status", "An empty array of statuses", plain | {"credentialStatus": []}, "empty_array", 3)
    refuse("empty-proof", "A proof that says nothing", plain | {"proof": {}}, "jsonld_invalid")
    refuse(
        "empty-proof-in-set",
        "Two proofs of which one says nothing",
        plain | {"proof": [{}, plain["proof"]]},
        "jsonld_invalid",
    )
    refuse(
        "empty-proof-deep",
        "An endorsement whose proof says nothing",
        plain
        | {"endorsement": {"id": "urn:e", "type": ["VerifiableCredential", "EndorsementCredential"], "proof": {}}},
        "jsonld_invalid",
    )
    schema = {"id": "urn:schema", "type": "JsonSchema", "jsonSchema": {"__proto__": "hidden"}}
    refuse(
        "term-proto",
        "A name that JavaScript's objects take for more than a name",
        plain | {"__proto__": {"a": "b"}},
        "undefined_term",
        6,
    )
    refuse(
        "term-proto-in-literal",
        "The same name where JSON itself is signed",
        award(credentialSchema=schema),
        "undefined_term",
    )
    refuse(
        "term-constructor",
        "A name that every object has in JavaScript",
        plain | {"constructor": "b"},
        "undefined_term",
        6,
    )
    refuse("float", "One credit and a half", _within(plain, {"creditsAvailable": 1.5}), "float_in_document")
    refuse(
        "number-as-text",
        "A number as text means the same and shows otherwise",
        _within(
            award(credentialSubject=subject(achievement=achievement() | {"creditsAvailable": 5})),
            {"creditsAvailable": "5"},
        ),
        "not_own_compaction",
    )
    refuse(
        "boolean-as-text",
        "A text for true or false",
        _within(plain, {})
        | {
            "credentialSubject": subject(
                identifier=[
                    {"type": "IdentityObject", "hashed": "false", "identityHash": "Noa Marlow", "identityType": "name"}
                ]
            )
        },
        "not_own_compaction",
    )
    refuse(
        "address-relative",
        "A relative address is read differently from every place",
        signed(unsigned(issuer=unsigned()["issuer"] | {"image": {"id": "logo.png", "type": "Image"}})),
        "relative_address",
        6,
    )
    refuse(
        "address-with-statement",
        "An address that would write a statement of its own",
        plain | {"issuer": plain["issuer"] | {"image": {"id": "https://society.example/> . <urn:x", "type": "Image"}}},
        "relative_address",
        6,
    )
    refuse(
        "array-in-array",
        "An array in an array",
        _within(plain, {"tag": [["simulation"], "debriefing"]}),
        "not_own_compaction",
    )
    refuse(
        "said-twice",
        "A tag twice is signed once",
        _within(plain, {"tag": ["simulation", "debriefing", "simulation"]}),
        "not_own_compaction",
    )
    refuse(
        "compact-address",
        "A word for an address, in the form of a prefix",
        _within(plain, {"ob:level": "expert"}),
        "not_own_compaction",
        2,
    )
    other = [achievement() | {"name": "Chief Facilitator"}]
    refuse(
        "described-twice",
        "The achievement described a second time, otherwise",
        plain
        | {
            "credentialSubject": plain["credentialSubject"]
            | {
                "result": [{"type": ["Result"], "achievedLevel": achievement()["id"], "value": "passed"}],
                "achievement": other[0],
            },
            "relatedResource": [plain["relatedResource"][0] | {"id": achievement()["id"]}],
        },
        "not_own_compaction",
        2,
    )
    refuse(
        "two-ids",
        "An id that is two",
        _within(plain, {"criteria": {"id": ["urn:x:1", "urn:x:2"], "narrative": "both"}}),
        "jsonld_invalid",
    )


def _work(book: Book) -> None:
    plain = award()
    tags = [f"tag {number}" for number in range(1025)]
    book.add(
        "array-huge",
        "A thousand and twenty-five tags",
        _within(plain, {"tag": tags}),
        ends("context", "rdf_too_complex"),
        threats=(33,),
    )
    alignments = [
        {"type": ["Alignment"], "targetName": f"Skill {number}", "targetUrl": f"https://skills.example/{number}"}
        for number in range(1020)
    ]
    book.add(
        "values-many",
        "More than four thousand values",
        _within(plain, {"alignment": alignments}),
        ends("context", "rdf_too_complex"),
        threats=(33,),
    )
    evidence = [{"type": ["Evidence"], "name": f"{number}"} for number in range(400)]
    many_same = [
        {
            "type": ["Result"],
            "alignment": [
                {"type": ["Alignment"], "targetName": "same", "targetUrl": "https://skills.example/", "targetCode": "c"}
            ],
            "value": f"{number}",
        }
        for number in range(300)
    ]
    book.add(
        "blank-nodes-many",
        "More than a thousand objects without an id",
        plain
        | {
            "evidence": evidence,
            "credentialSubject": plain["credentialSubject"]
            | {"result": many_same + [{"type": ["Result"], "value": f"n{number}"} for number in range(400)]},
        },
        ends("context", "rdf_too_complex"),
        threats=(19,),
    )
    book.add(
        "poison",
        "Objects without an id that look alike for eight generations",
        plain | {"issuer": plain["issuer"] | {"parentOrg": _family(7, "a")}},
        ends("context", "rdf_too_complex"),
        threats=(19,),
    )


def _family(generations: int, name: str) -> Json:
    """A tree in which only the last generation can be told apart."""
    if generations == 0:
        return {"type": ["Profile"], "name": name}
    return {"type": ["Profile"], "parentOrg": [_family(generations - 1, f"{name}{side}") for side in "lr"]}
