"""The workflow `sign`, every step of it run here as the script it is."""

import json

import pytest
from testamur.number import number_from

from tests.workflows.place import ISSUER, Place


def declared_withdrawal(place: Place) -> None:
    """A withdrawal of the one award, declared and merged and not signed."""
    (ledger,) = place.society.ledger()
    entry = json.loads((place.society.root / ledger).read_bytes())
    number = number_from(entry["list"], entry["index"])
    folder = place.society.root / "issuers" / ISSUER / "withdrawals" / number
    folder.mkdir(parents=True)
    event = {
        "number": number, "list": entry["list"], "index": entry["index"], "sequence": 1, "event": "revoke",
        "reason": "issued-in-error", "date": entry["issued"],
    }  # fmt: skip
    (folder / "1.json").write_text(json.dumps(event, indent=2) + "\n", encoding="utf-8")
    place.push()


@pytest.mark.parametrize(("variables", "ref"), [({}, "main"), ({"TESTAMUR_SIGNING": "on"}, "other")])
def test_signing_is_off(place: Place, variables: dict[str, str], ref: str) -> None:
    """Until it is turned on, and on any other branch, nothing is signed."""
    ran = place.runner.run(place.workflow("sign"), {}, ref=ref, variables=variables)
    assert {"sign": "skipped", "open": "skipped"} == {name: each.result for name, each in ran.items()}


def test_signing(place: Place) -> None:
    """Turned on, what was declared is signed into a pull request, and neither key nor passphrase is left anywhere."""
    declared_withdrawal(place)
    (key,) = (place.society.private / "keys").iterdir()
    ran = place.runner.run(
        place.workflow("sign"),
        {},
        variables={"TESTAMUR_SIGNING": "on", "TESTAMUR_MULTIKEY": key.name},
        secrets={"TESTAMUR_KEY": key.read_text(encoding="utf-8"), "TESTAMUR_PASSPHRASE": place.society.passphrase},
    )
    assert ("success", "success") == (ran["sign"].result, ran["open"].result), ran["sign"].log + ran["open"].log
    (pull,) = place.runner.state["pulls"].values()
    assert ("signed-77", "main") == (pull["head"], pull["base"])
    changed = place.git("ls-remote", "origin", "refs/heads/signed-77")
    assert changed
    assert place.read("main", f"issuers/{ISSUER}/status/a1.json") != place.read(
        "signed-77", f"issuers/{ISSUER}/status/a1.json"
    )
    kept = [path for path in place.runner.place.rglob("*") if path.is_file() and "OPENSSH" in path.read_text("latin-1")]
    assert [] == kept
    assert place.society.passphrase not in ran["sign"].log + ran["open"].log
