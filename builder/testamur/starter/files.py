"""A new registry as a mapping from path to bytes: what the society will change, and what comes with this version.

One idea: two kinds of files. What is begun here (settings, issuer, example, README) belongs to the society from the
first moment; what is kept (workflows, schemas, editor settings) is brought up to date by `init --upgrade`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from testamur import vendored
from testamur.editor import editor_schemas
from testamur.starter.answers import DEFAULT_BRANCH, Answers, Host
from testamur.starter.fields import SCHEMAS_FOLDER, front_matter, yaml_file
from testamur.starter.text import one_line, plain_markdown, quoted_scalar

EXAMPLE_SLUG: Final = "example-to-replace"

# Only for us: what the commands read and no registry gets.
_NOT_COPIED: Final = frozenset({"forms.json", "README.md"})
# What only one kind of host reads.
_OF_HOST: Final[Mapping[str, Host]] = MappingProxyType({".github/": "github", ".gitlab-ci.yml": "gitlab"})
# What a society fills in itself, so that it is never brought up to date.
_BEGUN: Final = frozenset({".github/CODEOWNERS", "CODEOWNERS"})
_TOKEN: Final = re.compile(r"@(REGISTRY_NAME|BASE_URL|TESTAMUR_VERSION|DEFAULT_BRANCH|FIRST_ISSUER)@")
_EDITED_BY_HAND: Final = (
    "definition",
    "definition-translation",
    "issuer",
    "issuer-translation",
    "registry",
    "key",
    "ledger-entry",
    "withdrawal",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the files that come with a version are filled in with."""

    name: str
    base_url: str
    first_issuer: str
    host: Host
    version: str
    branch: str = DEFAULT_BRANCH


def begun_files(answers: Answers, *, version: str, today: date, next_steps: str) -> dict[str, bytes]:
    """The files of a new registry that are the society's own: settings, first issuer, one example, README.

    `today` is the day from which the issuer may award the example; `next_steps` the README's template.
    """
    settings = {
        "name": answers.name,
        "description": f"The credentials of {answers.issuer}.",
        "base_url": answers.base_url,
        "languages": list(answers.languages),
        "testamur": version,
    }
    issuer = {"name": answers.issuer, "awards": [{"definition": EXAMPLE_SLUG, "from": today.isoformat()}]}
    facts = facts_from(answers, version=version)
    made = {
        "registry.yaml": yaml_file("registry", settings),
        f"issuers/{answers.issuer_slug}/index.md": front_matter("issuer", issuer, issuer_text(answers.issuer)),
        f"credentials/{EXAMPLE_SLUG}/index.md": _example(answers),
        "README.md": _readme(next_steps, answers, facts),
    }
    return made | {
        path: filled_in(path, data, facts) for path, data in shipped_files(answers.host).items() if path in _BEGUN
    }


def kept_files(facts: Facts) -> dict[str, bytes]:
    """The files of a registry that come with this version of Testamur, filled in."""
    made = {path: data for path, data in shipped_files(facts.host).items() if path not in _BEGUN}
    editor = editor_schemas({f"{name}.json": vendored.schemas()[f"{name}.json"] for name in _EDITED_BY_HAND})
    return {path: filled_in(path, data, facts) for path, data in sorted(made.items())} | {
        f"{SCHEMAS_FOLDER}/{name}": data for name, data in editor.items()
    }


def facts_from(answers: Answers, *, version: str) -> Facts:
    """What the answers say about the files that come with a version."""
    return Facts(
        name=answers.name,
        base_url=answers.base_url,
        first_issuer=answers.issuer_slug,
        host=answers.host,
        version=version,
    )


def shipped_files(host: Host) -> dict[str, bytes]:
    """The files of `data/starter/` that a registry on this host gets, as they ship: nothing filled in."""
    return {path: data for path, data in _shipped().items() if _OF_HOST.get(_first(path), host) == host}


def next_steps_template() -> str:
    """The template of a new registry's README."""
    return _folder().joinpath("README.md").read_text(encoding="utf-8")


def filled_in(path: str, data: bytes, facts: Facts) -> bytes:
    """The file with our tokens replaced.

    In YAML a token alone after a colon becomes a quoted text, inside quotation marks or a comment plain text; and no
    text can begin an expression of a workflow.
    """
    values = {
        "REGISTRY_NAME": one_line(facts.name).replace("${{", "$ {{"),
        "BASE_URL": facts.base_url,
        "TESTAMUR_VERSION": facts.version,
        "DEFAULT_BRANCH": facts.branch,
        "FIRST_ISSUER": facts.first_issuer,
    }
    text = data.decode("utf-8")
    if not path.endswith((".yml", ".yaml")):
        return _TOKEN.sub(lambda found: values[found[1]], text).encode()
    lines = text.split("\n")
    return "\n".join(_yaml_line(line, values) for line in lines).encode()


def issuer_text(name: str) -> str:
    """The text of an issuer's page until the society writes its own."""
    return f"{plain_markdown(name)} keeps this registry.\nReplace this text by a few sentences about the body."


def _yaml_line(line: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        text = values[found[1]]
        before, after = line[: found.start()], line[found.end() :]
        if before.lstrip().startswith("#"):
            return text
        if before.count('"') % 2:
            return quoted_scalar(text)[1:-1]
        alone = re.search(r"(?:: +|- +)\Z", before) and not after.strip()
        return quoted_scalar(text) if alone else text

    return _TOKEN.sub(value, line)


def _readme(template: str, answers: Answers, facts: Facts) -> bytes:
    words = {
        "@REGISTRY_NAME@": plain_markdown(answers.name),
        "@ISSUER_NAME@": plain_markdown(answers.issuer),
        "@BASE_URL@": facts.base_url,
        "@FIRST_ISSUER@": facts.first_issuer,
        "@EXAMPLE@": EXAMPLE_SLUG,
        "@DOMAIN@": facts.base_url.removeprefix("https://").partition("/")[0],
        "@TESTAMUR_VERSION@": facts.version,
    }
    kept = []
    for block in re.split(r"(?m)^(<!-- (?:github|gitlab|other): -->\n(?:.*\n)*?<!-- end -->\n)", template):
        found = re.match(r"<!-- (\w+): -->\n", block)
        if found is None:
            kept.append(block)
        elif found[1] == facts.host:
            kept.append(block[found.end() :].removesuffix("<!-- end -->\n"))
    return re.sub(r"@[A-Z_]+@", lambda found: words.get(found[0], found[0]), "".join(kept)).encode()


def _example(answers: Answers) -> bytes:
    values = {
        "title": "Replace me: an example of a definition",
        "type": "micro-credential",
        "version": "1.0",
        "language": answers.languages[0],
        "issuer": answers.issuer_slug,
        "description": "This is an example that came with the registry, and nobody should be awarded it.",
        "outcomes": [
            {"kind": "knowledge", "text": "Say what belongs in a definition."},
            {"kind": "demonstration", "text": "Write one, and have it reviewed."},
        ],
        "validity": {
            "period": "P3Y",
            "renewal_when": "In the last six months before the award ends.",
            "renewal_show": "Whatever your society asks for.",
        },
    }
    body = (
        "This definition is an example.\n"
        "Write your own with `testamur new definition`.\n"
        "Then delete this folder, and its lines under `awards` of the issuer.\n\n"
        "Here stands what somebody must do to receive the award:\n\n"
        "1. the first thing;\n"
        "2. the second thing."
    )
    return front_matter("definition", values, body)


@cache
def _shipped() -> Mapping[str, bytes]:
    return MappingProxyType({path: data for path, data in sorted(_walk(_folder(), "")) if path not in _NOT_COPIED})


def _folder() -> Traversable:
    return files("testamur").joinpath("data", "starter")


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{path}{entry.name}/")
        else:
            yield f"{path}{entry.name}", entry.read_bytes()


def _first(path: str) -> str:
    """The first folder of a path with its slash, or the name of a file at the root."""
    head, slash, _ = path.partition("/")
    return head + slash
