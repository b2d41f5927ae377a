"""Words and numbers that trip programs, for copies that are changed."""

import json
from typing import Any

from tests.casebook.forge import multikey
from tests.casebook.society import (
    BADGES,
    BASE,
    CREDENTIALS_V2,
    ISSUER,
    NOW,
    OLD,
    STOLEN,
    STRANGER,
    achievement_address,
    did_key,
    list_address,
    method,
    part_address,
)

RAW = "\ue000raw:"  # a text that begins so is written without quotes

_WORDS = (
    "__proto__ constructor toString valueOf hasOwnProperty length prototype then default id type @id @type @context "
    "@graph @included @value @json @none @index ID Type name proof issuer issuers keys lists parts entries withdrawals "
    "credentialStatus credentialSubject validFrom validUntil statusListIndex statusPurpose statusSize statusMessage "
    "evidence endorsement endorsementJwt relatedResource credentialSchema jsonSchema refreshService termsOfUse image "
    "achievement creator criteria alignment result resultDescription related tag otherIdentifier holder digestSRI "
    "digestMultibase domain challenge nonce previousProof expires created revoked until from state trusted "
    "publicKeyJwk controller alsoKnownAs extensions description inLanguage creditsAvailable narrative confidenceMethod "
    "https://www.w3.org/2018/credentials#validUntil schema:name 0 00 -1 8 131071 131072 999999999 1000000000 7.0 1e0 "
    "0x7 VerifiableCredential OpenBadgeCredential AchievementCredential EndorsementCredential JsonSchema Profile "
    "JsonWebKey eddsa-jcs-2022 ecdsa-jcs-2019 "
    "BitstringStatusListEntry BitstringStatusList BitstringStatusListCredential BitstringStatusMessage Multikey "
    "DataIntegrityProof eddsa-rdfc-2022 ecdsa-rdfc-2019 assertionMethod authentication revocation suspension refresh "
    "message current retired compromised revoke suspend reinstate u H4sIAAAAAAAAAA z z1 z111 zQ3 "
    "did: did:web: did:key: 2026-02-30T00:00:00Z 2026-03-01T24:00:00Z 2026-03-01T23:59:60Z 2026-03-01T00:00:00+14:00 "
    "2026-03-01T00:00:00+14:01 10000-01-01T00:00:00Z 2026-03-01t00:00:00z 2026-03-01T00:00:00 2026-03-01 "
    "0000-01-01T00:00:00Z 9999-12-31T23:59:59.999999-14:00 0001-01-01T00:00:00+14:00 2026-11-01T12:05:00Z "
    "2026-11-01T12:05:00.001Z "
    "2026-11-01T11:55:00Z 2026-11-01T11:54:59.999Z 2026-11-01T12:05:00.0009Z https:// https:/// https://x "
    "https://society.example https://society.example/%2e%2e/x http://x/ urn:x urn:uuid:x data:,x javascript:1 :x _:b0 "
    "x:y#z#w https://[::1]/ https://user@society.example/ //x ../x ?x #x tag:x,2026:y"
).split()
STRINGS = (
    *_WORDS,
    "",
    " ",
    "\0",
    "\x7f",
    "é",
    "e\u0301",
    "\u2028",
    "\u00a0",
    "\ufeff",
    "\ufffd",
    "\uffff",
    "\U0001f600",
    "\U000e0001",
    '"\\\n\r\t\b\f',
    "<x> .\n",
    "a" * 300,
    "urn:\U0001f600",
    "urn:e\u0301",
    "urn:x y",
    "urn:x\\y",
    "urn:x%zz",
    "en-GB",
    "İ",
    ISSUER,
    ISSUER.upper(),
    f"{ISSUER}:",
    f"{ISSUER}.",
    ISSUER.replace("society", "Society"),
    ISSUER.replace("e.example", "e.example."),
    ISSUER.replace("example", "example%3A443"),
    ISSUER.replace("example", "example%3a443"),
    ISSUER.replace("example", "example%3A0443"),
    ISSUER.replace("society", "%73ociety"),
    method(NOW),
    method(OLD),
    method(STOLEN),
    f"{method(NOW)}#b",
    f"{method(NOW)}?versionId=1",
    f"{ISSUER}#%7a6",
    multikey(NOW),
    multikey(STRANGER),
    f"1{multikey(NOW)}",
    f"z1{multikey(NOW)[1:]}",
    multikey(NOW).upper(),
    did_key(STRANGER),
    method(STRANGER, did_key(STRANGER)),
    list_address("b2"),
    list_address("b2-holds"),
    list_address("a1"),
    f"{list_address('b2')}#7",
    f"{list_address('b2')}?x",
    part_address("b2", 0),
    achievement_address("1.0"),
    achievement_address("1.1"),
    BASE,
    BASE[:-1],
    CREDENTIALS_V2,
    BADGES,
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/data-integrity/v2",
)
NUMBERS = (
    "0 -0 1 7 -1 1.0 7.0 1e0 1E0 10e-1 -0.0 -0e5 0.1 1e-400 1e16 1E+16 1e21 1e400 -1E400 9007199254740991 "
    "9007199254740992 9007199254740993 9007199254740991.0 9007199254740993.0 -9007199254740992 1.5 01 +1 .5 1. 1e "
    "0x10 NaN Infinity -Infinity 131072 2147483648 123456789012345678901234567890 5e-324 333333333.33333329"
).split()


def written(value: Any) -> bytes:
    """A value as JSON, in which the texts that stand for numbers are the numbers."""
    text = json.dumps(value, ensure_ascii=False)
    for number in NUMBERS:
        text = text.replace(f'"{RAW}{number}"', number)
    return text.encode("utf-8", "surrogatepass")
