"""What `serve` puts into a page on its way out, and what it answers at an address."""

import re

import pytest
from testamur.preview import Problem, Shown, answer

ORIGIN = "http://127.0.0.1:8000"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'"
PAGE = (
    f'<!doctype html><head><meta http-equiv="Content-Security-Policy" content="{POLICY}"></head>'
    "<body><p>Text</p></body>\n"
)
SITE = {
    "index.html": PAGE.encode(),
    "404.html": b"<body>Not here</body>",
    "verify/index.html": PAGE.encode(),
    "verify/offline.html": PAGE.encode(),
    "registry.json": b"{}\n",
    "issuers/a/did.json": b"{}\n",
    "odd": b"\0",
}
PROBLEM = Problem(place="a/index.md:3:1", code="field-missing", message="<b>no</b> title\n", hint="", is_error=True)


def shown(*problems: Problem, base: str = "/registry/", site: dict[str, bytes] | None = SITE) -> Shown:
    """The small site with these problems."""
    return Shown(number=7, site=site, base=base, problems=problems)


@pytest.mark.parametrize("base", ["/", "/registry/", "/a/b/"])
def test_files_are_answered_under_the_base_as_they_are(base: str) -> None:
    """What is no page comes byte for byte and with its type, at the path that its address has on the real host."""
    kinds = {path: answer(shown(base=base), base + path, ORIGIN) for path in ("registry.json", "odd")}
    assert [(200, "application/json", b"{}\n"), (200, "application/octet-stream", b"\0")] == [
        (each.status, each.content_type, each.body) for each in kinds.values()
    ]


def test_addresses_lead_where_a_host_would_lead() -> None:
    """A folder is its index; without its slash or outside the base one is led to it; the rest is not found."""
    found = {path: answer(shown(), path, ORIGIN) for path in ("/registry/", "/registry/verify", "/", "/registry/x")}
    assert {
        "/registry/": (200, ""),
        "/registry/verify": (302, "/registry/verify/"),
        "/": (302, "/registry/"),
        "/registry/x": (404, ""),
    } == {path: (each.status, each.location) for path, each in found.items()}
    assert b"Not here" in found["/registry/x"].body


@pytest.mark.parametrize("path", ["", "/registry/../../etc/passwd", "//", "/registry//index.html", "/registry/\0"])
def test_no_address_is_a_way_out(path: str) -> None:
    """Addresses that climb or are none are not found, or lead to the first page."""
    found = answer(shown(), path, ORIGIN)
    assert (found.status, found.location) in {(404, ""), (302, "/registry/")}


def test_a_page_gets_its_program_and_nothing_else_is_allowed() -> None:
    """The page is the site's but for the element at its end, and the policy is opened for three files by their name."""
    body = answer(shown(), "/registry/", ORIGIN).body.decode()
    program = f'<script src="{ORIGIN}/.testamur-serve/reload.js" data-number="7" defer></script>\n'
    assert program in body
    opened = re.search(r'content="([^"]*)"', body)
    assert opened is not None
    folder = f"{ORIGIN}/.testamur-serve"
    expected = (
        f"default-src 'none'; script-src 'self' {folder}/reload.js; style-src 'self' {folder}/style.css; "
        f"base-uri 'none'; connect-src {folder}/number"
    )
    assert expected == opened[1]
    assert PAGE == body.replace(program, "").replace(opened[1], POLICY)


def test_a_directive_of_nothing_is_opened_for_one_file_alone() -> None:
    """Where a policy forbids every script, the one of `serve` is the only one that it allows afterwards."""
    page = PAGE.replace("script-src 'self'", "script-src 'none'")
    site = {"index.html": page.encode()}
    body = answer(shown(site=site), "/registry/", ORIGIN).body.decode()
    assert f"script-src {ORIGIN}/.testamur-serve/reload.js;" in body


def test_the_copy_for_offline_use_is_handed_out_as_it_is() -> None:
    """What people save from this server is what they would save from the real one."""
    assert PAGE.encode() == answer(shown(PROBLEM), "/registry/verify/offline.html", ORIGIN).body


def test_problems_stand_above_the_last_good_site() -> None:
    """A problem is shown with its place, as text, and the page under it is still the site's."""
    body = answer(shown(PROBLEM), "/registry/", ORIGIN).body.decode()
    assert "<p>Text</p>" in body
    assert "1 error: the last good site is shown" in body
    assert "<code>a/index.md:3:1</code> <b>field-missing</b> &lt;b&gt;no&lt;/b&gt; title&lt;U+000A&gt;" in body
    assert body.index("<p>Text</p>") < body.index("field-missing") < body.index("</body>")


def test_warnings_are_folded_away() -> None:
    """Warnings alone leave the page to be seen: their list is closed."""
    warning = Problem(place="", code="tool-version", message="another", hint="", is_error=False)
    body = answer(shown(warning), "/registry/", ORIGIN).body.decode()
    assert ("<details>\n<summary>1 warning</summary>" in body, "<details open>" in body) == (True, False)


@pytest.mark.parametrize(
    ("problems", "words"), [((), "The site is being built."), ((PROBLEM,), "1 error: there is no site yet")]
)
def test_before_the_first_site_every_address_says_why(problems: tuple[Problem, ...], words: str) -> None:
    """Until there is a site, each address says that it is being built, or what keeps it from being built."""
    found = answer(shown(*problems, site=None), "/anything/", ORIGIN)
    assert (503, True) == (found.status, words in found.body.decode())


def test_what_serve_itself_answers() -> None:
    """The number of what is shown, the program and its style have addresses of their own, also without a site."""
    for state in (shown(), shown(site=None)):
        found = {
            name: answer(state, f"/.testamur-serve/{name}", ORIGIN) for name in ("number", "reload.js", "style.css")
        }
        assert [b"7", True, True] == [
            found["number"].body,
            b"location.reload()" in found["reload.js"].body,
            b"#testamur-serve" in found["style.css"].body,
        ]
        assert "text/javascript; charset=utf-8" == found["reload.js"].content_type
