"""ProjectError
├── FolderInUse      a new site is to be made where something is already
├── BadMoment        a date on the command line that names no moment
├── PortInUse        another program listens where one of our servers is to listen
├── AlreadyRunning   the same site is up already
└── ChildFailed      one of the processes of `up` cannot start
"""

from __future__ import annotations

from broadsheet.kernel.errors import BroadsheetError


class ProjectError(BroadsheetError):
    code = "project"


class FolderInUse(ProjectError):
    code = "project-folder-in-use"


class BadMoment(ProjectError):
    code = "project-bad-moment"


class PortInUse(ProjectError):
    code = "project-port-in-use"


class AlreadyRunning(ProjectError):
    code = "project-already-running"


class ChildFailed(ProjectError):
    code = "project-child-failed"
