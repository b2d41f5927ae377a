"""`testamur serve`: the site on loopback, from memory, built again whenever a file changes."""

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NoReturn

from testamur import watch
from testamur.cli.arguments import Subparsers, add_command, add_root
from testamur.cli.building import Builder
from testamur.cli.findings_output import plain
from testamur.cli.outside import MisuseError, Outside, hint, say
from testamur.findings import Finding, FindingsError, Place
from testamur.history import read_log_path
from testamur.loopback import HOST, Server
from testamur.preview import Problem, Shown, answer
from testamur.served import Answer

_MAX_PORT: Final = 65535
_REST_S: Final = 0.3  # between two looks; longer where a look takes long
_SHARE: Final = 10  # a look may take a tenth of the time at most
_SETTLED_S: Final = 0.1  # a burst of changes is over when nothing has changed for so long
_PATIENCE_S: Final = 2.0  # what changes for longer is built meanwhile
# What editors leave beside a file while it is open; `check` and `build` refuse it, and it is gone by then.
_OPEN_IN_AN_EDITOR: Final = re.compile(r"\..*\.sw[a-p]|.*~|\.?#.*|4913|.*\.tmp")


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "serve",
        "show the site on this machine while you edit it",
        "testamur serve",
        "Builds in memory, watches the files, builds again what has changed, and loads open pages anew. Findings\n"
        "stand in the page, above the last good site. Nothing is written, nobody else can connect; Ctrl-C ends it.",
    )
    parser.add_argument(
        "--port", type=_port, metavar="N", help="listen on this port (default: the first free one from 8000 on)"
    )
    parser.set_defaults(run=run)
    add_root(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Serve until Ctrl-C, which is the ordinary end and gives 0."""
    del outside  # a build has neither clock nor chance
    root = Path(args.root)
    if not root.is_dir():
        raise MisuseError(f"{root} is not a folder\nhint: name the registry's folder with --root")
    preview = _Preview(root)
    try:
        server = Server(args.port, preview.answer)
    except (OSError, OverflowError) as cause:
        reason = str(getattr(cause, "strerror", None) or cause).lower()
        which = "every port from 8000 to 8099" if args.port is None else f"port {args.port}"
        raise MisuseError(f"{which} can't be used: {reason}\nhint: name another one with --port") from cause
    try:
        server.start()
        preview.build()
        print(f"http://{HOST}:{server.port}{preview.base}", flush=True)
        hint("open that address; Ctrl-C ends it")
        preview.follow()
    except KeyboardInterrupt:
        say("stopped")
    finally:
        server.close()
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > len(str(_MAX_PORT)) or int(text) > _MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port")
    return int(text)


class _Preview:
    """The site as it is shown, and the way to a newer one."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._builder = Builder(root)
        log = read_log_path(root)  # a commit changes it, and with it what every page says of itself
        self._besides = () if log is None else (log,)
        self._seen = watch.look(root, self._besides)
        # A page that was left open by an earlier process must not take this one's first site for its own.
        self._shown = Shown(number=time.time_ns() // 1_000_000, site=None, base="/", problems=())

    @property
    def base(self) -> str:
        """The path of the base URL."""
        return self._shown.base

    def answer(self, path: str, origin: str) -> Answer:
        """What is shown at a path; asked by the server's threads, each of which sees one whole site."""
        return answer(self._shown, path, origin)

    def follow(self) -> NoReturn:
        """Look, and build after every change, for ever."""
        while True:
            begun = time.monotonic()
            seen = watch.look(self._root, self._besides)
            took = time.monotonic() - begun
            if seen != self._seen:
                self._settle()
                self.build()
            time.sleep(max(_REST_S, _SHARE * took))

    def _settle(self) -> None:
        """Wait for the end of a burst of changes. What changes after the last look brings another build."""
        patience = time.monotonic() + _PATIENCE_S
        while True:
            before = self._seen = watch.look(self._root, self._besides)
            time.sleep(_SETTLED_S)
            self._seen = watch.look(self._root, self._besides)
            if self._seen == before or time.monotonic() > patience:
                return

    def build(self) -> None:
        """Show the site of the files as they are; where there is none, what was found, above the last good site."""
        begun = time.monotonic()
        site, base = self._shown.site, self._shown.base
        findings: tuple[Finding, ...] = ()
        try:
            with tempfile.TemporaryDirectory(prefix="testamur-") as scratch:
                ready = self._builder.read(leave_out=_is_open_in_an_editor)
                site = self._builder.site(ready, Path(scratch))
            base = "/" + ready.registry.settings.base_url.split("/", 3)[3]
            findings = ready.findings
            anew, took = self._builder.drawn_anew, time.monotonic() - begun
            say(f"{anew:,} of {self._builder.pages:,} pages drawn in {took:.1f} s")
        except FindingsError as problem:
            findings = problem.findings
        except MisuseError as problem:
            findings = (_sentence(str(problem)),)
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            findings = (_sentence(f"{problem.filename or self._root}: {reason}"),)
        if any(each.severity == "error" for each in findings):
            say("there is no new site:")
        print(plain(findings), end="", file=sys.stderr, flush=True)
        number = self._shown.number + 1
        self._shown = Shown(number=number, site=site, base=base, problems=tuple(map(_problem, findings)))


def _is_open_in_an_editor(path: str) -> bool:
    return _OPEN_IN_AN_EDITOR.fullmatch(path.rpartition("/")[2]) is not None


def _sentence(text: str) -> Finding:
    """What is wrong outside the registry's files, as a finding without a place."""
    message, _, more = text.partition("\n")
    return Finding(code="", place=Place(file=""), message=message, hint=more.removeprefix("hint: "))


def _problem(finding: Finding) -> Problem:
    where = finding.place
    return Problem(
        place=f"{where.file}:{where.line}:{where.column}" if where.line else where.file,
        code=finding.code,
        message=finding.message,
        hint=finding.hint,
        is_error=finding.severity == "error",
    )
