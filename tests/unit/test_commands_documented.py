"""The manual of the commands against the commands."""

import ast
import re
from pathlib import Path

CODES = re.compile(r"(?:file|issue|journal|key|output|passphrase|people|private|records|withdraw|write)(?:-[a-z0-9]+)+")
# Names of the same form that are no codes: options, columns and rooms.
OTHERS = {"key-compromised"}


def codes_in(root: Path) -> set[str]:
    """Every code of a finding that a command can make."""
    package = root / "builder" / "testamur"
    files = [
        package / "keystore.py",
        package / "write.py",
        *(package / "cli").glob("*.py"),
        *(package / "issue").glob("*.py"),
    ]
    constants = (
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.Constant)
    )
    return {value for value in constants if isinstance(value, str) and CODES.fullmatch(value)} - OTHERS


def test_every_code_of_a_command_is_explained(root: Path) -> None:
    """The table at the end of docs/commands.md has each code, and no other."""
    text = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    table = text[text.index("## What a command may say") :]
    assert codes_in(root) == {code for code in re.findall(r"`([a-z0-9-]+)`", table) if CODES.fullmatch(code)}


def test_every_command_is_in_the_manual(root: Path) -> None:
    """Each module of a command has its words in docs/commands.md."""
    text = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    for words in (
        "check",
        "build",
        "keys new",
        "keys list",
        "keys retire",
        "issue",
        "revoke",
        "suspend",
        "reinstate",
        "sign",
        "verify",
    ):
        assert f"testamur {words}" in text, words
