"""What can hinder a backup, its restoring, and the opening of a book that needs care."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class CancelledError(LabCalError):
    """The person thought better of it."""

    template = mark("It was cancelled; nothing of it was kept.")


class UnsoundBookError(LabCalError):
    """What was copied is damaged, so that it is no backup."""

    template = mark(
        "{path} shows damage ({complaint}), so no backup of it was kept; the earlier backups stay as they "
        "are: restore the newest of them."
    )


class LostArchiveError(LabCalError):
    """Issued certificates lie in an archive that is not there: a backup lacks them, and counts as none."""

    template = mark(
        "{path} is missing, and with it issued certificates: only an incomplete backup was kept, as {kept}; "
        "the earlier backups stay as they are. Put the archive back beside the book, or take it out of the "
        "newest backup that has it."
    )


class NotABackupError(LabCalError):
    """The file is something else."""

    template = mark("{path} is not a backup that LabCal made: choose a file that ends in .labcal-backup.")


class NoRoomForBackupError(LabCalError):
    """A backup would take the place of something that is no backup."""

    template = mark("There is something else at {path}: choose another name for the backup.")


class NewerBackupError(LabCalError):
    """A later release made the backup."""

    template = mark(
        "{path} was made by a newer LabCal ({version}): install that release; nothing was written."
    )


class DamagedBackupError(LabCalError):
    """A part of the backup is not what was put into it."""

    template = mark("The backup {path} is damaged ({part}): use another backup; nothing was written.")


class LockedBackupError(LabCalError):
    """The backup is encrypted, and no passphrase was given."""

    template = mark("The backup {path} is locked: give the passphrase that was chosen for it.")


class WrongBackupPassphraseError(LabCalError):
    """Another passphrase locked the backup."""

    template = mark(
        "That is not the passphrase of the backup {path}: type it as it was when the backup was made."
    )


class ShortPassphraseError(LabCalError):
    """A passphrase that could be guessed."""

    template = mark("The passphrase has {length} characters; it needs at least {least}.")


class RelativeFolderError(LabCalError):
    """A folder for backups that is not told in full."""

    template = mark("{path} is not a whole path: choose the folder for backups with all its parent folders.")


class UnfitRuleError(LabCalError):
    """A rule of the schedule that would keep nothing."""

    template = mark("{rule} has to be between {least} and {most}.")


class UnmigratedBookError(LabCalError):
    """An older book could not be brought to this release."""

    template = mark(
        "{path} could not be brought to this release ({why}). It is as it was before, and {copy} is a copy "
        "of it: keep working with the earlier release, or mend the cause and open it again."
    )


class NetworkDriveError(LabCalError):
    """The book lies where another computer's disk is mounted."""

    template = mark(
        "{path} lies on a network drive ({kind}), where a book can be damaged without warning: copy the book "
        "and the folder of its archive to a disk of this computer and open it there."
    )
