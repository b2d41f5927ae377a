"""The manual of the commands against the commands."""

from pathlib import Path


def test_every_command_is_in_the_manual(root: Path) -> None:
    """Each module of a command has its words in docs/commands.md."""
    text = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    for words in (
        "init",
        "new definition",
        "new pathway",
        "new issuer",
        "new withdrawal",
        "check",
        "diff",
        "build",
        "serve",
        "keys new",
        "keys list",
        "keys retire",
        "keys compromised",
        "keys try",
        "issue",
        "revoke",
        "suspend",
        "reinstate",
        "sign",
        "endorse",
        "verify",
        "audit",
        "expiring",
        "doctor",
    ):
        assert f"testamur {words}" in text, words
