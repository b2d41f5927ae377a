"""The pages people read: contexts in, HTML out, with MkDocs 1.6 behind one function (docs/decisions/0071).

One idea: MkDocs gets a configuration, a plugin and a theme that are made here and reads nothing else; a template gets
the context of its page and nothing else; and text becomes markup in `markup.markup_from` alone.
"""

import logging
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from mkdocs.commands.build import build
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from testamur.findings import Finding, FindingsError, Place, sorted_findings
from testamur.pages import Page
from testamur.render.markup import markup_from

__all__ = ["check_templates", "markup_from", "render_pages"]

_TEMPLATES: Final = "templates/"


def render_pages(pages: Sequence[Page], *, templates: Mapping[str, bytes], scratch: Path) -> dict[str, bytes]:
    """The HTML of each page by its path in the site, such as `credentials/x/index.html`.

    `templates` holds every template by its path (`templates/base.html`); `scratch` is an existing empty folder of the
    caller's own, in which nothing is left that matters. Raises FindingsError when a template is broken or missing,
    ValueError when two pages have one path. Whether links lead anywhere is not checked here. Equal arguments give equal
    bytes.
    """
    by_path = {page.file: page for page in pages}
    if len(by_path) != len(pages):
        raise ValueError("two pages have one path")
    plugin = _Pages(by_path, _environment(templates))
    try:
        with _silence():
            build(_configuration(plugin, scratch))
    except MkDocsException as error:
        raise RuntimeError("MkDocs did not build the pages") from error
    except Exception as error:
        # Whatever a line of a template raised is about that line; everything else is a bug of ours.
        spot = _spot(error)
        if spot is None:
            raise
        raise _broken_template(*spot, str(error)) from error
    return plugin.rendered


def check_templates(templates: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What keeps a template from being read at all: its syntax, and filters and tests that are not there.

    `templates` as for `render_pages`. Not checked: whether a page has the fields that a template asks for, which shows
    only where a page is drawn.
    """
    environment = _environment(templates)
    findings: list[Finding] = []
    for path, data in templates.items():
        try:
            environment.compile(data.decode("utf-8", errors="replace"), path.removeprefix(_TEMPLATES), path)
        except jinja2.TemplateSyntaxError as error:
            findings += _broken_template(path, error.lineno, error.message).findings
    return sorted_findings(findings)


# ---- MkDocs ----


class _NoConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types its classes in part
    """Our plugin has no settings."""


class _Pages(BasePlugin[_NoConfig]):  # type: ignore[no-untyped-call]  # the same
    """Hands MkDocs our pages, and takes each one's HTML before MkDocs would write it."""

    def __init__(self, pages: Mapping[str, Page], environment: jinja2.Environment) -> None:
        self.rendered: dict[str, bytes] = {}
        self._pages = pages
        self._environment = environment

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Our pages and no other file."""
        del files
        made = []
        for path in self._pages:
            # Outside the navigation, MkDocs' work is linear in the number of pages.
            source = f"{path.removesuffix('.html')}.md"
            file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.dest_uri = path
            _Blank(None, file, config)
            made.append(file)
        return Files(made)

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Nothing: the template draws everything. Names the page's template."""
        del config, files
        template = self._pages[page.file.dest_uri].template
        page.meta = {"template": template}
        return markdown

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Our strict environment in the place of the theme's."""
        del env, config, files
        return self._environment

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """The page's own context alone."""
        del context, config, nav
        ours: Any = {"page": self._pages[page.file.dest_uri]}
        return ours  # type: ignore[no-any-return]  # MkDocs promises its own members, which are left out on purpose

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Nothing left to write: the HTML is kept here."""
        del config
        self.rendered[page.file.dest_uri] = f"{output.rstrip()}\n".encode()
        return ""


class _Blank(MkDocsPage):
    """A page without Markdown, which MkDocs would else make a parser for and convert."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Nothing: the template draws everything."""
        del config, files
        self.content = ""


def _configuration(plugin: _Pages, scratch: Path) -> MkDocsConfig:
    """A configuration that no file has a say in."""
    folders = {name: scratch / name for name in ("docs", "theme", "site")}
    for folder in folders.values():
        folder.mkdir()
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "Testamur",
            "docs_dir": str(folders["docs"]),
            "site_dir": str(folders["site"]),
            "theme": {"name": None, "custom_dir": str(folders["theme"])},
            "plugins": [],
            "use_directory_urls": True,
        }
    )
    failed, _ = config.validate()
    if failed:
        raise RuntimeError(f"MkDocs refused our configuration: {failed}")
    # What MkDocs adds by itself: a site map of its own, and Markdown extensions for pages that have no Markdown.
    config.theme.dirs = [str(folders["theme"])]
    config.theme.static_templates = set()
    config.markdown_extensions = []
    config.plugins["testamur/pages"] = plugin
    return config


@contextmanager
def _silence() -> Iterator[None]:
    """MkDocs says nothing: what went wrong is raised."""
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    nowhere = logging.NullHandler()
    logger.addHandler(nowhere)
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(nowhere)
        logger.level, logger.propagate = before
        logger.setLevel(before[0])


# ---- Jinja ----


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, asked only about what is neither a field of our own values nor a macro of a template.

    Those are nearly all, and what the sandbox asks of each would take most of the time.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The field of that name, and for everything else the sandbox's answer."""
        if attribute in _fields_of(obj.__class__):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(__self, __context: Context, __obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja has it
        """A macro's text, and for everything else the sandbox's answer."""
        if type(__obj) is Macro:
            # Jinja's own notes for what asks for them, which a macro does not.
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return __obj(__context.eval_ctx, *args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)


@cache
def _fields_of(kind: type) -> Container[str]:
    fields: Container[str] = getattr(kind, "__dataclass_fields__", ())
    return fields


def _environment(templates: Mapping[str, bytes]) -> jinja2.Environment:
    """Autoescape on, undefined names are errors, and a template reaches nothing but its page."""

    def load(name: str) -> tuple[str, str, None] | None:
        path = f"{_TEMPLATES}{name}"
        return (templates[path].decode("utf-8", errors="replace"), path, None) if path in templates else None

    environment = _Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # A second way to markup.
    for name in ("safe", "tojson", "urlize", "xmlattr"):
        del environment.filters[name]
    environment.globals.clear()
    environment.filters["markup"] = markup_from
    return environment


def _broken_template(file: str, line: int, message: str | None) -> FindingsError:
    return FindingsError(
        [
            Finding(
                code="template-broken",
                place=Place(file=file, line=line, column=1),
                message=f"this template can't be used: {message or 'it failed'}",
                hint="Compare it with the one that ships with Testamur; a template has `page` and nothing else.",
            )
        ]
    )


def _spot(error: Exception) -> tuple[str, int] | None:
    """The template and the line in which an error arose; None where it arose in no template."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.filename or _TEMPLATES, error.lineno
    found = (f"{_TEMPLATES}{error.name}", 0) if isinstance(error, jinja2.TemplateNotFound) else None
    trace = error.__traceback__
    while trace is not None:
        # Jinja writes its tracebacks so that a frame bears the name that the loader gave and the template's own line.
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(_TEMPLATES):
            found = file, trace.tb_lineno
        trace = trace.tb_next
    return found
