"""A workspace on a synchronised folder or a network disk is noticed, whatever the system."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from learnbrief.flows.workspace.health import examine
from learnbrief.flows.workspace.whereabouts import (
    mounts,
    mounts_in_proc,
    mounts_in_words,
    network_of,
    synchronised_by,
    type_of,
)
from learnbrief.flows.workspace.workspace import new_workspace

PROC = """\
22 1 253:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:44 / /mnt/team\\040share rw,relatime shared:9 - cifs //server/team rw,vers=3.0
41 22 0:45 / /home rw - nfs4 server:/home rw
"""
MAC = """\
/dev/disk3s1 on / (apfs, sealed, local, read-only)
//robin@server/team on /Volumes/team share (smbfs, nodev, nosuid)
"""


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        (PureWindowsPath(r"C:\Users\robin\OneDrive - NHS\programme"), "OneDrive"),
        (PurePosixPath("/Users/robin/Library/CloudStorage/OneDrive-NHS/programme"), "OneDrive"),
        (PurePosixPath("/home/robin/Dropbox (Team)/programme"), "Dropbox"),
        (PurePosixPath("/Users/robin/Library/Mobile Documents/com~apple~CloudDocs/programme"), "iCloud"),
        (PureWindowsPath(r"G:\My Drive\programme"), "Google Drive"),
        (PurePosixPath("/Users/robin/Library/CloudStorage/GoogleDrive-robin/programme"), "Google Drive"),
        (PurePosixPath("/home/robin/Nextcloud/programme"), "Nextcloud"),
        (PurePosixPath("/home/robin/projects/one-drive-notes/boxes"), None),
        (PureWindowsPath(r"C:\Users\robin\Documents\programme"), None),
    ],
)
def test_a_folder_that_a_program_synchronises_is_known_by_its_name(folder, program):
    """It copies a database while that is being written, and puts conflicting copies beside it."""
    assert synchronised_by(folder, {}) == program


def test_a_program_that_says_where_its_folder_is_is_believed():
    """An organisation may call it anything."""
    told = {"OneDriveCommercial": r"C:\Users\robin\Trust files"}

    assert synchronised_by(PureWindowsPath(r"C:\Users\robin\Trust files\programme"), told) == "OneDrive"
    assert synchronised_by(PureWindowsPath(r"C:\Users\robin\Other\programme"), told) is None


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/mnt/team share/programme", "cifs"), ("/home/robin/programme", "nfs4"), ("/srv/programme", "ext4")],
)
def test_the_disk_of_a_folder_is_read_from_the_system(folder, kind):
    """A database on a share is locked badly or not at all, and two machines may write at once."""
    assert type_of(PurePosixPath(folder), mounts_in_proc(PROC)) == kind


def test_a_share_on_a_mac_is_known_too():
    """There the system tells it in words."""
    assert type_of(PurePosixPath("/Volumes/team share/programme"), mounts_in_words(MAC)) == "smbfs"
    assert type_of(PurePosixPath("/Users/robin"), mounts_in_words(MAC)) == "apfs"


def test_this_machine_has_disks_of_its_own(tmp_path):
    """The list of mounts is really there, and a folder for tests lies on no network."""
    assert mounts()
    assert network_of(Path(tmp_path)) is None


def test_doctor_warns_and_does_not_forbid(tmp_path):
    """For many it is the only place with a backup; they should know what to look out for."""
    place = new_workspace(tmp_path / "Dropbox" / "programme")
    (told,) = [one for one in examine(place, whole_store=False) if one.name == "Place of the workspace"]

    assert (told.fine, told.warns) == (True, True)
    assert "Dropbox" in told.told
    assert "pause" in told.told
