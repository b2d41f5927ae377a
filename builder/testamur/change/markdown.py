"""The meaning of a change as Markdown for a pull request's comment (GitHub Flavored Markdown 0.29).

One idea: every word in it is ours or went through `said` or `code`; there are no links, no images, no HTML.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from testamur.change import labels
from testamur.change.escaping import code, said
from testamur.change.shown import MAX_SHOWN_CHARS, shown
from testamur.change.summary import counts, in_short
from testamur.change.values import Careful, DefinitionChange, FieldChange, Meaning

MAX_CHARS: Final = 60_000  # a comment on GitHub holds 65,536
_MAX_ITEMS: Final = 50
_BECAME: Final = {"added": "Added", "changed": "Changed", "removed": "Removed"}
_TABLE: Final = ("| What | Before | Now |", "|---|---|---|")


def to_markdown(meaning: Meaning) -> str:
    """The whole comment; what does not fit is counted. It ends in a line break."""
    lines: list[str] = []
    room = MAX_CHARS
    everything = list(_lines(meaning))
    for number, line in enumerate(everything):
        room -= len(line) + 1
        if room < 0:
            left = len(everything) - number
            lines += ["", f"*{left:,} more lines do not fit here: `testamur diff` shows all of them as JSON.*"]
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _lines(meaning: Meaning) -> Iterator[str]:
    yield "## What this change means"
    yield ""
    if meaning.is_empty:
        yield f"Nothing in the registry changes, compared with the commit `{meaning.base[:12]}`."
        return
    yield from _refused(meaning)
    yield from _careful(meaning)
    if len(meaning.issuers) > 1:
        yield f"**It touches more than one issuer: {', '.join(map(code, meaning.issuers))}.**"
        yield "Each of them should agree to it."
        yield ""
    yield "### In short"
    yield ""
    yield from (f"- {sentence}" for sentence in in_short(meaning))
    yield ""
    yield from _unreadable(meaning)
    yield from _settings(meaning)
    yield from _definitions(meaning)
    yield from _profiles(meaning)
    yield from _translations(meaning)
    yield from _keys(meaning)
    yield from _awards(meaning)
    yield from _withdrawals(meaning)
    yield from _lists(meaning)
    yield from _vanishing(meaning)
    yield f"*Compared with the commit `{meaning.base[:12]}`, from which this change began.*"


def _some(lines: Iterable[str], what: str) -> Iterator[str]:
    """The first lines, and how many more there are."""
    every = list(lines)
    yield from every[:_MAX_ITEMS]
    if len(every) > _MAX_ITEMS:
        yield f"- … and {len(every) - _MAX_ITEMS:,} more {what}"


def _refused(meaning: Meaning) -> Iterator[str]:
    lines: list[str] = []
    for finding in meaning.refused:
        lines.append(
            f"- {said(_sentence(finding.message))} ({code(finding.code)}, in {code(shown(finding.place.file))})"
        )
        lines.append(f"  - {_hint(finding.hint)}")
    for change in meaning.definitions:
        if change.rewrites_awarded:
            version = code(change.version_after or "")
            lines.append(f"- Version {version} of {said(change.title)} was awarded and can't change any more.")
            lines.append("  - Give the changed definition a new version; holders keep the one they were awarded.")
    if lines:
        yield "### It can't be merged like this"
        yield ""
        yield "What was awarded has to stay as it was, so that it can be verified:"
        yield ""
        yield from _some(lines, "lines")
        yield ""


def _sentence(message: str) -> str:
    text = shown(message)
    return f"{text[:1].upper()}{text[1:]}"


def _hint(hint: str) -> str:
    """A hint of ours, with its commands in a form that can be copied."""
    parts = hint.split("`")
    if len(parts) % 2 == 0:
        return said(shown(hint))
    return "".join(
        code(part) if number % 2 else said(shown(part, 2 * MAX_SHOWN_CHARS)) for number, part in enumerate(parts)
    )


def _careful(meaning: Meaning) -> Iterator[str]:
    if not meaning.careful:
        return
    yield "### Needs a careful look"
    yield ""
    records = [each for each in meaning.careful if each.is_record]
    others = [each for each in meaning.careful if not each.is_record]
    if records:
        yield "These decide what everything else in the registry is worth:"
        yield ""
        yield from _some(map(_careful_line, records), "files")
        yield ""
    if others:
        yield "These files are no records of the registry, and what they do is not told below."
        yield "If you did not expect them in this change, ask somebody who can read them:"
        yield ""
        yield from _some(map(_careful_line, others), "files")
        yield ""


def _careful_line(each: Careful) -> str:
    return f"- {code(each.path)}, **{each.became}**: it {each.why}"


def _unreadable(meaning: Meaning) -> Iterator[str]:
    if meaning.unreadable:
        yield "### Can't be read"
        yield ""
        yield "What these files say can't be told; `testamur check` says what is wrong with them:"
        yield ""
        yield from _some((f"- {code(path)}" for path in meaning.unreadable), "files")
        yield ""


def _fields(changes: Iterable[FieldChange]) -> Iterator[str]:
    yield from _TABLE
    for change in changes:
        yield f"| {said(change.label)} | {_cell(change.old)} | {_cell(change.new)} |"
    yield ""


def _cell(text: str | None) -> str:
    if text is None:
        return "*nothing*"
    # An address is to be compared and copied; in code no host makes a link of it.
    return code(text) if text.startswith("https://") and " " not in text else said(text)


def _settings(meaning: Meaning) -> Iterator[str]:
    if meaning.settings:
        yield "### Settings of the whole registry"
        yield ""
        yield from _fields(meaning.settings)


def _definitions(meaning: Meaning) -> Iterator[str]:
    if meaning.definitions:
        yield "### Definitions"
        yield ""
    for change in meaning.definitions[:_MAX_ITEMS]:
        became = "Awarded for the first time" if change.is_only_frozen else _BECAME[change.became]
        yield f"#### {became}: {said(change.title)}{_versions(change)}"
        yield ""
        yield f"In {code(f'credentials/{change.slug}')}" + (f", by {code(change.issuer)}." if change.issuer else ".")
        yield from (f"{sentence}" for sentence in _about_versions(change))
        yield ""
        if change.fields and change.became == "added":
            yield "| What | It says |"
            yield "|---|---|"
            for field in change.fields:
                yield f"| {said(field.label)} | {_cell(field.new)} |"
            yield ""
        elif change.fields:
            yield from _fields(change.fields)
    if len(meaning.definitions) > _MAX_ITEMS:
        yield f"… and {len(meaning.definitions) - _MAX_ITEMS:,} more definitions"
        yield ""


def _versions(change: DefinitionChange) -> str:
    before, after = change.version_before, change.version_after
    if change.became == "changed" and before and after and before != after:
        return f", version {said(before)} → {said(after)}"
    version = after or before
    return f", version {said(version)}" if version else ""


def _about_versions(change: DefinitionChange) -> Iterator[str]:
    before, after = change.version_before, change.version_after
    if change.badge_changed:
        yield "The badge image changes: look at it in the preview of the site."
    if change.touched:
        yield f"**Published versions are touched, which is refused: {', '.join(map(said, change.touched))}.**"
    if change.frozen:
        yield f"Version {', '.join(map(said, change.frozen))} is frozen by its first award: its words stay as they are."
    if change.became == "changed" and before and after and before != after:
        if change.awarded:
            yield f"Who was awarded version {said(before)} keeps it; new awards get version {said(after)}."
        else:
            yield f"Nobody was awarded version {said(before)}."
    if change.became == "removed" and not change.awarded:
        yield "Nothing was awarded by its last version."


def _profiles(meaning: Meaning) -> Iterator[str]:
    if meaning.profiles:
        yield "### Issuers"
        yield ""
    for change in meaning.profiles[:_MAX_ITEMS]:
        yield f"#### {_BECAME[change.became]}: {said(change.name)}"
        yield ""
        yield f"In {code(f'issuers/{change.slug}')}."
        yield ""
        if change.fields:
            yield from _fields(change.fields)


def _translations(meaning: Meaning) -> Iterator[str]:
    if meaning.translations:
        yield "### Translations"
        yield ""
        yield "They help to read; what was awarded is what the original says."
        yield ""
        lines = (
            f"- {_BECAME[each.became]}: {said(each.of)} in {code(each.language)} ({code(each.path)})"
            for each in meaning.translations
        )
        yield from _some(lines, "translations")
        yield ""


def _keys(meaning: Meaning) -> Iterator[str]:
    words = {
        "added": "is new and may sign from {time} on",
        "retired": "is retired: good until {time}; what it signed before stays good",
        "compromised": "is declared compromised ({time}); {trusted}",
        "removed": "**is removed**, and what it signed could not be verified any more",
        "changed": "**has a changed file**",
    }
    if meaning.keys:
        yield "### Keys"
        yield ""
        for change in meaning.keys[:_MAX_ITEMS]:
            time = code(change.time) if change.time else "at a time that can't be read"
            sentence = words[change.became].format(time=time, trusted=_trusted(change.trusted_parts or 0))
            lists = f"; its status list is {', '.join(map(code, change.lists))}" if change.became == "added" else ""
            yield f"- {code(change.issuer)}: the key {code(change.key)} {sentence}{lists if change.lists else ''}."
        yield ""


def _trusted(parts: int) -> str:
    if not parts:
        return "nothing that it signed verifies any more"
    some = counts([(parts, "part", "parts")])
    return (
        f"what stands in {some} of the ledger named there stays good, everything else that it signed no longer verifies"
    )


def _awards(meaning: Meaning) -> Iterator[str]:
    if meaning.awards or meaning.removed_awards:
        counted = [(each, "") for each in meaning.awards]
        counted += [(each, ", **removed from the ledger**") for each in meaning.removed_awards]
        yield "### Awards"
        yield ""
        yield from _some(
            (
                f"- {each.count:,} × {said(each.title)}, version {said(each.version)}, by {code(each.issuer)}{lost}"
                for each, lost in counted
            ),
            "definitions",
        )
        yield ""
        yield "To whom stands in no file of the registry, and is not told here."
        yield ""


def _withdrawals(meaning: Meaning) -> Iterator[str]:
    if not meaning.withdrawals:
        return
    signed = {True: "yes", False: "**not yet**", None: "can't be told"}
    states = {"valid": "valid", "on_hold": "on hold", "withdrawn": "withdrawn", "unknown": "can't be told"}
    yield "### Withdrawals"
    yield ""
    yield "| Credential | What was declared | Reason | Day | Verifiers said | They will say | Signed |"
    yield "|---|---|---|---|---|---|---|"
    for each in meaning.withdrawals[:_MAX_ITEMS]:
        event = labels.EVENTS[each.event]
        reason = labels.REASONS.get(each.reason, "")
        yield (
            f"| {code(each.number)} | {event} | {reason} | {said(each.date)} | {states[each.before]} "
            f"| {states[each.after]} | {signed[each.signed]} |"
        )
    yield ""
    if len(meaning.withdrawals) > _MAX_ITEMS:
        yield f"… and {len(meaning.withdrawals) - _MAX_ITEMS:,} more credentials"
        yield ""
    if any(each.signed is False for each in meaning.withdrawals):
        yield "*Not yet* signed: verifiers say what they said until somebody runs `testamur sign` and that is merged."
        yield ""


def _lists(meaning: Meaning) -> Iterator[str]:
    if not meaning.lists:
        return
    yield "### Signed lists"
    yield ""
    for each in meaning.lists[:_MAX_ITEMS]:
        which = f"{'holds' if each.holds else 'withdrawals'} of list {code(each.name)} of {code(each.issuer)}"
        if each.became == "removed":
            yield f"- The {which}: **removed**"
            continue
        until = f", good until {code((each.valid_until or '')[:10])}" if each.valid_until else ""
        bits = ""
        if each.withdrawn is None or each.cleared is None:
            bits = "; what is in it can't be read"
        elif each.withdrawn or each.cleared:
            words = counts([(each.withdrawn, "more is", "more are"), (each.cleared, "fewer is", "fewer are")])
            bits = f"; {words} in it"
        yield f"- The {which}: {each.became}{until}{bits}"
    yield ""


def _vanishing(meaning: Meaning) -> Iterator[str]:
    if meaning.vanishing:
        yield "### Addresses that disappear"
        yield ""
        yield "Who has kept a link to one of these finds nothing there any more:"
        yield ""
        yield from _some((f"- {code(each.address)}: {each.why}" for each in meaning.vanishing), "addresses")
        yield ""
