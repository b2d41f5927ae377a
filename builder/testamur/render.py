"""The pages people read: page values and templates to bytes, by MkDocs 1.6.1 in a scratch folder it is given.

One idea: MkDocs is a printing press behind one function, to be replaced in days. It reads no configuration but ours, it is handed the
templates from memory, and a template sees one page value, never a configuration or a registry (threats 35, 36 and 38).
"""

import dataclasses
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import nh3
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin, PluginCollection
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from testamur.findings import Finding, FindingsError, Place
from testamur.pages import Drawing, Page, Prose

_TEMPLATES: Final = "templates/"
_FOLDERS: Final = ("docs", "theme", "out")
# What may be left of an author's Markdown. Pictures are not among it: they would be fetched from anywhere.
_ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
_TAGS: Final = set(
    "a blockquote br code dd dl dt em h1 h2 h3 h4 h5 h6 hr li ol p pre strong table tbody td th thead tr ul".split()
)
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEADS_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE)


def render_pages(pages: Sequence[Page], templates: Mapping[str, bytes], scratch: Path) -> Mapping[str, bytes]:
    """The bytes of every page, by its path in the site.

    `templates` are site sources by path, of which those under `templates/` are used; `scratch` is an empty folder, whose content is of no
    use afterwards. Raises FindingsError when a template is broken or names what its page value does not have. Not checked: links.
    """
    environment = _environment(templates)
    for name in _FOLDERS:
        (scratch / name).mkdir()
    press = _Press(pages, environment)
    with _quiet() as complaints:
        try:
            build(_configuration(scratch, press))
        except TemplateError as cause:
            raise _template_finding(cause) from cause
        except MkDocsException as cause:
            raise RuntimeError("; ".join(complaints) or str(cause)) from cause
    return {target: (scratch / "out" / target).read_bytes() for target in press.targets()}


def to_markup(value: str, *, drawn: bool = False, ids: bool = False, below: int = 0, prefix: str = "") -> Markup:
    """Markup that a template may print as it stands; nothing else in this program makes any.

    `value` is an SVG element that we drew (`drawn`), or the HTML of an author's Markdown, which is cleaned by an allow-list: `ids` keeps
    the anchors of its headings, `below` moves headings down by as many levels, `prefix` goes before its relative links.
    """
    if drawn:
        return Markup(value)  # noqa: S704 - our own drawing, made of numbers

    def kept(tag: str, attribute: str, text: str) -> str | None:
        if (tag, attribute) == ("a", "href") and not _LEADS_ELSEWHERE.match(text):
            return prefix + text
        return text

    allowed = {**_ATTRIBUTES, **({tag: {"id"} for tag in _HEADINGS} if ids else {})}
    clean = nh3.clean(
        value, tags=_TAGS, attributes=allowed, url_schemes={"https"}, link_rel="noreferrer", attribute_filter=kept
    )
    lowered = re.sub(r"(?<=<)(/?)h([1-6])(?=[ >])", lambda m: f"{m[1]}h{min(int(m[2]) + below, 6)}", clean)
    return Markup(lowered)  # noqa: S704 - cleaned above; a sign `<` that is text has become `&lt;` there


def _environment(sources: Mapping[str, bytes]) -> Environment:
    """Templates from memory; every value is escaped, and a name that is not there is an error."""
    texts = {
        path.removeprefix(_TEMPLATES): data.decode() for path, data in sources.items() if path.startswith(_TEMPLATES)
    }
    environment = Environment(
        loader=DictLoader(texts),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters = {name: environment.filters[name] for name in ("length",)}
    environment.filters["drawn"] = _drawn
    environment.globals = {}
    return environment


def _drawn(drawing: Drawing) -> Markup:
    return to_markup(drawing.svg, drawn=True)


def _configuration(scratch: Path, press: "_Press") -> MkDocsConfig:
    """MkDocs' configuration, from this function alone: no file is looked for, no plugin loaded by name."""
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "registry",  # MkDocs asks for one; no template of ours sees it
            "docs_dir": str(scratch / "docs"),
            "site_dir": str(scratch / "out"),
            "theme": {"name": None, "custom_dir": str(scratch / "theme")},
            "nav": [],
            "plugins": [],
            "hooks": [],
            "use_directory_urls": True,
            "strict": True,
            # Addresses are made by `site`, and what an author links to is checked by `check`.
            "validation": {
                "nav": {"omitted_files": "ignore"},
                "links": dict.fromkeys(("not_found", "absolute_links", "unrecognized_links", "anchors"), "ignore"),
            },
        }
    )
    errors, warnings = config.validate()
    if errors or warnings:
        raise RuntimeError(f"MkDocs refuses our configuration: {errors} {warnings}")
    config.theme.static_templates.clear()
    config.plugins = PluginCollection()
    config.plugins["testamur"] = press
    return config


class _Press(BasePlugin[Any]):
    """Our plugin: gives MkDocs the pages as generated files, and each template its own page value and nothing else."""

    def __init__(self, pages: Sequence[Page], environment: Environment) -> None:
        self._pages = {_source(page): page for page in pages}
        self._environment = environment
        if len(self._pages) != len(pages):
            raise ValueError("two pages have one path")

    def targets(self) -> Iterator[str]:
        """The path of each page's file in the site."""
        return (_target(page) for page in self._pages.values())

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Instead of what MkDocs found on disk, which is nothing."""
        made = Files([])
        for source, page in self._pages.items():
            file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.dest_uri = _target(page)
            made.append(file)
        return made

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Our environment instead of the theme's."""
        return self._environment

    def on_page_markdown(self, markdown: str, /, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """The page's prose. It comes here and not as the file's content, where MkDocs would look for settings in it."""
        value = self._pages[page.file.src_uri]
        page.meta = {"template": value.template}
        prose = _prose(value)
        return prose.source if prose else ""

    def on_page_context(
        self, context: Any, /, *, page: MkDocsPage, config: MkDocsConfig, nav: Any
    ) -> dict[str, Page | Markup]:
        """What the template sees: its page value, and its prose as clean markup."""
        value = self._pages[page.file.src_uri]
        prose = _prose(value)
        html = page.content or ""
        if prose is None:
            return {"page": value}
        markup = to_markup(html, ids=prose.is_whole_page, below=0 if prose.is_whole_page else 2, prefix=prose.prefix)
        return {"page": value, "prose": markup}


def _prose(page: Page) -> Prose | None:
    """The one piece of prose that a page may have."""
    values = (getattr(page, each.name) for each in dataclasses.fields(page))
    return next((value for value in values if isinstance(value, Prose)), None)


def _target(page: Page) -> str:
    return page.path if page.path.endswith(".html") else f"{page.path}index.html"


def _source(page: Page) -> str:
    return f"{_target(page).removesuffix('.html')}.md"


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """What MkDocs and its libraries complain of, kept from the terminal."""
    logger = logging.getLogger("mkdocs")
    before = logger.propagate, logger.level, list(logger.handlers)
    complaints: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    # Above debug, so that MkDocs doesn't format thousands of messages that nobody reads.
    logger.propagate, logger.handlers = False, [handler]
    logger.setLevel(logging.WARNING)
    try:
        yield complaints
    finally:
        logger.propagate, logger.handlers = before[0], before[2]
        logger.setLevel(before[1])


def _template_finding(cause: TemplateError) -> FindingsError:
    """A template that Jinja can't use: shipped ones are tested, so it is one that the registry overrides."""
    name, line = "", 0
    if isinstance(cause, TemplateSyntaxError):
        name, line = cause.name or "", cause.lineno
    trace = cause.__traceback__
    while trace is not None:
        if (
            "__jinja_exception__" in trace.tb_frame.f_globals
        ):  # how Jinja marks the frames that stand for a template's lines
            name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    place = Place(file=f"{_TEMPLATES}{name}", line=line, column=1 if line else 0)
    message = f"the template can't be used: {cause.message or type(cause).__name__}"
    hint = "Compare it with the template of the same name that ships with Testamur."
    return FindingsError([Finding(code="template-broken", place=place, message=message, hint=hint)])
