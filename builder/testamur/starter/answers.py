"""The answers that a new registry is made from, brought into their right form where a person plainly meant it.

One idea: mend kindly what has one meaning (a missing slash, capital letters in a host), and refuse with advice what
would become a wrong identity.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, get_args

from testamur.check.forms import is_base_url
from testamur.source.layout import MAX_SLUG_CHARS, is_device
from testamur.starter.text import clean, one_line

Host = Literal["github", "gitlab", "other"]
HOSTS: Final[tuple[Host, ...]] = get_args(Host)
DEFAULT_BRANCH: Final = "main"

_MAX_NAME_CHARS: Final = 300
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")
_LANGUAGE_NAMES: Final = {
    "arabic": "ar", "catalan": "ca", "català": "ca", "chinese": "zh", "deutsch": "de", "dutch": "nl", "english": "en",
    "español": "es", "espanol": "es", "français": "fr", "francais": "fr", "french": "fr", "german": "de", "hindi": "hi",
    "italian": "it", "italiano": "it", "japanese": "ja", "portuguese": "pt", "português": "pt", "spanish": "es",
}  # fmt: skip
# Letters that take no mark apart when they are decomposed.
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ŋ": "n"}
)
# The older of the two ways of writing host names in ASCII turns these into other names.
_DEVIATING: Final = re.compile("[ßς\u200c\u200d]")
_FORGES: Final = {
    "github.com": "the site of that repository has an address such as https://OWNER.github.io/REPOSITORY/",
    "gitlab.com": "the site of that project has an address such as https://OWNER.gitlab.io/PROJECT/",
}


class AnswerError(ValueError):
    """An answer can't be used: a sentence, and what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What `init` asks: checked and in their right form."""

    name: str
    base_url: str
    issuer: str
    issuer_slug: str
    languages: tuple[str, ...]
    host: Host


def name_from(text: str) -> str:
    """A name on one line. Raises AnswerError when nothing is left or it is too long."""
    name = one_line(text)
    if not name:
        raise AnswerError("a name is needed", "write it as it should stand on the pages")
    if len(name) > _MAX_NAME_CHARS:
        raise AnswerError(f"the name has {len(name)} characters; at most {_MAX_NAME_CHARS} are allowed", "shorten it")
    if "{{" in name or "{%" in name:
        raise AnswerError(
            "the name begins a template, which other programs would follow", "put a space between the signs"
        )
    if name in {"not stated", "none"}:
        raise AnswerError(f"“{name}” is not a name", "write it as it should stand on the pages")
    return name


def base_url_from(text: str) -> str:
    """The base URL that the text means.

    Mended are a missing `https://` or final slash, capital letters in the host, the standard port, a page's name at the
    end, and a host in another alphabet. Raises AnswerError for http, a query, a repository's address and whatever can't
    be part of a did:web name.
    """
    plain = clean(text).strip().strip("<>").strip()
    scheme, found, rest = plain.partition("://")
    if not found:
        scheme, rest = "https", plain
    if scheme.lower() == "http":
        advice = f"write https://{rest}; a host that has no https can't hold an identity"
        raise AnswerError("the address begins with http://", advice)
    if scheme.lower() != "https":
        raise AnswerError(f"the address begins with {scheme}://", "write one that begins with https://")
    if any(mark in rest for mark in "?#"):
        raise AnswerError("the address has a part after ? or #", "leave that part out")
    if "@" in rest:
        raise AnswerError("the address has a user name or a mailbox in it", "leave out everything up to the @")
    host, _, folder = rest.partition("/")
    host = _ascii_host(host)
    if host.removeprefix("www.") in _FORGES and folder.strip("/"):
        raise AnswerError("that is where the repository is kept, not its site", _FORGES[host.removeprefix("www.")])
    segments = [segment for segment in folder.split("/") if segment]
    if segments and segments[-1].lower() in {"index.html", "index.htm"}:
        segments.pop()
    url = "/".join(["https:", "", host.removesuffix(":443"), *segments, ""])
    if not is_base_url(url):
        advice = "write the https address at which the site will stand, such as https://credentials.example.org/"
        raise AnswerError("that can't be the address of a registry", advice)
    return url


def languages_from(text: str) -> tuple[str, ...]:
    """The language tags in the text, in their usual capitals, each once. Raises AnswerError for what is no tag."""
    tags: dict[str, None] = {}
    for word in re.split(r"[\s,;]+", clean(text).strip("[] \n")):
        if not word:
            continue
        found = _LANGUAGE.fullmatch(_LANGUAGE_NAMES.get(word.strip("\"'").lower(), word.strip("\"'")))
        if found is None:
            raise AnswerError(f"“{word[:40]}” is not a language tag", "write tags such as en, es or pt-BR")
        language, script, region = found[1].lower(), (found[2] or "").title(), (found[3] or "").upper()
        tags["-".join(part for part in (language, script, region) if part)] = None
    if not tags:
        raise AnswerError("at least one language is needed", "write tags such as en, es or pt-BR")
    if len(tags) > 20:
        raise AnswerError("at most 20 languages are possible", "name those in which there will be text")
    return tuple(tags)


def host_from(text: str) -> Host:
    """Where the registry will be hosted. Raises AnswerError for anything else than the three words."""
    word = re.sub(r"\s*pages$|\.com$", "", one_line(text).lower())
    for host in HOSTS:
        if word == host:
            return host
    raise AnswerError(f"“{one_line(text)[:40]}” is not one of {', '.join(HOSTS)}", "write other for any other host")


def slug_from(text: str) -> str:
    """A short name made of a title: accents folded, at most 64 characters, cut between words; empty if none is left.

    What Windows calls a device gets a number: nobody could check out a folder of that name there.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = re.sub(r"['’](?=s\b)", "", folded).replace("'", " ").replace("’", " ")  # women's, but l'œil
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_SLUG_CHARS]
        if len(longer) > MAX_SLUG_CHARS:
            break
        slug = longer
    return f"{slug}-1" if is_device(slug) else slug


def _ascii_host(host: str) -> str:
    """The host in lower case and ASCII (RFC 3490, as Python's codec has it)."""
    name, colon, port = host.partition(":")
    name = name.strip(".").lower()
    if name.isascii():
        return name + colon + port
    if _DEVIATING.search(name):
        raise AnswerError("browsers don't agree on that host name", "write it in its form that begins with xn--")
    try:
        return name.encode("idna").decode("ascii") + colon + port
    except UnicodeError:
        raise AnswerError("that is not a host name", "write it in its form that begins with xn--") from None
