"""A published site held against what the commit gives, byte for byte: for `testamur audit --site`.

One idea: a site is a function of its commit, so whoever has the commit needs nobody's word for the site.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from testamur.cli.progress import Progress
from testamur.fetch import ask_https
from testamur.write import MARKER

# What some hosts read for themselves and do not hand out.
_FOR_THE_HOST: Final = frozenset({"_headers", "_redirects", ".nojekyll"})
_MOST_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How many files are the same, and the paths of the others.

    `missing` are not there, `different` have other bytes, `unasked` did not answer, `more` stand there and follow from
    nothing; a web server can't be asked for the last.
    """

    same: int
    missing: tuple[str, ...]
    different: tuple[str, ...]
    unasked: tuple[str, ...]
    more: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs, as far as it was answered."""
        return not (self.missing or self.different or self.more)


def compare_folder(tree: Mapping[str, bytes], folder: Path) -> Comparison:
    """A built site in a folder against the files that it should have. Raises OSError where one can't be read."""
    stands = dict(_files(folder))
    found = {path: stands[path].read_bytes() if path in stands else None for path in tree}
    return _compared(tree, found, unasked=(), more=sorted(stands.keys() - tree.keys() - {MARKER}))


def compare_host(tree: Mapping[str, bytes], base_url: str) -> Comparison:
    """A site behind an https address against the files that it should have; one request a file."""
    progress = Progress("compared", len(tree))
    found: dict[str, bytes | None] = {}
    unasked: list[str] = []
    for path in tree:
        if path not in _FOR_THE_HOST:
            reply = ask_https(f"{base_url}{_address(path)}", max_bytes=_MOST_BYTES)
            if reply.trouble is None and reply.status in {200, 404, 410}:
                found[path] = reply.body if reply.status == 200 else None
            else:
                unasked.append(path)
        progress.step()
    progress.clear()
    return _compared({path: tree[path] for path in found}, found, unasked=unasked, more=())


def _address(path: str) -> str:
    """A page is asked for as visitors ask for it: some hosts send `index.html` elsewhere."""
    return path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path


def _compared(
    tree: Mapping[str, bytes], found: Mapping[str, bytes | None], *, unasked: Iterable[str], more: Iterable[str]
) -> Comparison:
    missing = tuple(path for path in tree if found[path] is None)
    different = tuple(path for path in tree if found[path] not in {None, tree[path]})
    same = len(tree) - len(missing) - len(different)
    return Comparison(same=same, missing=missing, different=different, unasked=tuple(unasked), more=tuple(more))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every regular file below the folder with its path in the site; a link is none."""
    for place, _, names in os.walk(folder):
        for file in (Path(place, name) for name in names):
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(folder).as_posix(), file
