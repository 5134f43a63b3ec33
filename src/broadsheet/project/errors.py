"""ProjectError
├── FolderInUse         a new site is to be made where something is already
├── FolderUnusable      the operating system will not let the site's files be read or written
├── DiskFull            there is no room left where the site lies         (retryable)
├── DatabaseMissing     the site has no database
├── DatabaseBehind      the database is of another version of Broadsheet
├── DatabaseBusy        another program holds the database                (retryable)
├── DatabaseUnusable    the database cannot be reached, read or written   (retryable)
├── DatabaseInUse       a database that is to be filled has tables already
├── BackupExists        a backup is to be written where a file is already
├── NoBackup            a file that is not what `broadsheet backup` writes
├── BackupDamaged       a backup that is cut off or was changed
├── BackupNewer         a backup that a newer version made
├── ItemTaken           a wire item of which there is a story already
├── BadMoment           a date on the command line that names no moment
├── PortInUse           another program listens where one of our servers is to listen
├── AlreadyRunning      the same site is up already
├── LibraryMissing      an optional package is needed and not installed
└── ChildFailed         one of the processes of `up` cannot start
"""

from __future__ import annotations

from broadsheet.kernel.errors import BroadsheetError


class ProjectError(BroadsheetError):
    code = "project"


class FolderInUse(ProjectError):
    code = "project-folder-in-use"


class FolderUnusable(ProjectError):
    code = "project-folder-unusable"


class DiskFull(ProjectError):
    code = "project-disk-full"
    retryable = True


class DatabaseMissing(ProjectError):
    code = "project-database-missing"


class DatabaseBehind(ProjectError):
    code = "project-database-behind"


class DatabaseBusy(ProjectError):
    code = "project-database-busy"
    retryable = True


class DatabaseUnusable(ProjectError):
    code = "project-database-unusable"
    retryable = True


class DatabaseInUse(ProjectError):
    code = "project-database-in-use"


class BackupExists(ProjectError):
    code = "project-backup-exists"


class NoBackup(ProjectError):
    code = "project-no-backup"


class BackupDamaged(ProjectError):
    code = "project-backup-damaged"


class BackupNewer(ProjectError):
    code = "project-backup-newer"


class ItemTaken(ProjectError):
    code = "project-item-taken"


class BadMoment(ProjectError):
    code = "project-bad-moment"


class PortInUse(ProjectError):
    code = "project-port-in-use"


class AlreadyRunning(ProjectError):
    code = "project-already-running"


class ChildFailed(ProjectError):
    code = "project-child-failed"


class LibraryMissing(ProjectError):
    code = "project-library-missing"
