"""Source files to a registry of frozen values, or to findings (docs/formats.md, docs/findings.md).

One idea: every check that can still be made is made, so that an author sees all of it at once; a registry exists only
without errors.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from testamur import __version__
from testamur.check import (
    definitions,
    endorsements,
    frozen,
    issuers,
    ledger,
    lists,
    markdown_text,
    personal,
    references,
    site_look,
    translations,
    trusted,
)
from testamur.check.folders import DefinitionFiles, in_order, read_folder
from testamur.check.notes import Notes, noted
from testamur.check.shapes import read_yaml
from testamur.check.sorting import Files, IssuerFiles, sort_files
from testamur.check.values import scope_from, settings_from
from testamur.findings import Finding
from testamur.kept import Kept
from testamur.model import (
    Achievement,
    Definition,
    Endorsement,
    FrozenVersion,
    Issuer,
    Registry,
    Settings,
    StatusList,
    Translation,
)
from testamur.source import SourceFile, Sources
from testamur.source.layout import known_path

__all__ = ["Checked", "check_registry"]

_AUTHORED = frozenset({"registry", "definition", "translation", "issuer", "badge", "logo"})  # written by people

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check answers.

    `registry` is None when there is any error. `to_sign` is there too when every error is one that `testamur sign`
    mends: declared withdrawals that are not in the lists yet, lists that are missing, out of date, or signed by a key
    that is no longer current.
    """

    registry: Registry | None
    findings: tuple[Finding, ...]
    to_sign: Registry | None


def check_registry(
    sources: Sources, *, at: datetime, tool_version: str = __version__, kept: Kept | None = None
) -> Checked:
    """The registry that the sources say, and everything that is wrong or worth a warning.

    `sources` must come from `load.read_sources` (limits and symbolic links were looked at there); with a file that was
    not read there is no registry, and nothing is said that only follows from that. `at` is the moment by which dates
    are judged, in UTC; `kept` holds what an earlier check answered. Raises nothing for what sources may hold. Not
    checked: history, and anything outside the sources.
    """
    notes = Notes(sources)
    check = _Check(notes=notes, at=at, kept=Kept() if kept is None else kept, files=sort_files(notes, sources))
    registry = check.run(sources, tool_version)
    if sources.unread or sources.unread_folders:
        registry = None
    findings = check.notes.all()
    errors = [finding for finding in findings if finding.severity == "error"]
    return Checked(
        registry=registry if not errors else None,
        findings=findings,
        to_sign=registry if all(finding.code in lists.MENDED_BY_SIGNING for finding in errors) else None,
    )


@dataclass(slots=True)
class _Check:
    """One run: the files in their places, then what was read of them."""

    notes: Notes
    at: datetime
    kept: Kept
    files: Files
    logo: str | None = None
    definitions: dict[str, Definition] = field(default_factory=dict)
    versions: dict[str, dict[str, FrozenVersion]] = field(default_factory=dict)
    translations: dict[tuple[str, str], tuple[Translation, ...]] = field(default_factory=dict)
    profiles: dict[str, issuers.Profile] = field(default_factory=dict)
    awards: dict[str, list[ledger.Award]] = field(default_factory=dict)
    events: dict[str, list[ledger.Event]] = field(default_factory=dict)
    role_mailboxes: tuple[str, ...] = ()

    def run(self, sources: Sources, tool_version: str) -> Registry | None:
        settings = self._settings(tool_version)
        for slug, files in self.files.definitions.items():
            self._definition(slug, files)
        for slug, issuer_files in self.files.issuers.items():
            self._issuer(slug, issuer_files)
        if settings is not None:
            urls = [str(profile.values["url"]) for profile in self.profiles.values() if profile.values]
            if sources.wholly_seen("issuers"):
                personal.check_role_mailboxes(self.notes, self.role_mailboxes, [settings.base_url, *urls])
        for file in sources.files.values():
            self._personal(file)
        self._references()
        self._ledgers()
        if settings is None:
            return None
        self._example_keys(settings)
        self._translations(settings)
        complete = self._issuers()
        if self._documents(settings, complete):
            complete = {
                slug: self.kept.same(("signed", slug), replace(each, lists=self._lists(each, settings)))
                for slug, each in complete.items()
            }
        registry = Registry(
            settings=settings,
            issuers=tuple(complete[slug] for slug in sorted(complete)),
            achievements=self._achievements(),
        )
        return replace(registry, endorsements=self._endorsements(registry))

    # ---- reading ----

    def _settings(self, tool_version: str) -> Settings | None:
        if self.files.settings is None:
            self._missing(
                "registry.yaml",
                "Is this the registry's folder? Take the file back from Git, or make a registry with `testamur init`.",
            )
            return None
        values = read_yaml(self.notes, self.files.settings, "registry")
        if values is None:
            return None
        self.role_mailboxes = tuple(each.lower() for each in values.get("role_mailboxes", ()))
        if values["testamur"] != tool_version:
            self.notes.add(
                "tool-version",
                "registry.yaml",
                f"the registry is built with Testamur {values['testamur']}, and this is {tool_version}",
                "Install that version, or run `testamur init --upgrade`, which shows what this one changes.",
                pointer="/testamur",
            )
        self.logo = values.get("logo")
        logo = site_look.check_logo(self.notes, self.logo, self.files.logos)
        if self.logo is not None and logo is None:
            return None
        settings = settings_from(values, logo)
        site_look.check_accent(self.notes, settings.accent)
        return settings

    def _definition(self, slug: str, files: DefinitionFiles) -> None:
        read = self._asked(slug, files.all(), read_folder, slug, files, self.at.date())
        if read.current is not None:
            self.definitions[slug] = read.current
        if read.versions:
            self.versions[slug] = dict(read.versions)
        if read.translations:
            self.translations["credentials", slug] = read.translations

    def _versions_of(self, slug: str) -> list[FrozenVersion]:
        return in_order(self.versions.get(slug, {}))

    def _asked(
        self,
        name: str,
        files: Iterable[SourceFile],
        function: Callable[Concatenate[Notes, Asked], Answer],
        *asked: Asked.args,
        **named: Asked.kwargs,
    ) -> Answer:
        """What a check answers that looks at these files and its arguments alone; what it found is noted."""
        sources = self.notes.sources.only(files)
        value, findings = self.kept.answer((function, name), noted, function, sources, *asked, **named)
        self.notes.extend(findings)
        return value

    def _issuer(self, slug: str, files: IssuerFiles) -> None:
        path = f"issuers/{slug}/index.md"
        definitions.check_slug(self.notes, path, slug, "an issuer")
        if files.index is None:
            self._missing(path, "Write it, or take it back from Git if there was one.")
        roles = frozenset(self.role_mailboxes)
        own = (*files.keys.values(), *(() if files.index is None else (files.index,)))
        profile = self._asked(slug, own, issuers.read_profile, path, files.index, files.keys, role_mailboxes=roles)
        self.profiles[slug] = profile
        further = (*own, *files.translations.values())
        read = translations.read_translations
        if files.translations:
            translated = self._asked(slug, further, read, files.index, files.translations, "issuer")
            self.translations["issuers", slug] = translated
        for key in profile.keys.values():
            issuers.check_key_times(self.notes, files.keys[key.multikey].path, key, at=self.at)
        awards = [self._asked(file.path, (file,), ledger.read_award, file, names) for file, names in files.awards]
        self.awards[slug] = sorted(
            (each for each in awards if each is not None), key=lambda each: (each.entry.list, each.entry.index)
        )
        events = [self._asked(file.path, (file,), ledger.read_event, file, names) for file, names in files.events]
        self.events[slug] = sorted(
            (each for each in events if each is not None),
            key=lambda each: (each.withdrawal.list, each.withdrawal.index, each.withdrawal.sequence),
        )
        self._foreign_lists(slug, files, profile)

    def _foreign_lists(self, slug: str, files: IssuerFiles, profile: issuers.Profile) -> None:
        if set(files.keys) != set(profile.keys) or not self.notes.sources.wholly_seen(f"issuers/{slug}/keys"):
            return  # a key file that can't be read may own the list
        owned = {name for key in profile.keys.values() for name in key.lists}
        for (name, _), file in files.lists.items():
            if name not in owned:
                self.notes.add(
                    "list-without-key",
                    file.path,
                    f"no key of {slug} names the list “{name}”",
                    "Take the key file back from Git, or delete the list if it never had awards.",
                    spot=(1, 1),
                )

    def _personal(self, file: SourceFile) -> None:
        known = known_path(file.path)
        if known is not None and known.kind == "logo" and file.path != self.logo:
            return  # nobody has named it: it belongs to the repository and not to the registry
        allowed = personal.Allowed(roles=frozenset(self.role_mailboxes))
        if known is not None and known.kind == "issuer":
            values = self.profiles[known.names["slug"]].values or {}
            allowed = replace(allowed, contact=str(values.get("contact", "")))
        self._asked(file.path, (file,), personal.check_personal, file, allowed)
        if known is not None and known.kind in _AUTHORED:
            self._asked(file.path, (file,), markdown_text.check_templates, file)

    # ---- what files say about each other ----

    def _references(self) -> None:
        slugs = frozenset(self.files.definitions)
        references.check_definitions(self.notes, self.definitions, slugs=slugs, issuers=frozenset(self.files.issuers))
        for profile in self.profiles.values():
            if profile.values is not None:
                references.check_scope(self.notes, profile.path, scope_from(dict(profile.values)), slugs=slugs)
        owners = [
            (self.files.issuers[slug].keys[key.multikey].path, key)
            for slug, profile in self.profiles.items()
            for key in profile.keys.values()
        ]
        issuers.check_lists_owned_once(self.notes, owners)

    def _ledgers(self) -> None:
        folders = frozenset(
            (slug, version) for slug, files in self.files.definitions.items() for version in files.versions
        )
        today = self.at.date()
        for slug, profile in self.profiles.items():
            ledger.check_awards(
                self.notes,
                self.awards[slug],
                profile,
                today=today,
                slugs=frozenset(self.files.definitions),
                frozen=folders,
            )
            read = {award.path for award in self.awards[slug]} | {event.path for event in self.events[slug]}
            files = self.files.issuers[slug]
            refused = [names for file, names in files.awards if file.path not in read]
            ledger.check_events(
                self.notes,
                self.events[slug],
                self.awards[slug],
                slug=slug,
                today=today,
                refused_awards=frozenset((names["list"], names["index"]) for names in refused),
                refused_events=frozenset(names["number"] for file, names in files.events if file.path not in read),
            )
            parts = frozenset((names["list"], names["part"]) for names in refused)
            for key in profile.keys.values():
                trusted.check_trusted(
                    self.notes, files.keys[key.multikey].path, key, self.awards[slug], slug=slug, refused=parts
                )
        entries = [(award.path, award.entry) for awards in self.awards.values() for award in awards]
        every = {
            (slug, number): version for slug, of_slug in self.versions.items() for number, version in of_slug.items()
        }
        complete = len(entries) == sum(len(files.awards) for files in self.files.issuers.values())
        complete = complete and self.notes.sources.wholly_seen("issuers")
        frozen.check_digests(self.notes, every, entries, complete=complete)

    # ---- with the settings: addresses, lists, values ----

    def _translations(self, settings: Settings) -> None:
        languages = settings.languages
        translations.check_settings(self.notes, settings)
        for slug, files in self.files.definitions.items():
            if slug in self.definitions:
                own = self.definitions[slug].language
                for language, file in files.translations.items():
                    translations.check_used(self.notes, file.path, language, own=own, languages=languages)
        for issuer_files in self.files.issuers.values():
            for language, file in issuer_files.translations.items():
                translations.check_used(self.notes, file.path, language, own=languages[0], languages=languages)

    def _example_keys(self, settings: Settings) -> None:
        for slug, profile in self.profiles.items():
            for key in profile.keys.values():
                path = self.files.issuers[slug].keys[key.multikey].path
                issuers.check_not_example(self.notes, path, key, example=settings.example)

    def _issuers(self) -> dict[str, Issuer]:
        complete: dict[str, Issuer] = {}
        for slug, profile in self.profiles.items():
            if profile.values is None:
                continue
            whole = replace(
                profile.to_issuer(slug),
                translations=self.translations.get(("issuers", slug), ()),
                ledger=tuple(award.entry for award in self.awards[slug]),
                withdrawals=tuple(event.withdrawal for event in self.events[slug]),
            )
            complete[slug] = self.kept.same(("issuer", slug), whole)
        return complete

    def _lists(self, issuer: Issuer, settings: Settings) -> tuple[StatusList, ...]:
        files = self.files.issuers[issuer.slug].lists
        all_read = len(self.events[issuer.slug]) == len(self.files.issuers[issuer.slug].events)
        comparable = all_read and self.notes.sources.wholly_seen(f"issuers/{issuer.slug}/withdrawals")
        found = []
        for name in sorted({name for key in issuer.keys for name in key.lists}):
            declared = frozenset(event.index for event in issuer.withdrawals if event.list == name)
            for holds in (False, True):
                expected = lists.Expected(
                    issuer=issuer,
                    base_url=settings.base_url,
                    name=name,
                    holds=holds,
                    indices=lists.withdrawn_indices(issuer.withdrawals, name, holds=holds),
                    declared=declared,
                    comparable=comparable,
                    refused_keys=self.profiles[issuer.slug].refused_keys,
                )
                lists.check_list(self.notes, files.get((name, holds)), expected, at=self.at)
            status, on_hold = files.get((name, False)), files.get((name, True))
            found.append(
                StatusList(name=name, status=status.data if status else b"", holds=on_hold.data if on_hold else b"")
            )
        return tuple(found)

    def _documents(self, settings: Settings, complete: Mapping[str, Issuer]) -> bool:
        """Whether frozen documents are under this base URL; signed lists under another would all be findings too."""
        same = True
        for version in (each for of_slug in self.versions.values() for each in of_slug.values()):
            issuer = complete.get(version.definition.issuer)
            if issuer is not None:
                same = frozen.check_documents(self.notes, version, settings, issuer) and same
        return same

    def _achievements(self) -> tuple[Achievement, ...]:
        return tuple(
            Achievement(
                slug=slug,
                current=self.definitions[slug],
                versions=tuple(self._versions_of(slug)),
                translations=self.translations.get(("credentials", slug), ()),
            )
            for slug in sorted(self.definitions)
        )

    def _endorsements(self, registry: Registry) -> tuple[Endorsement, ...]:
        files, documents = (
            [file for file in each if not self.notes.is_unread(file)]
            for each in (self.files.endorsements, self.files.endorsers)
        )
        if not files and not documents:
            return ()
        return endorsements.check_endorsements(self.notes, files, documents, registry, at=self.at)

    def _missing(self, path: str, hint: str) -> None:
        self.notes.add("file-missing", path, "this file is missing", hint, spot=(1, 1), absent=path)
