"""Where a workspace lies: on a folder that another program synchronises, or on a disk of another machine."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

SYNCED = {
    "OneDrive": re.compile(r"onedrive([ -].*)?", re.IGNORECASE),
    "Dropbox": re.compile(r"dropbox([ -].*)?", re.IGNORECASE),
    "iCloud": re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs", re.IGNORECASE),
    "Google Drive": re.compile(r"google ?drive([ -].*)?|my drive", re.IGNORECASE),
    "Box": re.compile(r"box( sync)?|box-box", re.IGNORECASE),
    "Nextcloud": re.compile(r"nextcloud|owncloud", re.IGNORECASE),
}
"""By program: the name of the folder that it keeps equal with a server."""
TOLD_BY = {"OneDrive": ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")}
"""Variables in which a program says where its folder is, whatever that is called."""
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "fuse.davfs", "fuse.sshfs", "fuse.rclone",
           "afs", "9p", "ncpfs"}  # fmt: skip
"""File systems whose files lie on another machine."""
REMOTE_DRIVE = 4
"""What Windows calls a drive of another machine: DRIVE_REMOTE."""

Mount = tuple[str, str]
"""Where a file system is mounted, and its type."""


def synchronised_by(folder: PurePath, environment: Mapping[str, str] = os.environ) -> str | None:
    """The program that keeps this folder equal with a server, if one is known to."""
    for program, variables in TOLD_BY.items():
        if any(folder.is_relative_to(told) for name in variables if (told := environment.get(name))):
            return program
    for program, pattern in SYNCED.items():
        if any(pattern.fullmatch(part) for part in folder.parts):
            return program
    return None


def network_of(folder: Path) -> str | None:
    """The kind of network disk that a folder lies on; None for one of this machine, or where it cannot be told."""
    if sys.platform == "win32":
        return _network_drive(folder)
    kind = type_of(folder, mounts())
    return kind if kind in NETWORK else None


def type_of(folder: PurePath, mounted: Iterable[Mount]) -> str:
    """The type of the file system that holds a folder: that of the deepest mount above it."""
    above = [(len(PurePath(place).parts), kind) for place, kind in mounted if folder.is_relative_to(place)]
    return max(above, default=(0, ""))[1]


def mounts() -> list[Mount]:
    """Every mounted file system of this machine."""
    listing = Path("/proc/self/mountinfo")
    if listing.is_file():
        return mounts_in_proc(listing.read_text(encoding="utf-8", errors="replace"))
    done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=10)
    return mounts_in_words(done.stdout)


def mounts_in_proc(listing: str) -> list[Mount]:
    """From Linux's own list: 'id parent device root PLACE options - TYPE source ...'."""
    found = []
    for line in listing.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split()
        if dash and len(fields) > 4 and after:
            found.append((re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), fields[4]), after.split()[0]))
    return found


def mounts_in_words(listing: str) -> list[Mount]:
    """From what `mount` prints on macOS: 'source on PLACE (TYPE, options)'."""
    return re.findall(r"^.* on (.+) \((\w+)[,)]", listing, re.MULTILINE)


def _network_drive(folder: Path) -> str | None:
    """A share by its own name, or a drive letter that stands for one."""
    if sys.platform != "win32":
        return None
    import ctypes

    drive = folder.drive
    if drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == REMOTE_DRIVE:
        return "a network drive"
    return None
