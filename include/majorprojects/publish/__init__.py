"""publish: audit a build, export its marts, move `warehouse/current` to it; compare versions."""

from majorprojects.publish.compare import Difference, compare_versions
from majorprojects.publish.publish import publish_latest, publish_version
from majorprojects.publish.status import Status, read_status
from majorprojects.publish.version import Published, current_warehouse, read_current

__all__ = [
    "Difference",
    "Published",
    "Status",
    "compare_versions",
    "current_warehouse",
    "publish_latest",
    "publish_version",
    "read_current",
    "read_status",
]
