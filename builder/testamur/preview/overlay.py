"""What `serve` lays over a page: its findings, and the program that loads the page again when the site has changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from testamur.findings import printable

FOLDER: Final = ".testamur-serve"  # below the server's root, where no registry's site has a file

PROGRAM: Final = """\
// Asks, while the page is seen, whether the site has changed, and then loads the page again.
const { src, dataset } = document.currentScript;
const address = new URL("number", src);
let asks = false;
setInterval(async () => {
  if (asks || document.hidden) return;
  asks = true;
  try {
    const answer = await fetch(address, { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== dataset.number) location.reload();
  } catch {
    // The server has ended. It may begin again, so the question stays.
  } finally {
    asks = false;
  }
}, 600);
"""

STYLE: Final = """\
#testamur-serve {
  position: fixed; inset: auto 0 0 0; z-index: 1000; max-height: 60vh; overflow: auto; margin: 0;
  border-top: 4px solid #b3261e; background: #fff; color: #1b1b1b; font: 15px/1.5 system-ui, sans-serif;
  text-align: start; direction: ltr;
}
#testamur-serve.warnings { border-top-color: #8a6100; }
#testamur-serve.whole { position: static; max-height: none; }
#testamur-serve summary { padding: 0.6rem 1rem; font-weight: 600; cursor: pointer; }
#testamur-serve ol { margin: 0; padding: 0 1rem 0.8rem 2.6rem; }
#testamur-serve li { margin: 0.3rem 0; overflow-wrap: anywhere; }
#testamur-serve code { font: 0.9em ui-monospace, monospace; background: none; color: inherit; padding: 0; }
#testamur-serve .hint { display: block; color: #555; }
@media (prefers-color-scheme: dark) {
  #testamur-serve { background: #1b1b1b; color: #eee; border-top-color: #f2b8b5; }
  #testamur-serve .hint { color: #bbb; }
}
@media print { #testamur-serve { display: none; } }
"""

_POLICY: Final = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")')
_END: Final = b"</body>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One complaint as a page shows it; `place` is empty where it has none."""

    place: str
    code: str
    message: str
    hint: str
    is_error: bool


def laid_over(page: bytes, problems: Sequence[Problem], number: int, origin: str) -> bytes:
    """The page with what `serve` adds before its end, and its policy opened for that and nothing else.

    `number` is that of the site that the page is of; `origin` is where this server answers.
    """
    opened = _POLICY.sub(lambda found: found[1] + _opened(found[2].decode(), origin).encode() + found[3], page, count=1)
    before, end, after = opened.rpartition(_END)
    if not end:
        before, after = opened, b""
    added = f"{_listed(problems, 'the last good site is shown')}{_program(number, origin)}"
    return b"".join((before, added.encode(), end, after))


def alone(problems: Sequence[Problem], number: int, origin: str) -> bytes:
    """A page of the problems alone, where there is no good site yet; without problems, one that says to wait."""
    wait = "" if problems else "<p>The site is being built.</p>\n"
    policy = _opened("default-src 'none'", origin)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f"<title>No site yet · testamur serve</title>\n</head>\n<body>\n"
        f"{wait}{_listed(problems, 'there is no site yet', whole=True)}{_program(number, origin)}</body>\n</html>\n"
    ).encode()


def _opened(policy: str, origin: str) -> str:
    """The policy with these three addresses allowed besides."""
    directives = [each.split() for each in policy.split(";") if each.strip()]
    files = {"script-src": "reload.js", "style-src": "style.css", "connect-src": "number"}
    for name, file in files.items():
        address = f"{origin}/{FOLDER}/{file}"
        found = next((each for each in directives if each[0] == name), None)
        if found is None:
            directives.append([name, address])
        else:
            found[1:] = [source for source in found[1:] if source != "'none'"] + [address]
    return "; ".join(" ".join(each) for each in directives)


def _program(number: int, origin: str) -> str:
    folder = f"{origin}/{FOLDER}"
    return f'<script src="{escape(folder)}/reload.js" data-number="{number}" defer></script>\n'


def _listed(problems: Sequence[Problem], instead: str, *, whole: bool = False) -> str:
    if not problems:
        return ""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    counts = [_counted(errors, "error"), _counted(warnings, "warning")]
    said = " and ".join(count for count in counts if count) + (f": {instead}" if errors else "")
    kind = " ".join(name for name, holds in (("warnings", not errors), ("whole", whole)) if holds)
    items = "".join(_item(problem) for problem in problems)
    # Errors first, and the section last in the page, where the keyboard and a screen reader find it after its text.
    return (
        f'<link rel="stylesheet" href="/{FOLDER}/style.css">\n'
        f'<aside id="testamur-serve" class="{kind}" lang="en" aria-label="Findings">\n'
        f"<details{' open' if errors else ''}>\n<summary>{said}</summary>\n<ol>\n{items}</ol>\n</details>\n</aside>\n"
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""


def _item(problem: Problem) -> str:
    place = f"<code>{_text(problem.place)}</code> " if problem.place else ""
    code = f"<b>{_text(problem.code)}</b> " if problem.code else ""
    word = "" if problem.is_error else "(warning) "
    hint = f'<span class="hint">{_text(problem.hint)}</span>' if problem.hint else ""
    return f"<li>{place}{code}{word}{_text(problem.message)}{hint}</li>\n"


def _text(text: str) -> str:
    return escape(printable(text))
