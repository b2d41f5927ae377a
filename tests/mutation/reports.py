"""What tests/unit/test_twins.py asks of all cases at once, a case at a time: not a word of a report changes.

The exit code is held to what it was as well.
"""

import json

import pytest
from testamur.cli import verify as command
from testamur.verify import Cache, exit_code, to_json, verify_file

from tests.unit.test_cases import CASES, NAMES, case_of

# The reports of the code as it stands, made before the first mutant.
SOUND: dict[str, list[str]] = {}
# Whether the documents of a case are met for a second time as well.
TWICE = True


def reports_of(name: str) -> list[str]:
    """The reports on a case when its documents are new, and when they are met again."""
    folder, case = CASES / name, case_of(name)
    documents = None if case["documents"] is None else command.read_documents(folder / case["documents"])
    sites = [command.Site(str(folder / site)) for site in case["registries"]]
    cache = Cache()
    found = []
    for _ in range(2 if TWICE else 1):
        reports = verify_file(
            (folder / case["file"]).read_bytes(),
            at=command.parse_moment(case["at"]),
            resolve=command.Resolver(documents, sites),
            registries=[site.view for site in sites],
            cache=cache,
            recipient=command.parse_recipient(case["recipient"]) if "recipient" in case else None,
            refresh=case.get("refresh"),
        )
        found.append(json.dumps([(to_json(report, file=case["file"]), exit_code(report)) for report in reports]))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_report(name: str) -> None:
    """A case has the report that it has without a mutant, which test_twins.py holds to that of JavaScript."""
    found = reports_of(name)
    assert SOUND.setdefault(name, found)[: len(found)] == found
