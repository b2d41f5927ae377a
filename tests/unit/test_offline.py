"""The wrapper that runs the tests without a network."""

import json
import subprocess
import sys
from pathlib import Path

REPORT = """
import json, socket, sys
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname(), timeout=5)
print(json.dumps({"interfaces": [name for _, name in socket.if_nameindex()], "arguments": sys.argv[1:]}))
sys.exit(7)
"""


def test_what_runs_offline_has_loopback_alone(root: Path) -> None:
    """The command gets its arguments and its own exit code, and no interface but loopback unless it said so."""
    command = [sys.executable, str(root / "tools" / "offline.py"), sys.executable, "-c", REPORT, "a b", "*"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 7 == result.returncode
    report = json.loads(result.stdout)
    assert ["a b", "*"] == report["arguments"]
    if "the network stays reachable" not in result.stderr:
        assert ["lo"] == report["interfaces"]
