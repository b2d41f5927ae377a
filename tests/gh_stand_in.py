"""Stands in for `gh` where the steps of a workflow are run here: it keeps a repository's threads in a JSON file.

Run as `python gh_stand_in.py ARGUMENTS…` with GH_STATE (the file) and GH_PERMISSIONS (what the job's token may do). It
refuses what that token may not do on GitHub, and every call that the workflows are not known to make.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

BOT = "github-actions[bot]"
COMMENT_FILTER = (
    '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- testamur -->"))) | .id'
)


class RefusedError(Exception):
    """GitHub would refuse this, or the workflows are not known to do it."""


def main() -> int:
    """Answer one call."""
    path = Path(os.environ["GH_STATE"])
    state = json.loads(path.read_text(encoding="utf-8"))
    state["calls"].append(sys.argv[1:])
    if not os.environ.get("GH_TOKEN"):
        sys.stderr.write("gh: no token\n")
        return 4
    try:
        answer(sys.argv[1:], state)
    except RefusedError as problem:
        sys.stderr.write(f"gh: refused: {problem}\n")
        return 1
    finally:
        path.write_text(json.dumps(state, indent=2), encoding="utf-8")
    return 0


def say(answer: object) -> None:
    """A line of the answer."""
    sys.stdout.write(f"{answer}\n")


def may(scope: str, *others: str) -> None:
    """Refuse unless the token may write to one of the scopes."""
    granted = json.loads(os.environ["GH_PERMISSIONS"])
    if not any(granted.get(each) == "write" for each in (scope, *others)):
        raise RefusedError(f"the token may not write {scope}")


def may_read(scope: str) -> None:
    """Refuse unless the token has that right at all."""
    if scope not in json.loads(os.environ["GH_PERMISSIONS"]):
        raise RefusedError(f"the token may not read {scope}")


def answer(words: list[str], state: dict[str, Any]) -> None:
    """Do what was asked, in the state; print what `gh` would."""
    options, plain = parted(words)
    match plain:
        case ["api", address] if found := re.fullmatch(
            r"repos/society/registry/collaborators/([\w-]+)/permission", address
        ):
            say(state["people"].get(found[1], "read"))
        case ["api", address] if address.endswith("/comments") and "--method" not in options:
            if options["--jq"] != COMMENT_FILTER:
                raise RefusedError("another filter")
            number = address.split("/")[-2]
            for each in state["comments"].get(number, []):
                if each["by"] == BOT and each["body"].startswith("<!-- testamur -->"):
                    say(each["id"])
        case ["api", "repos/society/registry/deployments?environment=github-pages&per_page=100"]:
            may_read("deployments")
            for each in state["deployments"]:
                say(f"{each['id']} {each['sha']}")
        case ["api", address] if found := re.fullmatch(
            r"repos/society/registry/deployments/(\d+)/statuses\?per_page=100", address
        ):
            may_read("deployments")
            for each in state["deployments"]:
                if str(each["id"]) == found[1]:
                    say("\n".join(each["states"]))
        case ["api", address] if options.get("--method") == "POST":
            may("issues", "pull-requests")
            number = address.split("/")[-2]
            thread = state["comments"].setdefault(number, [])
            thread.append({"id": 100 + len(thread), "by": BOT, "body": body(options["--field"])})
        case ["api", address] if options.get("--method") == "PATCH":
            may("issues", "pull-requests")
            for thread in state["comments"].values():
                for each in thread:
                    if str(each["id"]) == address.split("/")[-1]:
                        each["body"] = body(options["--field"])
        case ["label", "create", name]:
            may("issues", "pull-requests")
            state["labels"].append(name)
        case ["issue", "list"]:
            for number, each in state["issues"].items():
                if each["open"] and each["label"] == options["--label"]:
                    say(number)
        case ["issue", "create"]:
            may("issues")
            text = Path(options["--body-file"]).read_text(encoding="utf-8")
            number = str(len(state["issues"]) + 1)
            state["issues"][number] = {
                "open": True,
                "label": options["--label"],
                "title": options["--title"],
                "body": text,
            }
        case ["issue", "edit", number]:
            may("issues")
            state["issues"][number]["body"] = Path(options["--body-file"]).read_text(encoding="utf-8")
        case ["issue", "close", number]:
            may("issues")
            state["issues"][number]["open"] = False
        case ["issue", "comment", number]:
            may("issues")
            text = Path(options["--body-file"]).read_text(encoding="utf-8")
            state["comments"].setdefault(number, []).append({"id": 0, "by": BOT, "body": text})
        case ["auth", "setup-git"]:
            may("contents")
        case ["pr", "list"]:
            for number, each in state["pulls"].items():
                if each["head"] == options["--head"]:
                    say(number)
        case ["pr", "create"]:
            may("pull-requests")
            text = Path(options["--body-file"]).read_text(encoding="utf-8")
            pull = {"head": options["--head"], "base": options["--base"], "title": options["--title"], "body": text}
            state["pulls"][str(50 + len(state["pulls"]))] = pull
        case ["pr", "edit", number]:
            may("pull-requests")
            state["pulls"][number]["body"] = Path(options["--body-file"]).read_text(encoding="utf-8")
        case _:
            raise RefusedError(f"not known: {words}")


def body(field: str) -> str:
    """The body that `--field body=@FILE` names."""
    name, _, file = field.partition("=@")
    if name != "body":
        raise RefusedError("another field")
    return Path(file).read_text(encoding="utf-8", errors="replace")


def parted(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Options with their values, and the other words."""
    options: dict[str, str] = {}
    plain: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in {"--paginate", "--silent", "--force"}:
            options[word] = ""
        elif word.startswith("--"):
            options[word] = next(rest)
        else:
            plain.append(word)
    return options, plain


if __name__ == "__main__":
    sys.exit(main())
