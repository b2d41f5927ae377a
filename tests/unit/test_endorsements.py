"""Endorsements beside definitions and issuers: what is verified, what is not, and what pages and programs are told."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from testamur import addresses, canon, keys, proofs
from testamur.check import Checked, check_registry
from testamur.cli.findings_output import plain
from testamur.cli.moment import newest_date
from testamur.jws import sign_compact
from testamur.load import read_site_sources, read_sources
from testamur.model import Endorsement, Registry
from testamur.pages import BuildFacts, Page
from testamur.render import render_pages
from testamur.site import build_tree, page_contexts
from testamur.site.endorsing import recognition

from tests.society import SLUG, Called, Society, make_society
from tools import endorsed_cases as said
from tools import findings_base as base

FACTS = BuildFacts(time=base.TIME, commit="0" * 40, dirty=False, testamur="0.1.0")
PAGE = "credentials/wound-care/"
DID_KEY = f"did:key:{base.multikey('council-2025')}"


def checked(*edits: Callable[[base.Files], None], keyed: bool = False) -> Checked:
    """What check says of the base registry with these edits."""
    files = dict(base.keyed() if keyed else base.plain())
    for edit in edits:
        edit(files)
    return check_registry(base.sources_of(files), at=base.TIME, tool_version="0.1.0")


def only(result: Checked) -> Endorsement:
    """The one endorsement of a registry without findings."""
    assert "" == plain(result.findings)
    assert result.registry is not None
    (found,) = result.registry.endorsements
    return found


def put(path: str, data: bytes) -> Callable[[base.Files], None]:
    """Write a file."""
    return lambda files: files.update({path: data})


def test_what_is_known_of_an_endorsement_that_verifies() -> None:
    """Its version, endorser, words and days, that it is in force, and what nobody could look at."""
    found = only(checked(said.endorsed(valid_until="2027-01-01T00:00:00Z")))
    assert ("wound-care", "1.0", said.COUNCIL, "Example Council") == (
        found.slug,
        found.version,
        found.endorser.id,
        found.endorser.name,
    )
    assert "We watched how it is assessed." == found.comment
    assert (date(2026, 1, 1), date(2027, 1, 1)) == (found.begins, found.ends)
    assert ("in-force", None, True) == (found.state, found.status_checked, found.is_outside)


def test_an_issuer_is_endorsed_by_its_did() -> None:
    """What is about an issuer lies in the issuer's folder and has no version."""
    found = only(checked(said.endorsed(path=said.BODY, about=base.DID)))
    assert ("society", None, "in-force") == (found.slug, found.version, found.state)


def test_a_token_is_an_endorsement_too() -> None:
    """The same statement as a JWT, in a file that is called so."""
    document = json.loads(said.endorsement())
    del document["proof"]
    kid = addresses.verification_method(said.COUNCIL, base.multikey("council-2025"))
    header = {"alg": "EdDSA", "cty": "vc", "kid": kid, "typ": "vc+jwt"}
    claims = {"iss": said.COUNCIL, "iat": 1767225600}
    token = sign_compact(header, {**document, **claims}, base.private_key("council-2025").sign).encode()
    found = only(checked(said.endorsed(path=said.AWARD.replace(".json", ".jwt"), data=token)))
    assert (True, "in-force") == (found.is_token, found.state)


def test_a_did_key_needs_no_document() -> None:
    """The key is in the name itself, so nothing about it stays open."""
    named = said.NAMED.replace(said.COUNCIL, DID_KEY)
    files = base.plain()
    said.endorsed(named=named, by=DID_KEY)(files)
    del files[said.DOCUMENT]
    result = check_registry(base.sources_of(files), at=base.TIME, tool_version="0.1.0")
    assert False is only(result).is_outside


@pytest.mark.parametrize(("lists", "expected"), [([], False), ([said.status_list()], True)])
def test_a_status_list_counts_where_it_was_saved(lists: list[bytes], expected: bool) -> None:
    """Whether it was taken back is known by a list in `endorsers/`, and said to be unknown without one."""
    edits = [put("endorsers/list.json", data) for data in lists]
    assert expected is only(checked(said.endorsed(credentialStatus=said.STATUS), *edits)).status_checked


def test_a_list_of_a_stranger_says_nothing() -> None:
    """Nobody else's list in the place of the endorser's makes the endorsement look checked."""
    forged = json.loads(said.status_list())
    forged["proof"]["proofValue"] = json.loads(said.status_list(7))["proof"]["proofValue"]
    edit = put("endorsers/list.json", json.dumps(forged).encode())
    assert False is only(checked(said.endorsed(credentialStatus=said.STATUS), edit)).status_checked


def test_another_issuer_of_the_registry_may_endorse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its keys are those of the registry, so it needs no other name and no document; a retired key does not do."""
    did = addresses.issuer_did(base.BASE_URL, "council")
    profile = base.ISSUER_TEXT.partition("awards:")[0].replace("Society", "Council") + "---\n\nA fictional council.\n"
    with monkeypatch.context() as instead:
        instead.setattr(base, "ISSUER", "council")
        instead.setattr(base, "DID", did)
        path, key = base.key_file("council-2025", lists=["b1"])
        retired = base.key_file("council-2025", lists=["b1"], retired="2026-02-01T00:00:00Z")[1]
        lists = [base.signed_list("b1", seed="council-2025", holds=holds) for holds in (False, True)]
    made = {"issuers/council/index.md": profile.encode(), path: key, **dict(lists)}
    made[said.AWARD] = said.endorsement(by=did)
    found = only(checked(lambda files: files.update(made)))
    assert ("Example Council", False, "in-force") == (found.endorser.name, found.is_outside, found.state)
    result = checked(lambda files: files.update(made | {path: retired}))
    assert "endorsement-key" in {finding.code for finding in result.findings}


def test_what_was_frozen_stays_as_it_was(root: Path) -> None:
    """An endorsement that comes later changes no byte of an awarded version, neither in Git nor on the site."""
    sources = read_site_sources(root)
    trees = []
    for edits in ((), (said.endorsed(),)):
        registry = checked(*edits, keyed=True).registry
        assert registry is not None
        pages = page_contexts(registry, FACTS, sources)
        trees.append((registry.achievements, build_tree(registry, FACTS, pages, {}, sources)))
    (versions, before), (same, after) = trees
    assert versions == same
    folder = f"{PAGE}1.0/"
    assert {f"{folder}endorsements/council.json", f"{folder}endorsed.json"} == after.keys() - before.keys()
    assert {"registry.json"} == {path for path in before if before[path] != after[path] and path != "sitemap.xml"}


# ---- what people and programs are told ----


def drawn(registry: Registry, root: Path, scratch: Path) -> tuple[Page, Element]:
    """The page of the definition, and as a browser reads it."""
    sources = read_site_sources(root)
    templates = {path: data for path, data in sources.items() if path.startswith("templates/")}
    page = next(page for page in page_contexts(registry, FACTS, sources) if page.path == PAGE)
    html = render_pages([page], templates=templates, scratch=scratch)[page.file]
    return page, html5lib.parse(html, namespaceHTMLElements=False)


def at(page: Element, anchor: str) -> str:
    """The words of the one element of that anchor."""
    (found,) = (element for element in page.iter() if element.get("id") == anchor)
    return " ".join(" ".join(found.itertext()).split())


def square(page: Element) -> str | None:
    """The answer of row 6.3."""
    return next(each.get("class") for each in page.iter("li") if " ".join(each.itertext()).split()[:1] == ["6.3"])


def test_the_page_says_who_says_what_since_when_and_what_was_verified(root: Path, tmp_path: Path) -> None:
    """The endorser, its words, the day, what the build looked at and what it could not, and the file."""
    registry = checked(said.endorsed()).registry
    assert registry is not None
    _, page = drawn(registry, root, tmp_path)
    words = at(page, "endorsements")
    for expected in (
        "Example Council We watched how it is assessed. Since 1 January 2026",
        "Verified When this page was built, on 1 March 2026: that nobody changed it",
        "Not verified Whether the organisation still uses that key",
        "it names no list that would say so.",
    ):
        assert expected in words
    assert "met" == square(page)
    links = [element.get("href") for element in page.iter("a")]
    assert "../../credentials/wound-care/1.0/endorsements/council.json" in links


def test_an_endorsers_words_are_words(root: Path, tmp_path: Path) -> None:
    """Markup, script and links to odd places in a comment are shown as text or left out."""
    registry = checked(said.endorsed()).registry
    assert registry is not None
    odd = "<script>alert(1)</script> <b>bold</b> [here](javascript:alert(1)) ![x](https://elsewhere.example/x.png) *so*"
    _, page = drawn(replace(registry, endorsements=(replace(registry.endorsements[0], comment=odd),)), root, tmp_path)
    (quote,) = page.iter("blockquote")
    assert {"blockquote", "p", "em"} == {element.tag for element in quote.iter()}
    assert "<script>alert(1)</script> <b>bold</b>" in "".join(quote.itertext())


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("ended", "No longer in force: it does not count any more."),
        ("withdrawn", "Taken back by the organisation that gave it: it does not count."),
        ("not-yet", "Signed, and not in force yet: it does not count."),
    ],
)
def test_what_does_not_count_says_so(root: Path, tmp_path: Path, state: Any, words: str) -> None:
    """An endorsement that has ended, or was taken back, is not quoted, answers no row and is told to no program."""
    registry = checked(said.endorsed()).registry
    assert registry is not None
    other = replace(registry, endorsements=(replace(registry.endorsements[0], state=state),))
    page, html = drawn(other, root, tmp_path)
    assert words in at(html, "endorsements")
    assert "We watched" not in at(html, "endorsements")
    assert "Verified" not in at(html, "endorsements")
    assert "not-stated" == square(html)
    assert "recognizedBy" not in str(page.frame.data)
    sources = read_site_sources(root)
    tree = build_tree(other, FACTS, page_contexts(other, FACTS, sources), {}, sources)
    assert f"{PAGE}1.0/endorsed.json" not in tree
    assert [state] == [each["state"] for each in json.loads(tree["registry.json"])["endorsements"]]


@pytest.mark.parametrize(("status_checked", "answer"), [(None, "met"), (True, "met"), (False, "declared")])
def test_the_row_is_met_by_what_could_be_checked(status_checked: bool | None, answer: str) -> None:
    """Where nobody could ask whether it was taken back, the row is only declared."""
    found = replace(only(checked(said.endorsed())), status_checked=status_checked)
    assert answer == recognition([found])


def test_programs_find_it_where_open_badges_puts_it(root: Path) -> None:
    """The achievement beside the frozen one and the issuer's profile carry the signed statement as it came."""
    registry = checked(said.endorsed(), put(said.BODY, said.endorsement(about=base.DID))).registry
    assert registry is not None
    sources = read_site_sources(root)
    pages = page_contexts(registry, FACTS, sources)
    tree = build_tree(registry, FACTS, pages, {}, sources)
    achievement = json.loads(tree[f"{PAGE}1.0/achievement.json"])
    endorsed = json.loads(tree[f"{PAGE}1.0/endorsed.json"])
    assert [json.loads(said.endorsement())] == endorsed.pop("endorsement")
    assert achievement == {name: value for name, value in endorsed.items() if name != "@context"}
    profile = json.loads(tree["issuers/society/profile.json"])
    assert [json.loads(said.endorsement(about=base.DID))] == profile["endorsement"]
    page = next(page for page in pages if page.path == PAGE)
    assert page.frame.data is not None
    (credential,) = (each for each in json.loads(page.frame.data.json)["@graph"] if "recognizedBy" in each)
    assert [said.COUNCIL] == [each["@id"] for each in credential["recognizedBy"]]


def test_the_examples_council_is_really_signed(root: Path) -> None:
    """Both endorsements of the example verify and are in force, and a changed word in either would be found."""
    sources, _ = read_sources(root)
    at_build = datetime(2026, 11, 22, tzinfo=UTC)
    registry = check_registry(sources, at=at_build).registry
    assert registry is not None
    assert [("example-society", "in-force"), ("wound-care-2", "in-force")] == sorted(
        (each.slug, each.state) for each in registry.endorsements
    )
    for path, file in sources.files.items():
        if "/endorsements/" in path:
            changed = replace(file, data=file.data.replace(b"this council is fictional", b"this council is real"))
            other = replace(sources, files={**sources.files, path: changed})
            assert ["endorsement-altered"] == [each.code for each in check_registry(other, at=at_build).findings]


# ---- endorsing others ----

BASE_URL = "https://registry.society.example/"
ANOTHERS = "https://others.example/credentials/night-care/1.0/achievement.json"


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society without a key."""
    return make_society(tmp_path, monkeypatch)


def endorsing(society: Society, *more: str, about: str = ANOTHERS) -> Called:
    """`testamur endorse`, with what is always asked for."""
    out = str(society.root.parent / "endorsement.json")
    words = ("endorse", about, "--issuer", SLUG, "--comment", "We rely on it.", "--out", out, *more)
    return society.call(*words)


@pytest.mark.parametrize("kind", ["ed25519", "p256"])
def test_what_is_signed_verifies_elsewhere(society: Society, kind: str) -> None:
    """The file of `endorse` says what was asked for, its proof holds, and it is written once and nothing else."""
    society.call("keys", "new", "--issuer", SLUG, "--type", kind)
    called = endorsing(society, "--until", "2029-01-01")
    assert (0, f"{society.root.parent / 'endorsement.json'}\n") == (called.code, called.out)
    data = (society.root.parent / "endorsement.json").read_bytes()
    document = json.loads(data)
    assert (ANOTHERS, "We rely on it.") == (
        document["credentialSubject"]["id"],
        document["credentialSubject"]["endorsementComment"],
    )
    assert "2029-01-01T23:59:59Z" == document["validUntil"]
    canon.check_closed(document)
    multikey = document["proof"]["verificationMethod"].partition("#")[2]
    proofs.verify_proof(document, key=keys.public_key_from_multibase(multikey))
    before = {path: path.read_bytes() for path in society.root.rglob("*") if path.is_file()}
    assert 2 == endorsing(society).code  # the file is there
    assert before == {path: path.read_bytes() for path in society.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("more", "about", "words"),
    [
        ((), "https://others.example/credentials/night-care/", "neither the address"),
        ((), "night-care", "neither the address"),
        (("--until", "2020-01-01"), ANOTHERS, "not in the future"),
        (("--until", "soon"), ANOTHERS, "YYYY-MM-DD"),
        (("--comment", " "), ANOTHERS, "--comment has 0 characters"),
    ],
)
def test_what_can_not_be_endorsed(society: Society, more: tuple[str, ...], about: str, words: str) -> None:
    """A wrong address, day or comment is misuse, said in a sentence, and no file is written."""
    society.ready()
    called = endorsing(society, *more, about=about)
    assert 2 == called.code
    assert words in called.err
    assert not (society.root.parent / "endorsement.json").exists()


def test_nobody_endorses_what_is_their_own(society: Society) -> None:
    """What lies under the registry's own base URL, or is the issuer itself, is refused."""
    society.ready()
    for about in (f"{BASE_URL}credentials/wound-care/1.0/achievement.json", addresses.issuer_did(BASE_URL, SLUG)):
        called = endorsing(society, about=about)
        assert (2, True) == (called.code, "is of this registry" in called.err)


def test_what_was_signed_dates_a_tree_without_a_commit() -> None:
    """Where no commit tells the time, the day of signing counts, and not the day that the endorser names."""
    files = base.plain()
    said.endorsed(valid_from="2031-01-01T00:00:00Z")(files)
    files[said.AWARD] = files[said.AWARD].replace(b'"created": "2026-01-01', b'"created": "2026-02-14')
    assert datetime(2026, 2, 14, tzinfo=UTC) == newest_date(base.sources_of(files))
