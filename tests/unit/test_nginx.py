"""What docs/hosting.md has for nginx, in an nginx of this machine: accepted as it is, and the site served in order.

Needs the program, so it is one of the tests that take long and are run by hand; what every run asks of the same lines
is in test_hosting.py.
"""

import gzip
import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from testamur.cli import main

pytestmark = pytest.mark.long

REGISTRY = Path(__file__).resolve().parent.parent / "golden" / "tiny" / "in"
HEADERS = {
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "max-age=600",
}
TYPES = {
    "": "text/html; charset=utf-8",
    "verify/": "text/html; charset=utf-8",
    "verify/page.js": "application/javascript; charset=utf-8",
    "assets/style.css": "text/css",
    "assets/icon.svg": "image/svg+xml",
    "registry.json": "application/json",
    "issuers/society/did.json": "application/json",
    "llms.txt": "text/plain; charset=utf-8",
    "feed.xml": "text/xml; charset=utf-8",
}


def snippets(root: Path) -> dict[str, str]:
    """The two blocks of the page for nginx, by the path under which each serves the site."""
    page = (root / "docs" / "hosting.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?m)^nginx, where .*:\n\n((?:    .*\n)+)", page)
    assert ["    server {", "    location /registry/ {"] == [block.split("\n")[0] for block in blocks]
    return dict(zip(("/", "/registry/"), blocks, strict=True))


@contextmanager
def serving(path: str, snippet: str, site: Path, folder: Path) -> Iterator[int]:
    """An nginx with the block as it stands, but for the certificate, the port and the folder; its port."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.fail("this needs nginx: on Debian, apt-get install nginx-light")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    block = snippet.replace("/srv/registry", str(site)).replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    if path != "/":
        block = f"server {{ listen 127.0.0.1:{port}; {block} }}"
    scratch = "".join(
        f"{name}_temp_path {folder / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings = folder / "nginx.conf"
    settings.write_text(
        f"pid {folder / 'pid'};\nerror_log stderr;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{scratch}{block}\n}}\n",
        encoding="utf-8",
    )
    command = [program, "-c", str(settings), "-p", str(folder), "-e", "stderr"]
    judged = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert (0, True) == (judged.returncode, "test is successful" in judged.stderr), judged.stderr
    running = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        for _ in range(100):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        running.terminate()
        running.wait(10)


def asked(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    """The status, the headers and the body of an answer, asked for as browsers do."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
    return answer.status, headers, gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


@pytest.mark.parametrize("path", ["/", "/registry/"])
def test_nginx_serves_the_site_in_order(root: Path, tmp_path: Path, path: str) -> None:
    """Every file that is asked for comes whole, with its type and the headers; a missing page is told as ours."""
    site = tmp_path / "site"
    assert 0 == main(["build", "--root", str(REGISTRY), "--out", str(site)])
    for file in (tmp_path, *tmp_path.parents):  # its workers are somebody else, who has to reach the files
        if file.is_relative_to(tmp_path.parent.parent):
            file.chmod(file.stat().st_mode | 0o055)
    (tmp_path / "work").mkdir()
    with serving(path, snippets(root)[path], site, tmp_path / "work") as port:
        for name, kind in TYPES.items():
            status, headers, body = asked(port, path + name)
            file = site / name / "index.html" if not name or name.endswith("/") else site / name
            assert (name, 200, kind) == (name, status, headers["content-type"])
            assert (name, HEADERS) == (name, {key: headers.get(key) for key in HEADERS})
            assert file.read_bytes() == body
            assert (name, "gzip") == (name, headers.get("content-encoding"))
        status, headers, body = asked(port, f"{path}nothing/here/")
        assert (404, (site / "404.html").read_bytes()) == (status, body)
        assert HEADERS == {key: headers.get(key) for key in HEADERS}
        status, headers, _ = asked(port, f"{path}verify")
        assert (301, f"{path}verify/") == (status, headers["location"].partition(f":{port}")[2])
