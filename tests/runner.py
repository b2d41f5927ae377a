"""Runs the jobs of a workflow here, step by step: each `run:` as the script it is, each action as what it stands for.

Only `gh`, `pipx` and `sleep` are stand-ins; `testamur`, Git and the shell are real. What a step gets is what GitHub's
runner gives it: the shell's options, the files and variables that are named GITHUB_…, and the values of expressions.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.expressions import filled, holds

SLUG = "society/registry"


@dataclass(slots=True)
class Ran:
    """What came of a job: how each step ended, its outputs, and everything it printed."""

    result: str = "success"
    steps: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""


class Runner:
    """A place with a repository `origin`, where the workflows of its main branch run."""

    def __init__(self, place: Path, origin: Path, *, version: str) -> None:
        self.place, self.origin, self.version = place, origin, version
        self.artifacts: dict[str, Path] = {}
        self.uploaded: list[dict[str, str]] = []
        self.state_file = place / "gh.json"
        place.mkdir()
        held: dict[str, Any] = {"people": {}, "comments": {}, "issues": {}, "pulls": {}}
        self.state = {**held, "calls": [], "labels": [], "deployments": []}
        self.env: dict[str, str] = {}
        self.on_deploy: Callable[[Path], object] = str
        self._programs = place / "programs"
        self._programs.mkdir()
        stand_in = Path(__file__).with_name("gh_stand_in.py")
        self._program("gh", f'exec {shlex.quote(sys.executable)} {shlex.quote(str(stand_in))} "$@"')
        self._program(
            "pipx", f'case "$*" in "install testamur=={version}" | "install --editable "*) ;; *) exit 1 ;; esac'
        )
        self._program("sleep", f'echo "$1" >> {shlex.quote(str(place / "slept"))}')
        self._program("testamur", f'exec {shlex.quote(sys.executable)} -m testamur "$@"')

    @property
    def state(self) -> dict[str, Any]:
        """What the stand-in for `gh` holds."""
        value: dict[str, Any] = json.loads(self.state_file.read_text(encoding="utf-8"))
        return value

    @state.setter
    def state(self, value: Mapping[str, Any]) -> None:
        self.state_file.write_text(json.dumps(value), encoding="utf-8")

    def run(
        self,
        workflow: Path,
        event: Mapping[str, Any],
        *,
        ref: str = "main",
        variables: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
    ) -> dict[str, Ran]:
        """Every job of the workflow that its conditions let run, in order, by its id; `ref` is what a checkout gets."""
        described = yaml.safe_load(workflow.read_text(encoding="utf-8"))
        assert {} == described["permissions"]
        github = {
            "event": event,
            "repository": SLUG,
            "token": "a-token",
            "ref_name": ref,
            "run_id": "77",
            "workflow": described["name"],
        }
        ran: dict[str, Ran] = {}
        for name, job in described["jobs"].items():
            needed = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            needs = {each: {"result": ran[each].result, "outputs": ran[each].outputs} for each in needed if each in ran}
            contexts: dict[str, Any] = {
                "github": github,
                "needs": needs,
                "vars": dict(variables or {}),
                "secrets": dict(secrets or {}) if "environment" in job else {},
                "steps": {},
            }
            missing = any(each not in ran or ran[each].result == "skipped" for each in needed)
            failed = missing or any(ran[each].result != "success" for each in needed if each in ran)
            # None of our jobs asks to run after one that was left out.
            if missing or not holds(job.get("if"), contexts, failed=failed):
                ran[name] = Ran(result="skipped")
                continue
            ran[name] = self._job(job, contexts, ref, len(ran))
        return ran

    def run_action(self, action: Path, given: Mapping[str, str], *, ref: str) -> Ran:
        """A composite action on a checkout of `ref`, with these inputs."""
        described = yaml.safe_load(action.read_text(encoding="utf-8"))
        inputs = {name: given.get(name, each["default"]) for name, each in described["inputs"].items()}
        checkout = {"uses": "actions/checkout@x", "with": {"fetch-depth": 0, "persist-credentials": False}}
        outputs = {name: each["value"] for name, each in described["outputs"].items()}
        job = {"permissions": {}, "steps": [checkout, *described["runs"]["steps"]], "outputs": outputs}
        self.env["GITHUB_ACTION_PATH"] = str(action.parent)
        return self._job(job, {"inputs": inputs, "steps": {}}, ref, 0)

    def _job(self, job: Mapping[str, Any], contexts: dict[str, Any], ref: str, number: int) -> Ran:
        # A new machine a job: nothing is handed on but artifacts and outputs.
        machine = self.place / f"machine-{len(list(self.place.glob('machine-*')))}-{number}"
        workspace, temp = machine / "work", machine / "temp"
        workspace.mkdir(parents=True)
        temp.mkdir()
        contexts["runner"] = {"temp": str(temp)}
        ran = Ran()
        permissions = json.dumps(job["permissions"])
        for index, step in enumerate(job["steps"]):
            name = step.get("name") or step.get("uses", "").split("@")[0]
            if not holds(step.get("if"), contexts, failed=ran.result != "success"):
                ran.steps[name] = "skipped"
                continue
            own = {**job.get("env", {}), **step.get("env", {})}
            given = {key: filled(str(value), contexts) for key, value in own.items()}
            if "uses" in step:
                using = {key: filled(str(value), contexts) for key, value in step.get("with", {}).items()}
                self._action(step["uses"].partition("@")[0], using, workspace, ref)
                ran.steps[name] = "success"
                continue
            files = {key: machine / f"{key.lower()}-{index}" for key in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH")}
            files["GITHUB_STEP_SUMMARY"] = machine / f"summary-{index}"
            for file in files.values():
                file.touch()
            assert "${{" not in step["run"]
            script = machine / f"step-{index}.sh"
            script.write_text(step["run"], encoding="utf-8")
            done = subprocess.run(
                # Without a `shell` GitHub takes `bash -e`; where bash is named, a pipe fails with any of its parts.
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script]
                if "shell" in step
                else ["bash", "-e", script],
                cwd=workspace,
                env=self._environment(machine, files, given, permissions),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=300,
                check=False,
            )
            ran.log += done.stdout.decode(errors="replace")
            ran.summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
            outputs = dict(
                line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
            )
            contexts["steps"][step.get("id", f"-{index}")] = {"outputs": outputs}
            ran.steps[name] = "success" if done.returncode == 0 else "failure"
            if done.returncode != 0:
                ran.result = "failure"
        ran.outputs = {key: filled(value, contexts) for key, value in job.get("outputs", {}).items()}
        return ran

    def _environment(
        self, machine: Path, files: Mapping[str, Path], given: Mapping[str, str], permissions: str
    ) -> dict[str, str]:
        return {
            "PATH": f"{self._programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(machine),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": SLUG,
            "GITHUB_WORKSPACE": str(machine / "work"),
            "RUNNER_TEMP": str(machine / "temp"),
            "GH_STATE": str(self.state_file),
            "GH_PERMISSIONS": permissions,
            **{key: str(file) for key, file in files.items()},
            **self.env,
            **given,
        }

    def _action(self, action: str, using: Mapping[str, str], workspace: Path, ref: str) -> None:
        match action:
            case "actions/checkout":
                assert "false" == using["persist-credentials"].lower()
                depth = [] if using.get("fetch-depth") == "0" else ["--depth", "1"]
                branch = using.get("ref", ref)
                command = ["git", "clone", "--quiet", *depth, "--branch", branch, f"file://{self.origin}", "."]
                subprocess.run(command, cwd=workspace, check=True, capture_output=True)
            case "actions/upload-artifact" | "actions/upload-pages-artifact":
                source = workspace / using["path"]
                name = using.get("name", "github-pages")
                target = self.place / f"artifact-{name}"
                shutil.rmtree(target, ignore_errors=True)
                hidden = using.get("include-hidden-files", "").lower() == "true"
                shutil.copytree(source, target, ignore=None if hidden else shutil.ignore_patterns(".*"))
                self.artifacts[name] = target
            case "actions/download-artifact":
                shutil.copytree(self.artifacts[using["name"]], workspace / using["path"], dirs_exist_ok=True)
            case "actions/deploy-pages":
                self.on_deploy(self.artifacts["github-pages"])
                command = ["git", "-C", str(self.origin), "rev-parse", ref]
                sha = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
                state = self.state
                for earlier in state["deployments"]:
                    earlier["states"].insert(0, "inactive")
                done = {"id": 8 + len(state["deployments"]), "sha": sha, "states": ["success", "in_progress"]}
                self.state = {**state, "deployments": [done, *state["deployments"]]}
            case "github/codeql-action/upload-sarif":
                self.uploaded.append({"sarif": Path(using["sarif_file"]).read_text(encoding="utf-8")})
            case _:
                raise AssertionError(action)

    def _program(self, name: str, script: str) -> None:
        path = self._programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
