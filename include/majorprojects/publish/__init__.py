"""publish: audit a build, export its marts, move `warehouse/current` to it."""

from majorprojects.publish.publish import publish_latest, publish_version
from majorprojects.publish.status import Status, read_status
from majorprojects.publish.version import Published, current_warehouse, read_current

__all__ = [
    "Published",
    "Status",
    "current_warehouse",
    "publish_latest",
    "publish_version",
    "read_current",
    "read_status",
]
