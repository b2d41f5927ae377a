"""A hostile pull request: whatever it holds is refused with a finding, in seconds, and nothing of it runs or is echoed.

Each case is a small change of a right registry, judged by the commands as a workflow calls them, in every format.
"""

import os
import re
import shutil
import socket
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from testamur.check.notes import Notes
from testamur.cli import main
from testamur.cli.findings_output import FORMATS
from testamur.source import Sources

FINDINGS = Path(__file__).resolve().parent.parent / "findings"
DEFINITION = "credentials/wound-care/index.md"
ISSUER = "issuers/society/index.md"
SECONDS = 20  # of computing, for six commands; most take a tenth of that
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">\n{}\n</svg>\n'
# What may not reach a terminal or a log as it is: controls but the line feed, separators, changes of direction.
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
COMMAND = re.compile(r"^\s*(?:::|##\[)", re.MULTILINE)
OUR_COMMANDS = re.compile(r"^::(?:error|warning|notice) (?:file|title)=[^\n]*\n", re.MULTILINE)

Change = Callable[[Path], None]


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates are judged at one time, as the findings' folders are."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772366400")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A right registry with its site."""
    root = tmp_path_factory.mktemp("built") / "registry"
    shutil.copytree(FINDINGS / "_keyed" / "in", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1772366400")
        assert 0 == main(["build", "--root", str(root)])
    return root


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(path: str | bytes, data: str | bytes = b"x\n") -> Change:
    """A file more, or another in its place."""

    def change(root: Path) -> None:
        target = root / os.fsdecode(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)

    return change


def swap(path: str, old: str, new: str) -> Change:
    """Another text in a file."""

    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert 1 == text.count(old)
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def both(first: Change, second: Change) -> Change:
    """One change and another."""

    def change(root: Path) -> None:
        first(root)
        second(root)

    return change


def link(path: str, to: str) -> Change:
    """A symbolic link."""

    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(to)

    return change


def badge(svg: str) -> Change:
    """A drawing beside the definition; that it is not named is another finding."""
    return put("credentials/wound-care/badge.svg", svg)


def png(width: int, *extra: tuple[bytes, bytes]) -> bytes:
    """A PNG that says it is so wide, with more parts."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0))
    rest = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*each) for each in extra) + rest


def sparse(path: str, size: int) -> Change:
    """A file that says it is so large."""

    def change(root: Path) -> None:
        with (root / path).open("wb") as file:
            file.truncate(size)

    return change


def many(root: Path) -> None:
    """Ten thousand files that nobody asked for."""
    for number in range(10_000):
        folder = root / "credentials" / f"x{number:05}"
        folder.mkdir()
        (folder / "notes.txt").write_bytes(b"x")


def pipe(root: Path) -> None:
    """A pipe, which would wait for ever."""
    os.mkfifo(root / "credentials/wound-care/badge.svg")


def listener(root: Path) -> None:
    """A socket."""
    here = os.open(".", os.O_RDONLY)
    os.chdir(root / "credentials/wound-care")  # a socket's path may have a hundred characters
    try:
        with socket.socket(socket.AF_UNIX) as unix:
            unix.bind("badge.svg")
    finally:
        os.fchdir(here)
        os.close(here)


def hard_link(root: Path) -> None:
    """A second name for a file elsewhere, which is judged as the file that it is."""
    (root.parent / "secret").write_text("the secret", encoding="utf-8")
    os.link(root.parent / "secret", root / "credentials/wound-care/badge.svg")


LONG = "a" * 250
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
COMMANDS = "::set-output name=x::y"

CASES: dict[str, tuple[Change, set[str]]] = {
    # links and what is no file
    "link-to-file": (link("credentials/wound-care/badge.svg", "../../registry.yaml"), {"file-symlink"}),
    "link-to-etc": (link("credentials/wound-care/badge.svg", "/etc/passwd"), {"file-symlink"}),
    "link-instead-of-text": (link(DEFINITION, "/etc/passwd"), {"file-symlink"}),
    "link-to-folder": (link("credentials/etc", "/etc"), {"file-symlink"}),
    "link-to-itself": (link("credentials/loop", "loop"), {"file-symlink"}),
    "link-to-above": (link("credentials/wound-care/versions/up", "../../.."), {"file-symlink"}),
    "hard-link": (hard_link, {"image-malformed"}),
    "pipe": (pipe, {"file-special"}),
    "socket": (listener, {"file-special"}),
    # paths that climb
    "climb-badge": (
        swap(DEFINITION, "language: en", "language: en\nbadge: ../../../etc/a.svg"),
        {"badge-name-malformed"},
    ),
    "climb-issuer": (swap(DEFINITION, "issuer: society", "issuer: ../../etc"), {"slug-malformed"}),
    "climb-requirement": (
        swap(
            DEFINITION,
            "type: micro-credential",
            "type: pathway\nrequirements:\n  - name: A\n    at_least: all\n    of: [../..]",
        ),
        {"slug-malformed"},
    ),
    "climb-version": (swap(DEFINITION, 'version: "1.0"', 'version: "../1.0"'), {"version-malformed"}),
    "climb-scope": (swap(ISSUER, "definition: wound-care", "definition: ../wound-care"), {"slug-malformed"}),
    "climb-backslash": (put("credentials/wound-care/..\\..\\a.svg"), {"file-name-unsafe"}),
    # other programs' configuration
    "mkdocs": (put("credentials/mkdocs.yml", "hooks: [evil.py]\n"), {"file-unexpected"}),
    "hooks": (put("issuers/society/hooks.py", "import os\n"), {"file-unexpected"}),
    "workflow": (put("credentials/.github/workflows/a.yml", "on: push\n"), {"file-unexpected"}),
    "git": (put("credentials/wound-care/.git/config", "[core]\nfsmonitor = touch owned\n"), {"file-unexpected"}),
    "git-attributes": (put("credentials/.gitattributes", "* -diff linguist-generated\n"), {"file-unexpected"}),
    "git-ignore": (put("issuers/society/.gitignore", "awards/\n"), {"file-unexpected"}),
    "git-modules": (put("credentials/.gitmodules", '[submodule "x"]\n'), {"file-unexpected"}),
    # templates, scripts, trackers
    "template-title": (
        swap(DEFINITION, "title: Wound care", 'title: "{{ 7 * 7 }}"\nlabel: "{% include x %}"\nx: Wound care'),
        {"text-template"},
    ),
    "template-body": (put(DEFINITION, "---\na: b\n---\n${{ github.token }} {{ self.__init__ }}"), {"text-template"}),
    "script": (swap(DEFINITION, "Dresses two", "<script src=//evil.example></script> Dresses two"), {"markdown-html"}),
    "script-link": (swap(DEFINITION, "Dresses two", "[a](java&#115;cript:x) Dresses two"), {"markdown-link"}),
    "tracker": (swap(DEFINITION, "Dresses two", "![](https://evil.example/a.gif) Dresses two"), {"markdown-image"}),
    "svg-onload": (badge(SVG.format('<g onload="x()"/>')), {"image-unsafe"}),
    "svg-script": (badge(SVG.format("<script>x()</script>")), {"image-unsafe"}),
    "svg-foreign": (badge(SVG.format("<foreignObject><p/></foreignObject>")), {"image-unsafe"}),
    "svg-href": (badge(SVG.format('<use href="https://evil.example/a#b"/>')), {"image-reaches-out"}),
    "svg-import": (badge(SVG.format("<style>@import 'https://evil.example/a'</style>")), {"image-unsafe"}),
    "svg-font": (badge(SVG.format('<text font-family="url(https://evil.example/a)"/>')), {"image-reaches-out"}),
    "svg-data": (
        badge(SVG.format('<image href="data:image/png;base64,AAAA"/>')),
        {"image-unsafe", "image-reaches-out"},
    ),
    "svg-laughs": (badge(f'<!DOCTYPE svg [<!ENTITY a0 "ha">{ENTITIES}]>{SVG.format("&a9;")}'), {"image-unsafe"}),
    "svg-xxe": (
        badge(f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{SVG.format("&x;")}'),
        {"image-unsafe"},
    ),
    "svg-deep": (badge(SVG.format("<g>" * 60_000)), {"image-malformed"}),
    "svg-attributes": (
        badge(SVG.format("<g " + " ".join(f"a{n}='x'" for n in range(40_000)) + "/>")),
        {"image-unsafe"},
    ),
    # bombs
    "yaml-bomb": (
        put("registry.yaml", "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 30))),
        {"yaml-anchor"},
    ),
    "yaml-merge": (swap("registry.yaml", "example: true", "<<: {example: true}"), {"yaml-merge-key"}),
    "yaml-tag": (swap("registry.yaml", "name: R", "name: !!python/object/apply:os.system R"), {"yaml-tag"}),
    "yaml-deep": (swap("registry.yaml", "[en]", "[" * 20_000 + "]" * 20_000), {"yaml-too-deep"}),
    "yaml-lines": (put(DEFINITION, "---\n" + "\n" * 200_000 + "---\nx\n"), {"field-empty"}),
    "yaml-long": (put(DEFINITION, "---\n" + "a: b\n" * 200_000 + "---\nx\n"), {"file-too-large"}),
    "yaml-fields": (
        put(DEFINITION, "---\n" + "".join(f"a{n}: b\n" for n in range(20_000)) + "---\nx\n"),
        {"field-unknown"},
    ),
    "digits-yaml": (swap(DEFINITION, 'version: "1.0"', f"version: 1.{'9' * 200_000}"), {"version-malformed"}),
    "digits-million": (swap(DEFINITION, 'version: "1.0"', f"version: 1.{'9' * 1_000_000}"), {"file-too-large"}),
    "digits-json": (
        put("issuers/society/awards/a1/0/7.json", '{"index": ' + "9" * 4000 + "}"),
        {"json-unsafe-number"},
    ),
    "json-deep": (put("issuers/society/awards/a1/0/7.json", "[" * 4000), {"json-too-deep"}),
    "backticks": (
        swap(DEFINITION, "Dresses two", "".join("`" * n + "a" for n in range(1, 600)) + "<b>"),
        {"markdown-html"},
    ),
    "controls": (swap(DEFINITION, "Dresses two", "\x1b[2J\x07" * 50_000), {"text-control-character"}),
    "image-100-mb": (sparse("credentials/wound-care/badge.png", 100 * 1024**2), {"file-too-large"}),
    "text-1-tb": (sparse(DEFINITION, 1024**4), {"file-too-large"}),
    "png-huge": (put("credentials/wound-care/badge.png", png(2**31 - 1)), {"image-size"}),
    "png-notes": (
        put("credentials/wound-care/badge.png", png(100, (b"zTXt", b"a\0\0" + b"x" * 999))),
        {"image-metadata"},
    ),
    "files": (many, {"file-unexpected"}),
    # names
    "name-newline": (put("credentials/wound-care/a\n::error::x.svg"), {"file-name-unsafe"}),
    "name-control": (put("credentials/wound-care/a\x1b[2Jb.svg"), {"file-name-unsafe"}),
    "name-direction": (put("credentials/wound-care/a\u202egvs.svg"), {"file-name-unsafe"}),
    "name-bytes": (put(b"credentials/wound-care/\xff\xfe.svg"), {"file-name-unsafe"}),
    "name-command": (put(f"credentials/{COMMANDS}/index.md"), {"file-name-unsafe"}),
    "name-long": (
        put(f"credentials/{LONG}/index.md", (FINDINGS / "_plain/in" / DEFINITION).read_bytes()),
        {"slug-malformed"},
    ),
    "name-reserved": (put("credentials/con/index.md"), {"file-name-unsafe"}),
    "name-reserved-end": (put("credentials/wound-care/aux.svg"), {"file-name-unsafe"}),
    "name-dot": (put("credentials/wound-care/badge.svg."), {"file-name-unsafe"}),
    "name-space": (put("credentials/wound-care /index.md"), {"file-name-unsafe"}),
    "name-case": (put("credentials/Wound-Care/index.md"), {"file-name-clash"}),
    "name-case-image": (
        both(put("credentials/wound-care/é.svg"), put("credentials/wound-care/E\u0301.svg")),
        {"file-name-clash"},
    ),
    # commands in texts
    "command-field": (swap(DEFINITION, "language: en", f'language: en\n"{COMMANDS}": x'), {"field-unknown"}),
    "command-value": (swap(DEFINITION, "language: en", f'language: "%0A\\n{COMMANDS}%0a"'), {"language-malformed"}),
    "command-mask": (swap(DEFINITION, "type: micro-credential", 'type: "\\n::add-mask::e"'), {"value-not-allowed"}),
    "command-bracket": (swap(DEFINITION, "issuer: society", 'issuer: "##[error]x"'), {"slug-malformed"}),
    # dates
    "date-far": (swap(DEFINITION, "reviewed: 2026-01-10", "reviewed: 9999-12-31"), {"review-in-future"}),
    "date-farther": (swap(DEFINITION, "reviewed: 2026-01-10", "reviewed: 99999-12-31"), {"date-malformed"}),
    "date-first": (swap(ISSUER, "from: 2026-01-01", "from: 0000-00-00"), {"date-malformed"}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_pull_request_is_refused(
    name: str, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its finding, within seconds, in every format without a raw character; the old site stays as it was."""
    root = tmp_path / "registry"
    shutil.copytree(built, root)
    change, expected = CASES[name]
    change(root)
    before = tree(root / "_site")
    capsys.readouterr()
    start = time.process_time()
    for form in FORMATS:
        assert 1 == main(["check", "--root", str(root), "--format", form])
        output, words = capsys.readouterr()
        assert not RAW.search(output + words)
        assert not COMMAND.search(OUR_COMMANDS.sub("", output) if form == "github" else output)
        assert not COMMAND.search(words)
        if form != "github":  # which marks ten places at most
            assert expected <= {code for code in expected if code in output}
    assert 1 == main(["build", "--root", str(root)])
    output, words = capsys.readouterr()
    assert expected <= {code for code in expected if code in words}
    assert not RAW.search(output + words)
    assert not COMMAND.search(output + words)
    assert time.process_time() - start < SECONDS
    assert before == tree(root / "_site")
    assert not list(root.parent.glob("**/owned"))


def test_configuration_of_mkdocs_is_not_read(built: Path, tmp_path: Path) -> None:
    """A `mkdocs.yml`, hooks and plugins beside the registry are nothing to a build: they are neither run nor obeyed."""
    root = tmp_path / "registry"
    shutil.copytree(built, root)
    before = tree(root / "_site")
    owned = tmp_path / "owned"
    (root / "mkdocs.yml").write_text("site_name: !ENV [HOME]\nhooks: [hook.py]\ntheme: readthedocs\n", encoding="utf-8")
    (root / "hook.py").write_text(f"open({str(owned)!r}, 'w')\n", encoding="utf-8")
    (root / "sitecustomize.py").write_text(f"open({str(owned)!r}, 'w')\n", encoding="utf-8")
    assert 0 == main(["build", "--root", str(root)])
    assert before == tree(root / "_site")
    assert not owned.exists()


def test_a_flood_of_findings_is_told_in_part() -> None:
    """Of one code in one file a hundred are told and that there are more; the others are told too."""
    notes = Notes(Sources({}))
    for number in range(1, 5001):
        notes.add("yaml-tab", "a.md", "m", spot=(number, 1))
    notes.add("yaml-tag", "a.md", "m", spot=(9000, 1))
    notes.add("yaml-tab", "b.md", "m", spot=(1, 1))
    told = notes.all()
    assert 103 == len(told)
    assert (101, "from here on there are more of these") == (told[100].place.line, told[100].message)
    assert [("a.md", "yaml-tag"), ("b.md", "yaml-tab")] == [(each.place.file, each.code) for each in told[101:]]
