"""The whole site as one mapping of path to bytes, before anything is written.

One idea: a site that has one file under two names, or a file where another needs a folder, can't be put on every disk
in the same way, so it is refused here.
"""

from collections.abc import Iterator, Mapping

from testamur.findings import Finding, FindingsError, Place


def site_tree(machine: Mapping[str, bytes], rendered: Mapping[str, bytes]) -> dict[str, bytes]:
    """Machine files and rendered pages together, sorted by path.

    Raises FindingsError when two files want one place: a registry's own page or asset may stand where ours does; and
    ValueError for a path that is absolute, climbs or has another spelling.
    """
    tree = dict(sorted({**rendered, **machine}.items()))
    findings = [_taken(path) for path in rendered if path in machine]
    seen: dict[str, str] = {}
    for path in tree:
        if any(part in {"", ".", ".."} for part in path.split("/")) or "\\" in path or "\0" in path:
            raise ValueError(f"{path!r} does not lie in the site")
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            findings.append(_taken(path))
    folders = {folder for path in seen for folder in _parents(path)}
    findings += (_taken(path) for path in tree if path.casefold() in folders)
    if findings:
        raise FindingsError(findings)
    return tree


def _parents(path: str) -> Iterator[str]:
    end = path.rfind("/")
    while end > 0:
        yield path[:end]
        end = path.rfind("/", 0, end)


def _taken(path: str) -> Finding:
    return Finding(
        code="site-path-taken",
        place=Place(file=path),
        message="two files of the site want this place",
        hint="Rename the page or asset of yours that leads here; capital letters make no difference.",
    )
