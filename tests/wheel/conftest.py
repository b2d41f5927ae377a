"""The wheel, built once for every test of it."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that this checkout gives."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(root)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = (folder / "dist").glob("*.whl")
    return made
