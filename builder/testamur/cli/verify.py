"""`testamur verify`: the numbered list of docs/verification.md on files, in words for people and JSON for programs."""

import argparse
import base64
import binascii
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from testamur.canon import JsonError, jcs, parse_json
from testamur.cli.arguments import Subparsers, add_command
from testamur.cli.progress import Progress
from testamur.cli.verdicts import PRESENTED, Row, called, table, words_of_all
from testamur.fetch import fetch_https, plain_path, read_site_file
from testamur.findings import printable
from testamur.vendored import limits
from testamur.verify import (
    Answer,
    Cache,
    Recipient,
    RegistryFormError,
    RegistryView,
    Shelf,
    exit_code,
    instant_ms,
    is_own_report,
    is_presented,
    parse_registry,
    recipient_from_text,
    to_json,
    verify_file,
)

EXIT_MISUSE = 2
_RAW_MEMBERS = frozenset({"base64", "status", "type"})


class MisuseError(Exception):
    """The command was given something it can't work with; the message is one sentence for the person."""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "verify",
        "check credentials",
        "testamur verify credential.json --registry _site",
        "The list of steps is that of the page in the browser. Exit code 0: valid, or with a caution; 1: not to be\n"
        "relied on; 2: misuse; 3: could not be checked.",
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a credential, what holds one or several, or a folder with credentials (*.json, *.jwt)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON array, an object a credential")
    parser.add_argument("--at", metavar="TIME", help="the moment to check for: 2026-03-01T12:00:00Z, or a day")
    parser.add_argument(
        "--documents",
        metavar="MAP.json",
        help="what each address would answer: address to JSON value, or to {base64, status, type}; nothing is fetched",
    )
    parser.add_argument(
        "--registry",
        action="append",
        default=[],
        metavar="SITE",
        help="a built site, as a folder or an https address: its issuers are known; may be repeated",
    )
    parser.add_argument("--recipient", metavar="WHO", help="ask whether it was awarded to this DID or e-mail address")
    parser.add_argument("--refresh", action="store_true", help="ask the issuer for a newer version, once")
    parser.add_argument(
        "--agree",
        action="append",
        default=[],
        metavar="HOST",
        help="with --refresh: this host may be asked too, though it is not the issuer's; may be repeated",
    )
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Check the files that `args` names, print the answers, and give the exit code."""
    try:
        files = _files_from_arguments(args.files)
        at = datetime.now(UTC) if args.at is None else parse_moment(args.at)
        recipient = None if args.recipient is None else parse_recipient(args.recipient)
        agreed = _agreed(args)
        documents = None if args.documents is None else read_documents(Path(args.documents))
        for _, path in files:
            _check_readable(path)
    except MisuseError as problem:
        print(f"testamur: {problem}", file=sys.stderr)
        return EXIT_MISUSE
    sites = [Site(named) for named in args.registry]
    for named, site in zip(args.registry, sites, strict=True):
        if site.view is None and not args.json:
            # A mistyped folder ends in "could not be checked", which sounds as if it were the credential's fault.
            print(f"testamur: there is no registry that can be read at {printable(named)}", file=sys.stderr)
    resolve = Resolver(documents, sites)
    cache = Cache()
    views = [site.view for site in sites]
    progress = Progress("checked", len(files))
    codes: set[int] = set()
    is_one = len(files) == 1 and not Path(args.files[0]).is_dir()
    rows: list[Row] = []
    presented = signed = False
    try:
        # One after the other, so that a folder of any size takes the memory of one file.
        for place, (name, path) in enumerate(files):
            reports = verify_file(
                _read_credential(path),
                at=at,
                resolve=resolve,
                registries=views,
                cache=cache,
                recipient=recipient,
                refresh=agreed,
            )
            codes |= {exit_code(report) for report in reports}
            presented = presented or is_presented(reports[0])  # not its own, which a proof would have given it
            signed = signed or is_own_report(reports[0])
            progress.step()
            if args.json:
                for number, report in enumerate(reports):
                    _print_in_array(to_json(report, file=name), is_first=place == number == 0)
            elif is_one:
                _say(words_of_all(name, reports))
            else:
                rows += [(report.verdict, called(name, report), report.reasons) for report in reports]
    except MisuseError as problem:
        progress.clear()
        print(f"testamur: {problem}", file=sys.stderr)
        return EXIT_MISUSE
    progress.clear()
    if args.json:
        print("\n]")
    elif rows:
        _say(table(rows, count=len(files), with_presentations=signed))
    if presented and not args.json:
        _say(["", PRESENTED])
    return next((code for code in (1, 3) if code in codes), 0)


# ---- what was asked for ----


def parse_moment(text: str) -> datetime:
    """The moment that `--at` names: a time with a zone, or a day, which stands for its last second in UTC.

    Raises MisuseError for anything else.
    """
    instant = instant_ms(f"{text}T23:59:59Z" if len(text) == 10 else text)
    try:
        moment = None if instant is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant)
    except OverflowError:
        moment = None
    if moment is None:
        raise MisuseError(f"--at {text!r} is neither a day (2026-03-01) nor a time with a zone (2026-03-01T12:00:00Z)")
    return moment


def parse_recipient(words: str) -> Recipient:
    """The person that `--recipient` names. Raises MisuseError where that is neither a DID nor an e-mail address."""
    recipient = recipient_from_text(words)
    if recipient is None:
        raise MisuseError(f"--recipient {words!r} is neither a DID (did:web:…) nor an e-mail address")
    return recipient


def _agreed(args: argparse.Namespace) -> list[str] | None:
    """The hosts that may be asked for a newer version beside the issuer's, None where nobody is to be asked."""
    if args.agree and not args.refresh:
        raise MisuseError("--agree says whom --refresh may ask, so name both")
    return args.agree if args.refresh else None


def _files_from_arguments(named: Sequence[str]) -> list[tuple[str, Path]]:
    found: list[tuple[str, Path]] = []
    for name in named:
        if not name:
            raise MisuseError("a file without a name can't be read")
        path = Path(name)
        if not path.is_dir():
            found.append((name, path))
            continue
        inside = sorted(file for file in path.rglob("*.j*") if file.name.endswith((".json", ".jwt")) and file.is_file())
        if not inside:
            raise MisuseError(f"the folder {name} holds no .json or .jwt file")
        found.extend((str(file), file) for file in inside)
    return found


def _check_readable(path: Path) -> None:
    """Raise MisuseError for a file that can't be read, before the first is checked."""
    try:
        with path.open("rb"):
            pass
    except OSError as cause:
        raise MisuseError(f"{path} can't be read: {cause.strerror or cause}") from cause


def _read_credential(path: Path) -> bytes:
    # One byte more than is allowed is enough to know that it is too large.
    try:
        with path.open("rb") as stream:
            return stream.read(limits().max_container_bytes + 1)
    except OSError as cause:
        raise MisuseError(f"{path} can't be read: {cause.strerror or cause}") from cause


def read_documents(path: Path) -> dict[str, bytes | None]:
    """The answers that MAP.json gives; None where it says that an address can't be reached.

    Raises MisuseError when it can't be read or is no object of addresses.
    """
    allowed = limits()
    # An answer may nest as deep as any document, and the map holds it one level down.
    allowed = replace(allowed, max_credential_bytes=allowed.max_registry_bytes, max_depth=allowed.max_depth + 1)
    try:
        with path.open("rb") as stream:
            loaded = parse_json(stream.read(allowed.max_credential_bytes + 1), limits=allowed)
    except OSError as cause:
        raise MisuseError(f"{path} can't be read: {cause.strerror or cause}") from cause
    except JsonError as cause:
        raise MisuseError(f"{path} is not strict JSON ({cause})") from cause
    if not isinstance(loaded, dict):
        raise MisuseError(f"{path} is not an object of addresses")
    return {address: _answer_from_value(address, value, path) for address, value in loaded.items()}


def _answer_from_value(address: str, value: Any, path: Path) -> bytes | None:
    if not (isinstance(value, dict) and {"base64", "status"} & value.keys() and value.keys() <= _RAW_MEMBERS):
        return jcs(value)
    if value.get("status", 200) != 200:
        return None
    try:
        return base64.b64decode(value.get("base64", ""), validate=True)
    except (binascii.Error, ValueError, TypeError) as cause:
        raise MisuseError(f"{path}: the base64 of {address} is malformed") from cause


# ---- who answers an address ----


class Site:
    """A registry that was named: a built site in a folder or under an https base. Its registry.json is read at once."""

    def __init__(self, named: str) -> None:
        self._base = named.rstrip("/") + "/" if named.startswith("https://") else None
        self._folder = Path(named)
        content = self.read("registry.json", max_bytes=limits().max_registry_bytes)
        try:
            self.view: RegistryView | None = None if content is None else parse_registry(content)
        except RegistryFormError:
            self.view = None

    def read(self, path: str, *, max_bytes: int | None = None) -> bytes | None:
        """The bytes of a file of the site, None where it has none."""
        if self._base is None:
            return read_site_file(self._folder, path, max_bytes=max_bytes)
        return fetch_https(self._base + path, max_bytes=max_bytes)


class Resolver:
    """Who answers an address, in the order of docs/verification.md.

    It asks for each address once in a run, but for more than it can keep.
    """

    def __init__(self, documents: Mapping[str, bytes | None] | None, sites: Iterable[Site]) -> None:
        self._documents = documents
        views = [(site.view.base_url, site) for site in sites if site.view is not None]
        # A registry may lie below another; the longer base is the nearer one.
        self._sites = tuple(sorted(views, key=lambda view: -len(view[0])))
        self._answers: Shelf[Answer] = Shelf()

    def __call__(self, address: str) -> Answer:
        """The bytes behind an address and who gave them; None for the bytes where it can't be reached."""
        answer = self._answers.get(address)
        if answer is None:
            answer = self._ask(address)
            self._answers.put(address, answer, weight=len(address) + len(answer.data or b""))
        return answer

    def _ask(self, address: str) -> Answer:
        if self._documents is not None and address in self._documents:
            return Answer(data=self._documents[address], answered_by="documents")
        for base_url, site in self._sites:
            if address.startswith(base_url):
                path = address.removeprefix(base_url)
                return Answer(data=site.read(path) if plain_path(path) else None, answered_by="site")
        if self._documents is not None:
            return Answer(data=None, answered_by="documents")
        return Answer(data=fetch_https(address), answered_by=_host(address))


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    return host if port in {None, 443} else f"{host}:{port}"


# ---- the answer in words ----


def _say(lines: Iterable[str]) -> None:
    """Print lines; what the terminal can't show, or what would command it, is escaped."""
    encoding = sys.stdout.encoding or "utf-8"
    for line in lines:
        shown = line
        if not line.isprintable():
            shown = "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in line)
        print(shown.encode(encoding, "backslashreplace").decode(encoding))


def _print_in_array(value: Mapping[str, Any], *, is_first: bool) -> None:
    """Print one item of the array as it stands among the others; escapes keep it the same in every encoding."""
    text = json.dumps(value, indent=2).replace("\n", "\n  ")
    print(f"{'[' if is_first else ','}\n  {text}", end="")
