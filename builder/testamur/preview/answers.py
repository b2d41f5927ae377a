"""What is at an address: the site under the path of its base URL, and the few files of `serve` itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from testamur.preview.overlay import FOLDER, PROGRAM, STYLE, Problem, alone, laid_over
from testamur.served import Answer

_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
}
# Saved and opened elsewhere, so it is handed out as it is.
_COPY: Final = "offline.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown now.

    `number` grows with every change; `site` is the last good one, None before there is one; `base` is the path of its
    base URL, which begins and ends with a slash; `problems` are what the last build found.
    """

    number: int
    site: Mapping[str, bytes] | None
    base: str
    problems: tuple[Problem, ...]


def answer(shown: Shown, path: str, origin: str) -> Answer:
    """The answer to a GET of `path`, decoded and without its query, at `origin` (`http://127.0.0.1:8000`).

    An address outside the path of the base URL leads to the first page. Raises nothing for any path.
    """
    if path == f"/{FOLDER}/number":
        return Answer(status=200, body=str(shown.number).encode())
    if path == f"/{FOLDER}/reload.js":
        return Answer(status=200, content_type=_TYPES["js"], body=PROGRAM.encode())
    if path == f"/{FOLDER}/style.css":
        return Answer(status=200, content_type=_TYPES["css"], body=STYLE.encode())
    if shown.site is None:
        body = alone(shown.problems, shown.number, origin)
        return Answer(status=503, content_type=_TYPES["html"], body=body)
    if not path.startswith(shown.base):
        return Answer(status=302, location=shown.base)
    name = path.removeprefix(shown.base)
    if name and not name.endswith("/") and f"{name}/index.html" in shown.site:
        return Answer(status=302, location=f"{path}/")
    name = f"{name}index.html" if not name or name.endswith("/") else name
    found = shown.site.get(name)
    status = 404 if found is None else 200
    if found is None:
        name = "404.html"
        found = shown.site.get(name, b"there is nothing at this address\n")
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    if kind == _TYPES["html"] and not name.endswith(_COPY):
        found = laid_over(found, shown.problems, shown.number, origin)
    return Answer(status=status, content_type=kind, body=found)
