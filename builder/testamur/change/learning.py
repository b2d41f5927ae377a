"""What must be known of the base besides the change itself, asked in rounds until nothing is left to ask.

One idea: each question names a file or a folder beside one that changed, so that what is asked grows with the change.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from testamur.change.bits import lost_bits
from testamur.change.reading import Content, ReadFile, Reading, text_of
from testamur.number import number_from
from testamur.source.changed import Answers, Questions
from testamur.source.layout import VERSION, is_slug

MAX_LOST_BITS = 5_000  # a list that loses more is refused anyway


@dataclass(slots=True)
class _Wanted:
    files: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)


def learn(reading: Reading, ask: Callable[[Questions], Answers]) -> Answers:
    """Everything about the base that the meaning of this change and the rules over time rest on.

    `ask` answers for the base, as `history.answer` does; what it raises passes through.
    """
    files: dict[str, bytes | None] = {}
    folders: set[str] = set()
    asked = Questions()
    while True:
        wanted = _wanted(reading, Answers(files=files, folders=frozenset(folders)))
        fresh = Questions(
            files=frozenset(wanted.files) - asked.files,
            contents=frozenset(wanted.contents) - asked.contents,
            folders=frozenset(wanted.folders) - asked.folders,
        )
        if not (fresh.files or fresh.contents or fresh.folders):
            return Answers(files=files, folders=frozenset(folders))
        answers = ask(fresh)
        files.update(answers.files)
        folders |= answers.folders
        asked = Questions(
            files=asked.files | fresh.files,
            contents=asked.contents | fresh.contents,
            folders=asked.folders | fresh.folders,
        )


def _wanted(reading: Reading, known: Answers) -> _Wanted:
    wanted = _Wanted()
    for file in reading.files.values():
        names = file.known.names
        match file.known.kind:
            case "registry":
                if base_url_of(file.old) != base_url_of(file.new):
                    wanted.contents.add("issuers")
                    wanted.folders |= {
                        f"{path}/awards"
                        for path in known.folders
                        if path.count("/") == 1 and path.startswith("issuers/")
                    }
            case "definition" | "badge" | "frozen":
                slug = names["slug"]
                wanted.files.add(f"credentials/{slug}/index.md")
                wanted.folders.add(f"credentials/{slug}/versions")
                for version in (text_of(file.old, "version"), text_of(file.new, "version")):
                    if version is not None and VERSION.fullmatch(version):
                        wanted.folders.add(f"credentials/{slug}/versions/{version}")
                        wanted.files.add(f"credentials/{slug}/versions/{version}/index.md")
            case "ledger-entry":
                definition = text_of(file.new, "definition")
                if definition is not None and is_slug(definition):
                    wanted.files.add(f"credentials/{definition}/index.md")
            case "withdrawal":
                wanted.contents.add(f"issuers/{names['slug']}/withdrawals/{names['number']}")
                wanted.files |= set(_lists(file))
            case "status-list":
                wanted.contents |= set(_withdrawals(file))
            case "translation":
                wanted.files.add(f"{names['folder']}/{names['slug']}/index.md")
            case "issuer" | "key" | "endorsement" | "endorser":
                pass
        if file.path.startswith("issuers/"):
            wanted.files.add(f"issuers/{names['slug']}/index.md")
            wanted.folders.add(f"issuers/{names['slug']}/awards")
    wanted.files -= reading.files.keys()  # what is in the change already is not asked for
    return wanted


def base_url_of(content: Content | None) -> str | None:
    """The base URL that the settings say, as text of any form."""
    return text_of(content, "base_url")


def _lists(file: ReadFile) -> Iterator[str]:
    for content in (file.old, file.new):
        name = text_of(content, "list")
        if name is not None and is_slug(name):
            yield f"issuers/{file.known.names['slug']}/status/{name}.json"
            yield f"issuers/{file.known.names['slug']}/status/{name}-holds.json"


def _withdrawals(file: ReadFile) -> Iterator[str]:
    for index in sorted(lost_bits(file.old, file.new) or ())[:MAX_LOST_BITS]:
        try:
            number = number_from(file.known.names["list"], index)
        except ValueError:
            return
        yield f"issuers/{file.known.names['slug']}/withdrawals/{number}"
