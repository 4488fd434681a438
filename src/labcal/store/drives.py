"""Whether a file lies on a disk of this computer, or on one that is reached through a network.

SQLite's write-ahead log needs memory that all writers share, and locks that are kept: neither holds between
computers.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NETWORKS = frozenset(
    [
        "nfs",
        "nfs3",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "afpfs",
        "webdav",
        "davfs",
        "fuse.davfs",
        "fuse.davfs2",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.gvfsd-fuse",
        "fuse.s3fs",
        "ceph",
        "fuse.ceph",
        "glusterfs",
        "fuse.glusterfs",
        "lustre",
        "gpfs",
        "ocfs2",
        "gfs2",
        "beegfs",
        "coda",
    ]
)
"""Kinds of file systems, as Linux and macOS call them, that are reached through a network."""
MOUNTS = Path("/proc/self/mounts")
REMOTE = 4
"""DRIVE_REMOTE of Windows' GetDriveTypeW."""
PATIENCE = 5


def network_kind(path: Path) -> str:
    """Return what kind of network drive ``path`` lies on; empty for a disk of this computer."""
    whole = path.absolute()
    if sys.platform == "win32":
        return _on_windows(str(whole))
    if sys.platform == "darwin":
        return kind_among(_mounted_on_mac(), whole)
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return kind_among(parts_of(lines), whole)


def parts_of(lines: str) -> list[tuple[str, str]]:
    """Return place and kind of every file system in the words of /proc/self/mounts."""
    found = (line.split() for line in lines.splitlines())
    return [(_plain(parts[1]), parts[2]) for parts in found if len(parts) > 2]


def kind_among(mounts: list[tuple[str, str]], path: Path) -> str:
    """Return the kind of file system that ``path`` lies on, where it is a network's; the last one counts."""
    real = Path(os.path.realpath(path))
    holding = [(len(Path(place).parts), kind) for place, kind in mounts if real.is_relative_to(place)]
    deepest = max((depth for depth, _ in holding), default=0)
    kind = next((kind for depth, kind in reversed(holding) if depth == deepest), "")
    return kind if kind in NETWORKS else ""


def unc(path: str) -> bool:
    """Tell whether a path of Windows names another computer: two strokes, and no device after them."""
    plain = path.replace("/", "\\")
    return plain.startswith("\\\\?\\UNC\\") or (plain.startswith("\\\\") and plain[2:3] not in ("?", "."))


def _plain(place: str) -> str:
    """Return a place as it is called; the list writes blanks and strokes as octal numbers."""
    for sign in (" ", "\t", "\n", "\\"):
        place = place.replace(f"\\{ord(sign):03o}", sign)
    return place


def _mounted_on_mac() -> list[tuple[str, str]]:
    """Return what ``mount`` tells in lines such as "//h/s on /Volumes/s (smbfs, nodev)"."""
    try:
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    found = []
    for line in told.stdout.splitlines():
        place, _, kinds = line.partition(" on ")[2].rpartition(" (")
        found.append((place, kinds.partition(",")[0].strip(")")))
    return found


def _on_windows(path: str) -> str:
    if unc(path):
        return "UNC"
    import ctypes

    system = getattr(ctypes, "windll", None)
    drive = os.path.splitdrive(path)[0]
    if system is not None and drive and system.kernel32.GetDriveTypeW(f"{drive}\\") == REMOTE:
        return "SMB"
    return ""
