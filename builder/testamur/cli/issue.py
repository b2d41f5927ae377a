"""`testamur issue`: awards for one person or a whole table, in the order that survives a crash.

The order on disk: the plan into the private journal; every credential signed into a staging folder; the holders'
files; the frozen version; people.csv; the ledger last; then journal and staging go. The same plan always gives the
same bytes, so a command that was cut off is finished by running it again. One that fails while nobody has anything of
it yet takes its plan back.
"""

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path

from testamur import issue, keystore
from testamur.canon import Shapes
from testamur.cli.arguments import Subparsers, add_command, add_private, add_root
from testamur.cli.outside import MisuseError, Outside, hint, private_folder, private_path, say
from testamur.cli.progress import Progress
from testamur.cli.registry import read_for_signing
from testamur.cli.signing import choose_key, open_key
from testamur.findings import Finding, FindingsError, Place
from testamur.issue import Awarded, Person, Plan
from testamur.keystore import Signer
from testamur.model import Registry
from testamur.write import scratch_folder, staged, write_private


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "issue",
        "award a definition to one person or to a table of people",
        'testamur issue wound-care-2 --name "Alex Example" --dry-run',
        "PEOPLE.csv has a header with the columns name and, if you like, recipient (a DID) and issued (YYYY-MM-DD),\n"
        "separated by commas or semicolons. Nothing happens until every row is right. If a run was cut off, run the\n"
        "same command again: it finishes, and nobody is awarded twice.",
    )
    parser.add_argument("definition", metavar="DEFINITION", help="the slug of the definition, in its current version")
    parser.add_argument("people", nargs="?", metavar="PEOPLE.csv", help="the people to award")
    one = parser.add_argument_group("one person, instead of a table")
    one.add_argument("--name", metavar="NAME", help="the holder's name as it stands in the credential")
    one.add_argument("--recipient", metavar="DID", help="the holder's decentralised identifier, if there is one")
    one.add_argument("--issued", metavar="DATE", help="the day of the award, today or earlier (default: today)")
    parser.add_argument("--key", metavar="MULTIKEY", help="the key to sign with (default: the newest that is here)")
    parser.add_argument(
        "--suite",
        choices=issue.OFFERED_SUITES,
        help="how to sign (default: eddsa-rdfc-2022, or ecdsa-rdfc-2019 with a key of p256)",
    )
    parser.add_argument(
        "--form",
        choices=("json", *issue.TOKEN_FORMS),
        default="json",
        help="what the holder gets: a file of JSON (default), or a token by Open Badges (jwt) or VC-JOSE-COSE (vc+jwt)",
    )
    parser.add_argument("--out", metavar="DIR", help="where the holders' files go (default: in the private folder)")
    parser.add_argument("--again", action="store_true", help="award anew whose earlier award is revoked")
    parser.add_argument("--dry-run", action="store_true", help="check everything and say what would happen")
    parser.set_defaults(run=run)
    add_root(parser)
    add_private(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Award, or finish what an earlier run of the same command began."""
    if args.form != "json":
        if args.suite is not None:
            raise MisuseError("--suite is how a file of JSON is signed; a token has no suite")
        # From here on a token is one of the ways in which a key signs.
        args.suite = args.form
    people = _people(args)
    root = Path(args.root)
    registry = read_for_signing(root, outside.clock())
    id = issue.plan_id(registry, args.definition, people, again=args.again)
    if args.dry_run:
        return _rehearse(args, outside, registry, people, id)
    folder = private_folder(args, registry.settings)
    with keystore.one_at_a_time(folder):
        plan = _unfinished(folder, id, args.suite)
        begun = plan is not None
        if plan is None:
            fresh, stands = _fresh(args, registry, people, folder)
            if not fresh:
                say("nothing to issue")
                if stands:
                    hint("to award somebody once more, state the day of the new award")
                return 0
            plan = _plan(args, outside, registry, fresh, id, folder)
        key = choose_key(issue.issuer_of(registry, plan.issuer), folder, plan.key)
        signer = open_key(args, outside, folder, key)
        if begun:
            say("finishing what an earlier run of this command began")
        with _journal(root, folder, plan, begun=begun):
            _finish(root, folder, registry, plan, signer)
    for award in plan.awards:
        print(f"{plan.number(award)}  {Path(plan.folder) / issue.holder_file(plan, award)}")
    say(f"awarded {args.definition} {plan.version} to {len(plan.awards)} {_persons(len(plan.awards))}")
    # The version is new with its first award, and may be with one that was cut off.
    known = issue.achievement_of(registry, plan.definition).versions
    frozen = not begun and any(version.definition.version == plan.version for version in known)
    version = "" if frozen else f" and {issue.version_folder(plan.definition, plan.version)}/"
    hint(f"commit issuers/{plan.issuer}/awards/{version}")
    return 0


def _rehearse(
    args: argparse.Namespace, outside: Outside, registry: Registry, people: tuple[Person, ...], id: str
) -> int:
    """Everything up to the plan, with nothing written and no passphrase asked for."""
    folder = private_path(args, registry.settings)
    # Opening a lock that is there writes nothing, and without one nothing was ever begun here.
    with keystore.one_at_a_time(folder) if (folder / "lock").is_file() else contextlib.nullcontext():
        unfinished = _unfinished(folder, id, args.suite)
        if unfinished is not None:
            count = len(unfinished.awards)
            say(f"an earlier run of this command, for {count} {_persons(count)}, was cut off; nothing was done")
            hint("run the command without --dry-run to finish it")
            return 0
        fresh, _ = _fresh(args, registry, people, folder)
        if fresh:
            _plan(args, outside, registry, fresh, id, folder)
    before = f", {len(people) - len(fresh)} awarded before" if len(fresh) < len(people) else ""
    say(f"{len(fresh)} ready{before}; nothing was done")
    return 0


def _fresh(
    args: argparse.Namespace, registry: Registry, people: tuple[Person, ...], folder: Path
) -> tuple[tuple[Person, ...], tuple[Awarded, ...]]:
    """Who is still to be awarded, and the awards of others that stand; what the others have is said."""
    records = _records(folder)
    fresh, stands, revoked = issue.split_awarded(registry, args.definition, people, records, again=args.again)
    for before in stands:
        say(f"{before.name} was awarded before: {before.number} on {before.issued}")
    for before in revoked:
        say(f"{before.name} was awarded before: {before.number} on {before.issued}")
        hint(f"{before.name}'s award {before.number} is revoked; add --again to award anew")
    return fresh, stands


def _people(args: argparse.Namespace) -> tuple[Person, ...]:
    if (args.people is None) == (args.name is None):
        raise MisuseError("name either a table of people or one person with --name")
    if args.name is not None:
        return (issue.parse_person(args.name, args.recipient, args.issued),)
    if args.recipient is not None or args.issued is not None:
        raise MisuseError("--recipient and --issued go with --name; a table has columns for them")
    try:
        with Path(args.people).open("rb") as file:
            data = file.read(issue.MAX_PEOPLE_BYTES + 1)  # one more is enough to know that it is too large
    except OSError as cause:
        raise MisuseError(f"{args.people} can't be read: {cause.strerror}") from cause
    return issue.parse_people(args.people, data)


def _plan(
    args: argparse.Namespace, outside: Outside, registry: Registry, people: tuple[Person, ...], id: str, folder: Path
) -> Plan:
    now = outside.clock()
    achievement = issue.achievement_of(registry, args.definition)
    issuer = issue.issuer_of(registry, achievement.current.issuer)
    out = folder / "issued" / f"{args.definition}-{now.date()}" if args.out is None else Path(args.out)
    keystore.check_outside(out, Path(args.root), "the folder for the holders' files")
    if any(path.exists() and not path.is_dir() for path in (out, *out.parents)):
        raise MisuseError(f"--out {out}: a file stands where the folder for the holders' files would be")
    return issue.plan_awards(
        registry,
        args.definition,
        people,
        id=id,
        folder=str(out.absolute()),
        key=choose_key(issuer, folder, args.key, suite=args.suite),
        reserved=[award.number for award in _records(folder)],
        entropy=outside.entropy,
        now=now,
        again=args.again,
        suite=args.suite,
    )


def _unfinished(folder: Path, id: str, suite: str | None) -> Plan | None:
    """The plan of an earlier run of this command, by this suite where one is named.

    Another command's unfinished plan has to be finished first.
    """
    journal = folder / "journal"
    for path in sorted(journal.glob("*.json")) if journal.is_dir() else ():
        plan = issue.parse_plan(str(path), path.read_bytes())
        if plan.id == id and suite in {None, plan.suite}:
            return plan
        people = f"{len(plan.awards)} {_persons(len(plan.awards))}"
        again = " --again" if plan.again else ""
        by = "" if suite is None else f" by {plan.suite}"
        command = f"`testamur issue {plan.definition}{again}`"
        message = f"an earlier {command} to {people}{by} on {plan.created.date()} was cut off"
        advice = "run that command again to finish it; delete this file only if nothing of it was handed out"
        raise FindingsError(
            [Finding(code="issue-unfinished", place=Place(file=str(path)), message=message, hint=advice)]
        )
    return None


def _records(folder: Path) -> tuple[Awarded, ...]:
    path = folder / "people.csv"
    return issue.parse_records(str(path), path.read_bytes()) if path.exists() else ()


@contextlib.contextmanager
def _journal(root: Path, folder: Path, plan: Plan, *, begun: bool) -> Iterator[None]:
    """The plan in the private journal until the block ends well; `begun` says that it is there already.

    When the block fails and nothing of a plan that is new lies on disk, its numbers were promised to nobody, and it
    goes as well. One from an earlier run stays: what was made then may have been carried elsewhere.
    """
    path = keystore.private_subfolder(folder, "journal") / f"{plan.id}.json"
    try:
        if not begun:
            write_private(path, issue.plan_bytes(plan))
        yield
    except BaseException:
        with contextlib.suppress(OSError, FindingsError):  # where it can't be seen, it is left to the next run
            if not begun and not _has_begun(root, folder, plan):
                path.unlink(missing_ok=True)
        raise
    path.unlink()


def _has_begun(root: Path, folder: Path, plan: Plan) -> bool:
    """Whether a holder's file, a ledger entry or a record of the plan lies on disk."""
    numbers = {plan.number(award) for award in plan.awards}
    out = Path(plan.folder)
    return any(record.number in numbers for record in _records(folder)) or any(
        (out / issue.holder_file(plan, award)).exists()
        or (root / issue.entry_path(plan.issuer, plan.list, award.index)).exists()
        for award in plan.awards
    )


def _finish(root: Path, folder: Path, registry: Registry, plan: Plan, signer: Signer) -> None:
    """Sign and write the plan. Whatever of it is there already is kept when its bytes are the same, else refused."""
    version = issue.planned_version(registry, plan)
    keystore.private_subfolder(folder, "issued")
    files = [issue.holder_file(plan, award) for award in plan.awards]
    entries: list[tuple[str, bytes]] = []
    shapes = Shapes()
    with scratch_folder(keystore.private_subfolder(folder, "staging") / plan.id) as staging:
        progress = Progress("signed", len(plan.awards))
        for award in plan.awards:
            signed = issue.sign_award(registry, plan, award, version, signer, shapes=shapes)
            # Not synced: after a crash everything is signed again, to the same bytes.
            (staging / signed.file).write_bytes(signed.data)
            entries.append(issue.entry_file(plan.issuer, signed.entry))
            progress.step()
        progress.clear()
        records = folder / "people.csv"
        before = records.read_bytes() if records.exists() else b""
        table = issue.records_with(before, plan, [str(Path(plan.folder) / file) for file in files])
        out = Path(plan.folder)
        with staged(out, private=True) as holders, staged(folder, private=True) as private, staged(root) as ours:
            holders.add((file, (staging / file).read_bytes()) for file in files)
            ours.add_folder(issue.version_folder(plan.definition, plan.version), version.files)
            private.replace({records.name: table})
            ours.add(entries)


def _persons(count: int) -> str:
    return "person" if count == 1 else "people"
