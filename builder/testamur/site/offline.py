"""The verifier in one file (`verify/offline.html`): program, words, keys, definitions, lists and ledger inside.

One idea: the copy is made from files that the site publishes, so it says what the site said on the day of the build and
nothing else; a policy with the digests of its own style and program lets nothing further run, and no address be asked.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

MAX_BYTES: Final = 16 * 1024 * 1024  # what a phone opens from its own storage within some seconds
# Runs inside the copy alone, so it is no file of the site.
PROGRAM: Final = "site/verifier/dist/offline.js"

_STYLE: Final = "assets/verify.css"
_WORKERS: Final = re.compile(r"verify/((?:worker|chunk-[a-z]+)\.js)")
_MATERIAL: Final = re.compile(
    r"registry\.json|issuers/[^/]+/(?:did\.json|(?:status|ledger)/.+\.json)"
    r"|credentials/[^/]+/[^/]+/(?:achievement|details)\.json"
)
_PAGE: Final = re.compile(r"(?:[A-Za-z0-9-]+/)?verify/offline\.html")


def offline_pages(
    rendered: Mapping[str, bytes], files: Mapping[str, bytes], program: bytes
) -> Iterator[tuple[str, bytes]]:
    """Each drawn page of the copy with all it needs inside, by its path; nothing where it would be too large.

    `rendered` are the drawn pages, `files` the machine files of the site, `program` what runs in the
    copy. Without its material a page says that it is not whole, which is also what it says where script is off.
    """
    if _size(files) > MAX_BYTES:
        return
    style = files.get(_STYLE, b"").decode()
    programs = {found[1]: files[path].decode() for path in sorted(files) if (found := _WORKERS.fullmatch(path))}
    material = {path: files[path].decode() for path in sorted(files) if _MATERIAL.fullmatch(path)}
    for path, page in rendered.items():
        if _PAGE.fullmatch(path):
            language = re.search(r'<html lang="([^"]+)"', page.decode())
            messages = files.get(f"messages/{language[1] if language else ''}.json", b"{}")
            data = {"files": material, "programs": programs, "messages": json.loads(messages)}
            yield path, _whole(page.decode(), style, program.decode(), data).encode()


def too_large_for_a_copy(tree: Mapping[str, bytes]) -> str | None:
    """What a build says where a whole site's material is too much for one file; None where it is not."""
    size = _size(tree)
    if size <= MAX_BYTES:
        return None
    return (
        f"verify/offline.html holds nothing: keys, definitions, lists and ledger have {size:,} of {MAX_BYTES:,} bytes"
    )


def _size(files: Mapping[str, bytes]) -> int:
    return sum(len(data) for path, data in files.items() if _MATERIAL.fullmatch(path))


def _whole(page: str, style: str, program: str, data: Mapping[str, object]) -> str:
    # Inside an element of script nothing but its own end may look like markup, and no character may be one that HTML
    # does not allow.
    text = json.dumps(data, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c").replace("\x7f", "\\u007f")
    if re.search(r"</script|<!--", program, re.IGNORECASE) or "</style" in style:
        raise ValueError("the program or the style would end the element that it stands in")
    policy = (
        f"default-src 'none'; script-src '{_digest(program)}'; style-src '{_digest(style)}'; img-src data:; "
        "worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>\n</head>'
    body = f'<script type="application/json" id="verify-data">{text}</script>\n<script>{program}</script>\n</body>'
    before, _, rest = page.partition("</head>")
    middle, _, after = rest.rpartition("</body>")
    return f"{before}{head}{middle}{body}{after}"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
