"""Adds templates, site sources and the bundled programs of the pages to the wheel, and refuses one without them.

In a checkout these folders stand at the root of the repository; in an installed Testamur they are under
`testamur/_bundled/`. Verifier and catalogue go in as bundles alone: their sources need Node, which a society never has
to have.
"""

from pathlib import Path, PurePath
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = "testamur/_bundled"
BUNDLES = ("site/catalogue/dist", "site/verifier/dist")


class WheelHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own plugins leave its configuration type open
    """Hatchling's hook for the wheel target."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to include; an editable install needs none, because the code finds them in the checkout."""
        if version == "editable":
            return
        root = Path(self.root)
        for dist in BUNDLES:
            if not any(path.is_file() for path in (root / dist).rglob("*")):
                raise FileNotFoundError(f"{dist} holds no bundle: run `make wheel`, which makes it first")
        sources = [*files_below(root / "templates"), *files_below(root / "site")]
        included = [path for path in sources if not is_program_source(path.relative_to(root))]
        build_data["force_include"].update(
            {str(path): f"{BUNDLED}/{path.relative_to(root).as_posix()}" for path in included}
        )


def files_below(folder: Path) -> list[Path]:
    """Every file under `folder`, in one order on all machines; a folder that is missing or empty stops the build."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    if not found:
        raise FileNotFoundError(f"{folder} holds no files, and a wheel without them is of no use")
    return found


def is_program_source(path: PurePath) -> bool:
    """Whether `path`, relative to the root, is a source of the verifier or the catalogue and no bundle."""
    return path.parts[:2] in {PurePath(dist).parts[:2] for dist in BUNDLES} and path.parts[2] != "dist"
