"""A whole build beside the least that could draw the same pages: Jinja2 and Markdown in a bare loop, in one run.

Each figure is a median over several rounds in processes of their own; the two sides take turns, so that a machine that
drifts slows both. Only the ratio means anything on another machine.
"""

import argparse
import json
import resource
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.rounds import ROOT, in_a_process, in_turns

PATTERN = ROOT / "credentials" / "rural-emergency-skills" / "index.md"
ISSUER = ROOT / "issuers" / "example-society" / "index.md"
SIDES = ("testamur", "bare")


def main() -> int:
    """Measure, and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], help="how many definitions")
    parser.add_argument("--rounds", type=int, default=5, help="rounds for each size")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.side:
        print(json.dumps(one_side(args.side, args.folder)))
        return 0
    print("| Definitions | Testamur, check and build | Jinja2 + Markdown, bare loop | Ratio | Memory | Pages | Files |")
    print("|---|---|---|---|---|---|---|")
    for size in args.sizes:
        print(compared(size, args.rounds), flush=True)
    return 0


def compared(size: int, rounds: int) -> str:
    """One row: medians of both sides over registries of `size` generated definitions."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        registry = Path(scratch) / "registry"
        generate(registry, size)
        results = in_turns(SIDES, lambda side: afresh(side, registry), rounds)
    ours, bare = (statistics.median(each["seconds"] for each in results[side]) for side in SIDES)
    ratio = statistics.median(
        a["seconds"] / b["seconds"] for a, b in zip(results["testamur"], results["bare"], strict=True)
    )
    last = results["testamur"][-1]
    memory, pages, files = last["peak_mib"], last["pages"], last["files"]
    return f"| {size} | {ours:.2f} s | {bare:.2f} s | {ratio:.1f} | {memory:.0f} MiB | {pages:.0f} | {files:.0f} |"


def afresh(side: str, registry: Path) -> dict[str, float]:
    """One measurement that begins without an output."""
    shutil.rmtree(registry.parent / "out", ignore_errors=True)
    return in_a_process("benchmarks", side, registry)


def generate(folder: Path, size: int) -> None:
    """A registry of `size` definitions, each with the text of a real one under its own title."""
    source = PATTERN.read_text(encoding="utf-8")
    title = next(line for line in source.splitlines() if line.startswith("title: "))
    slugs = [f"emergency-skills-{number:05}" for number in range(size)]
    for number, slug in enumerate(slugs):
        text = source.replace(title, f"{title}, group {number:05}").replace("badge: badge.svg\n", "")
        (folder / "credentials" / slug).mkdir(parents=True)
        (folder / "credentials" / slug / "index.md").write_text(text, encoding="utf-8")
    issuer = folder / "issuers" / "example-society"
    issuer.mkdir(parents=True)
    profile = ISSUER.read_text(encoding="utf-8")
    before, _, after = profile.partition("awards:\n")
    about = after.partition("---\n")[2]
    scope = "".join(f"  - definition: {slug}\n    from: 2024-01-01\n" for slug in slugs)
    (issuer / "index.md").write_text(f"{before}awards:\n{scope}---\n{about}", encoding="utf-8")
    shutil.copyfile(ROOT / "registry.yaml", folder / "registry.yaml")


def one_side(side: str, registry: Path) -> dict[str, float]:
    """Seconds from the files of the registry to the files of the site, and the process's peak memory."""
    out = registry.parent / "out"
    start = time.perf_counter()
    pages = testamur(registry, out) if side == "testamur" else bare(registry, out)
    seconds = time.perf_counter() - start
    files = sum(1 for path in out.rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mib": peak, "pages": pages, "files": files}


def testamur(registry: Path, out: Path) -> int:
    """The command, with everything that it checks and writes; how many pages it made."""
    from testamur.cli import main as command

    if command(["build", "--root", str(registry), "--out", str(out)]) != 0:
        raise SystemExit("the generated registry does not build")
    return sum(1 for _ in out.rglob("*.html"))


def bare(registry: Path, out: Path) -> int:
    """The same texts through PyYAML, Python-Markdown and one Jinja2 template of a page, unchecked."""
    import jinja2
    import markdown
    import yaml

    environment = jinja2.Environment(autoescape=True)
    template = environment.from_string(_TEMPLATE)
    converter = markdown.Markdown()
    sources = sorted((registry / "credentials").glob("*/index.md"))
    for source in sources:
        _, header, body = source.read_text(encoding="utf-8").split("---\n", 2)
        fields = yaml.load(header, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
        html = converter.reset().convert(body)
        page = template.render(fields=fields, criteria=html)
        # Testamur draws a page for the definition and one for its version.
        for place in (source.parent.name, f"{source.parent.name}/{fields['version']}"):
            (out / place).mkdir(parents=True, exist_ok=True)
            (out / place / "index.html").write_text(page, encoding="utf-8")
    return 2 * len(sources)


_TEMPLATE = """<!doctype html><html lang="en"><title>{{ fields.title }}</title><h1>{{ fields.title }}</h1>
<dl>{% for name, value in fields.items() %}<dt>{{ name }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
{{ criteria|safe }}</html>
"""
