"""What the wheel carries besides the package, and that it isn't built without it."""

from pathlib import Path
from typing import Any

import pytest

from tools.wheel_hook import WheelHook

FILES = (
    "templates/page.html.j2",
    "site/assets/site.css",
    "site/messages/en.json",
    "site/catalogue/search.js",
    "site/catalogue/dist/page.js",
    "site/verifier/index.js",
    "site/verifier/build.mjs",
    "site/verifier/dist/verify.js",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with a file of every kind that matters to the wheel."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def included(checkout: Path, version: str) -> dict[str, str]:
    """What the hook adds to a wheel: path in the checkout -> path in the wheel."""
    build_data: dict[str, Any] = {"force_include": {}}
    unused: Any = None
    WheelHook(str(checkout), {}, unused, unused, str(checkout), "wheel").initialize(version, build_data)
    return {str(Path(source).relative_to(checkout)): target for source, target in build_data["force_include"].items()}


def test_templates_site_and_bundles_are_carried(checkout: Path) -> None:
    """Everything goes under one folder at its own path, but of the verifier and the catalogue only their bundles."""
    sources = {"site/catalogue/search.js", "site/verifier/index.js", "site/verifier/build.mjs"}
    carried = [name for name in FILES if name not in sources]
    assert {name: f"testamur/_bundled/{name}" for name in carried} == included(checkout, "standard")


def test_an_editable_install_carries_nothing(checkout: Path) -> None:
    """In a checkout the code finds the folders themselves, so that an edit shows at once."""
    assert {} == included(checkout, "editable")


@pytest.mark.parametrize(
    "missing", ["site/catalogue/dist/page.js", "site/verifier/dist/verify.js", "templates/page.html.j2"]
)
def test_a_wheel_without_its_parts_is_refused(checkout: Path, missing: str) -> None:
    """A forgotten bundle or an empty folder of templates stops the build."""
    (checkout / missing).unlink()
    with pytest.raises(FileNotFoundError):
        included(checkout, "standard")
