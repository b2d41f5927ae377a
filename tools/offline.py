"""Runs a command where there is no network but loopback: `offline.py COMMAND…`.

The tests refuse connections inside Python; this also binds what they start, Git and Node included. It takes a Linux
network namespace of its own, which needs root or user namespaces; where neither is to be had it says so and goes on.
"""

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000  # linux/sched.h
CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS = 0x8913  # linux/sockios.h
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1  # linux/if.h
INTERFACE_REQUEST = struct.Struct("16sh14x")


def enter_namespace() -> None:
    """Leave the machine's network for an empty one; raises OSError where that isn't allowed."""
    user, group = os.getuid(), os.getgid()
    flags = CLONE_NEWNET if user == 0 else CLONE_NEWNET | CLONE_NEWUSER
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    if flags & CLONE_NEWUSER:
        # Everybody stays who they were: a test of file permissions must not find itself root.
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def raise_loopback() -> None:
    """Switch on the loopback interface, which a new namespace has but leaves down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        answer = fcntl.ioctl(control, SIOCGIFFLAGS, INTERFACE_REQUEST.pack(b"lo", 0))
        _, flags = INTERFACE_REQUEST.unpack(answer)
        fcntl.ioctl(control, SIOCSIFFLAGS, INTERFACE_REQUEST.pack(b"lo", flags | IFF_UP))


def main() -> None:
    """Cut the network where possible, then become the command."""
    try:
        enter_namespace()
        raise_loopback()
    except (OSError, AttributeError) as failure:
        print(f"offline: the network stays reachable for what the tests start: {failure}", file=sys.stderr)
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
