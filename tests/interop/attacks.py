"""The table of attacks (docs/attacks.md): each file offered to our two verifiers and to four of others.

The one idea: every answer in the table is one that a program gave in this run. Files are those of `tests/cases`;
what is no file is held by tests of ours, which the table names. `python -m tests.interop.attacks` (part of
`make peers`) asks and writes `docs/attacks.json` and, from it, `docs/attacks.md`; nothing else writes either.
"""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme
from testamur.vendored import manifest

from tests.casebook.society import BASE
from tests.interop.run import HERE, NODE, PYTHON, ROOT, Loopback, kept_documents, peers, served

CASES = ROOT / "tests" / "cases"
RECORD = ROOT / "docs" / "attacks.json"
TABLE = ROOT / "docs" / "attacks.md"
OURS = ("Testamur in Python", "Testamur in JavaScript")
PEERS = ("@digitalbazaar/vc", "verifier-core", "openvc-core", "openbadgeslib")
TIMEOUT_S = 60
LONG_S = 20  # starting a peer takes some of it
NOT_RESOLVING = "resolving a DID is left to its caller"
NO_TOKENS = "it reads no tokens"
NO_IMAGES = "it reads no images"
_HOST = re.compile(r"https://([a-z0-9.-]+)(?::\d+)?/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One attack: what is tried, what is right, and the case that tries it or the tests that hold it."""

    number: int
    tried: str
    right: str
    case: str | None = None
    tests: tuple[str, ...] = ()
    accept: bool = False  # whether to let it through is right
    except_for: Mapping[str, str] | None = None


ROWS: tuple[Row, ...] = (
    Row(number=0, tried="nothing: an honest credential", right="accept", case="valid", accept=True),
    Row(number=1, tried="a key that needs no private half", right="refuse the key", case="key-neutral-web"),
    Row(number=2, tried="the end renamed to its address", right="refuse", case="renamed-valid-until"),
    Row(number=3, tried="the status renamed to its address", right="refuse", case="renamed-status"),
    Row(
        number=4, tried="a context inside, by which the status has another name", right="refuse", case="aliased-status"
    ),
    Row(number=5, tried="a word mapped to nothing", right="refuse", case="context-inline-null"),
    Row(number=6, tried="a word that nothing defines", right="refuse", case="term-undefined"),
    Row(number=7, tried="text under `@index`, which is not signed", right="refuse", case="keyword-index"),
    Row(number=8, tried="a context on another host", right="never fetch it", case="context-remote"),
    Row(number=9, tried="a revoked key", right="refuse", case="key-revoked"),
    Row(number=10, tried="a key for another purpose", right="refuse", case="key-not-for-assertion"),
    Row(number=11, tried="a key that somebody else controls", right="refuse", case="did-document-controller"),
    Row(number=12, tried="a stranger's status list", right="do not take it", case="list-stranger"),
    Row(
        number=13,
        tried="a status list from before the withdrawal, still in date",
        right="no verifier without a memory can tell: say the list's date",
        case="old-list-in-date",
        accept=True,
    ),
    Row(number=14, tried="a status list of 64 bits", right="do not take it", case="list-short"),
    Row(number=15, tried="the index `8abc`", right="do not take it", case="index-letters"),
    Row(number=16, tried="an unknown status before a revoked one", right="withdrawn", case="entries-unknown-first"),
    Row(number=17, tried="a revoked credential", right="one answer, and it is no", case="withdrawn"),
    Row(number=18, tried="a list that unpacks to 16 megabytes", right="stop at the limit", case="list-bomb-large"),
    Row(number=19, tried="objects that look alike", right="refuse before the work", case="poison"),
    Row(
        number=20,
        tried="a DID with `%40` in its host",
        right="refuse",
        case="did-at",
        except_for={"@digitalbazaar/vc": NOT_RESOLVING},
    ),
    Row(
        number=21,
        tried="a DID that climbs by `..`",
        right="refuse",
        case="did-climb",
        except_for={"@digitalbazaar/vc": NOT_RESOLVING},
    ),
    Row(number=22, tried="a changed file full of addresses", right="ask the issuer's DID alone", case="changed-name"),
    Row(number=23, tried="a good proof and a bad one", right="refuse", case="proof-set"),
    Row(number=24, tried="a proof that ended", right="refuse", case="proof-expired"),
    Row(number=25, tried="half a character", right="refuse", case="json-lone-surrogate"),
    Row(number=26, tried="a number beyond what is exact", right="refuse", case="json-unsafe-number"),
    Row(number=27, tried="a key twice", right="refuse", case="json-duplicate-key"),
    Row(number=28, tried="a token with padding", right="refuse", case="jwt-padding"),
    Row(number=29, tried="the public key as a shared secret", right="refuse", case="jwt-hs256-multikey"),
    Row(number=30, tried="a proof made for another purpose", right="refuse", case="proof-purpose-signed"),
    Row(number=31, tried="an image with two credentials", right="refuse", case="png-two"),
    Row(
        number=32,
        tried="an image with a script",
        right="judge the credential, run nothing",
        case="svg-script",
        accept=True,
    ),
    Row(number=33, tried="nesting without end", right="refuse, with a reason", case="json-too-deep"),
    Row(
        number=34,
        tried="a symbolic link in a pull request",
        right="refuse it",
        tests=("tests/unit/test_load.py::test_a_symbolic_link_is_refused_wherever_it_leads",),
    ),
    Row(
        number=35,
        tried="a pull request with a configuration of MkDocs",
        right="read none",
        tests=(
            "tests/unit/test_render.py::test_no_configuration_is_read",
            "tests/unit/test_hostile.py::test_configuration_of_mkdocs_is_not_read",
        ),
    ),
    Row(
        number=36,
        tried="scripts in Markdown",
        right="leave them out",
        tests=("tests/unit/test_render.py::test_hostile_markdown_is_harmless",),
    ),
    Row(
        number=37,
        tried="a bomb of YAML anchors",
        right="refuse unread",
        tests=("tests/unit/test_source.py::test_an_anchor_bomb_is_refused_without_being_built",),
    ),
    Row(
        number=38,
        tried="a template in a title",
        right="show it as text",
        tests=("tests/unit/test_render.py::test_data_is_never_a_template",),
    ),
    Row(
        number=39,
        tried="one place in a list taken twice",
        right="a conflict in Git",
        tests=(
            "tests/unit/test_simulated_year.py::test_two_people_draw_one_place",
            "tests/unit/test_simulated_year.py::test_thirty_branches_in_any_order",
        ),
    ),
    Row(
        number=40,
        tried="`kill -9` in the middle of a batch; a full disk",
        right="run again, and all is there once",
        tests=(
            "tests/unit/test_cli_issue.py::test_killed_at_any_moment",
            "tests/unit/test_write.py::test_full_disk_is_named",
        ),
    ),
    Row(number=41, tried="back-dating with a key that is retired", right="refuse", case="retired-not-in-ledger"),
    Row(
        number=42,
        tried="a host that looks like another",
        right="show the host in ASCII, and no name that a stranger gives itself",
        tests=("tests/unit/test_attacks.py::test_a_host_is_shown_in_ascii",),
    ),
)


# ---- what is asked ----


def case_of(row: Row) -> dict[str, Any]:
    """The description of a row's case."""
    described: dict[str, Any] = json.loads((CASES / str(row.case) / "case.json").read_bytes())
    return described


def answers_of(row: Row) -> dict[str, bytes]:
    """What every address answers: the society's site, then what the case says, which comes first."""
    site = CASES / "_sites" / "society"
    found = {BASE + file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    described = case_of(row)
    if described["documents"] is not None:
        documents = json.loads((CASES / str(row.case) / described["documents"]).read_bytes())
        for address, value in documents.items():
            if isinstance(value, dict) and {"base64", "status"} & value.keys() and "id" not in value:
                found.pop(address, None)
                if value.get("status", 200) == 200:
                    found[address] = base64.b64decode(value.get("base64", ""))
            else:
                found[address] = json.dumps(value).encode()
    return kept_documents() | found


def ask_ours(row: Row) -> dict[str, dict[str, Any]]:
    """What our two command lines say of a row's case."""
    described, folder = case_of(row), CASES / str(row.case)
    words = [str(folder / described["file"]), "--json", "--at", described["at"]]
    for site in described["registries"]:
        words += ["--registry", str((folder / site).resolve())]
    words += ["--documents", str(folder / described["documents"])] if described["documents"] else []
    said = {}
    for name, command in (
        (OURS[0], (sys.executable, "-m", "testamur", "verify")),
        (OURS[1], ("node", str(ROOT / "site" / "verifier" / "cli.js"))),
    ):
        done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
        (report,) = json.loads(done.stdout)
        said[name] = {
            "verdict": report["verdict"],
            "reasons": report["reasons"],
            "asked": [fetched["address"] for fetched in report["fetched"]],
        }
    return said


def kind_of(file: str) -> str:
    """`json`, `jwt`, `png` or `svg`."""
    return file.rpartition(".")[2]


def not_asked(row: Row, peer: str, kind: str) -> str | None:
    """Why a row does not apply to a peer, None where it does."""
    if row.except_for is not None and peer in row.except_for:
        return row.except_for[peer]
    if kind == "jwt" and peer in PEERS[:2]:
        return NO_TOKENS
    return NO_IMAGES if kind in {"png", "svg"} and peer != "openbadgeslib" else None


def ask_peer(peer: str, row: Row, ca_file: str, loopback: Loopback) -> dict[str, Any]:
    """What a peer says of a row's case, in a process of its own that is ended when its time is up."""
    described = case_of(row)
    kind = kind_of(described["file"])
    reason = not_asked(row, peer, kind)
    if reason is not None:
        return {"outcome": "does not apply", "says": reason}
    content = (CASES / str(row.case) / described["file"]).read_bytes()
    question = {
        "ca": ca_file,
        "contexts": {entry.url: json.loads(loopback.documents[entry.url]) for entry in manifest()},
        "file": base64.b64encode(content).decode(),
        "kind": kind,
    }
    driver = (*NODE, str(HERE / "attack.mjs")) if peer in PEERS[:2] else (PYTHON, str(HERE / "attack.py"))
    environment = {**os.environ, "NODE_EXTRA_CA_CERTS": ca_file, "TESTAMUR_LOOPBACK": str(loopback.port)}
    loopback.asked.clear()
    began = time.monotonic()
    try:
        done = subprocess.run(
            [*driver, peer],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            env=environment,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        answer: dict[str, Any] = {"outcome": "no answer", "says": f"ended after {TIMEOUT_S} seconds"}
    else:
        broke_off = {"outcome": "broke off", "says": f"exit code {done.returncode}"}
        answer = json.loads(done.stdout) if done.returncode == 0 else broke_off
    answer["says"] = " ".join(str(answer["says"]).split())[:200]
    answer["seconds"] = round(time.monotonic() - began)
    contexts = set(question["contexts"])
    answer["asked"] = sorted(set(loopback.asked) - contexts)
    return answer


def hosts_of(rows: Iterable[Row]) -> dict[str, bytes]:
    """An address of each host that any row's answers lie on, so that one certificate stands for all."""
    addresses = {address for row in rows for address in answers_of(row)}
    matches = (_HOST.match(address) for address in sorted(addresses))
    hosts = {match[1] for match in matches if match is not None} | {"evil.example"}
    return {f"https://{host}/": b"" for host in hosts if not host.replace(".", "").isdigit()}


def record(asked: Sequence[Row]) -> dict[str, Any]:
    """Every answer to some rows."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="testamur-attacks-") as folder:
        ca = trustme.CA()
        ca_file = Path(folder) / "ca.pem"
        ca.cert_pem.write_to_path(str(ca_file))
        loopback = Loopback(folder=Path(folder) / "site", documents=hosts_of(asked))
        loopback.folder.mkdir()
        with served(loopback, ca):
            for row in asked:
                loopback.documents = answers_of(row)
                answers = ask_ours(row)
                answers |= {peer: ask_peer(peer, row, str(ca_file), loopback) for peer in PEERS}
                rows.append({"number": row.number, "case": row.case, "answers": answers})
                sys.stdout.write(f"{row.number:>2} {row.case}\n")
                sys.stdout.flush()
    return {"peers": [peer.name for peer in peers()], "rows": rows}


# ---- the table ----


def rendered(recorded: Mapping[str, Any]) -> str:
    """docs/attacks.md, from what one run recorded."""
    answers = {row["number"]: row["answers"] for row in recorded["rows"]}
    lines = [
        "# What is tried against a verifier, and who falls",
        "",
        (
            "Every answer below was given by a program in one run of `make peers`,"
            " which writes this page and `attacks.json` beside it."
        ),
        (
            f"The peers are {', '.join(recorded['peers'])}, as their registries deliver them;"
            " [interop](interop.md) says how they are run."
        ),
        "",
        (
            "The files are in `tests/cases/`, in a folder with the name that stands in the row;"
            " row 0 is an honest credential, so that a refusal means something."
        ),
        (
            "Most rows are tried by further folders too, which name the row under `threat` in their `case.json`;"
            " `tests/unit/test_cases.py` asks that every row which a file can try, but for row 32,"
            " has one that is not let through."
        ),
        (
            "Our two verifiers are asked as the case says, at the case's moment;"
            " the others at the moment of the run, with every address answered from one machine."
        ),
        "A peer's **accepted** is bold where letting it through is wrong.",
        "A refusal may have another cause than the attack; what each said stands at the end.",
        (
            "openbadgeslib is asked with `verify_status_list=False`, since by default it refuses every list that is no"
            " token, and with it every honest credential of ours: so it takes the lists of rows 12 and 14 unverified."
        ),
        "",
        f"| | What is tried | Right | Case | {' | '.join((*OURS, *PEERS))} |",
        f"|{'---|' * (4 + len(OURS) + len(PEERS))}",
    ]
    for row in ROWS:
        if row.case is None:
            continue
        cells = [_ours(answers[row.number][name]) for name in OURS]
        cells += [_theirs(row, answers[row.number][name]) for name in PEERS]
        lines.append(f"| {row.number} | {row.tried} | {row.right} | `{row.case}` | {' | '.join(cells)} |")
    lines += [
        "",
        "## What no file can try",
        "",
        (
            "These are tried on the build, the command line and the page, which the peers do not have;"
            " a test of ours holds each."
        ),
        "",
        "| | What is tried | Right | Held by |",
        "|---|---|---|---|",
    ]
    for row in ROWS:
        if row.tests:
            held = ", ".join(f"`{test}`" for test in row.tests)
            lines.append(f"| {row.number} | {row.tried} | {row.right} | {held} |")
    lines += ["", "## What the peers said", ""]
    for row in ROWS:
        for peer in PEERS if row.case else ():
            said = answers[row.number][peer]
            if said["outcome"] != "does not apply":
                lines.append(f"- {row.number}, {peer}: {_plain(said['says'])}")
    return "\n".join(lines) + "\n"


def _ours(said: Mapping[str, Any]) -> str:
    reasons = ", ".join(f"`{reason}`" for reason in said["reasons"])
    return f"{said['verdict']}: {reasons}" if reasons else str(said["verdict"])


def _theirs(row: Row, said: Mapping[str, Any]) -> str:
    if said["outcome"] == "does not apply":
        return f"does not apply: {said['says']}"
    words = "**accepted**" if said["outcome"] == "accepted" and not row.accept else str(said["outcome"])
    if row.number == 17 and said["outcome"] == "accepted":
        words += f" ({_plain(said['says'])})"
    if row.number == 18 and "peak_mb" in said:
        words += f", {said['peak_mb']} MB"
    if said["seconds"] >= LONG_S:
        words += f", {said['seconds']} s"
    if row.number in {8, 22}:
        beyond = [address for address in said["asked"] if not address.endswith("/did.json")]
        words += f", asked {len(beyond)} beside the DID" if beyond else ", asked nobody but the issuer"
    return words


def _plain(words: str) -> str:
    """Words of others as text that Markdown takes for nothing else."""
    shown = "".join(character if character.isprintable() else " " for character in words).strip() or "nothing"
    return f"`{shown.replace('`', '’').replace('|', '/')}`"


def main(numbers: Sequence[str]) -> int:
    """Ask about all rows or some again, and write both files; 1 when one of ours did not answer as its case says."""
    recorded = record([row for row in ROWS if row.case and (not numbers or str(row.number) in numbers)])
    if numbers:
        new = {row["number"]: row for row in recorded["rows"]}
        kept = json.loads(RECORD.read_text(encoding="utf-8"))["rows"]
        recorded["rows"] = [new.get(row["number"], row) for row in kept]
    RECORD.write_text(json.dumps(recorded, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    TABLE.write_text(rendered(recorded), encoding="utf-8")
    wrong = [
        f"{row['number']} {name}"
        for row in recorded["rows"]
        for name in OURS
        if row["answers"][name]["verdict"]
        != json.loads((CASES / row["case"] / "case.json").read_bytes())["expected"]["verdict"]
    ]
    sys.stdout.write("".join(f"FAIL  {each}\n" for each in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
