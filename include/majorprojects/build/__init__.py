"""build: one `dbt build` over the landing makes a new version of the warehouse."""

from majorprojects.build.build import build_version, latest_build, plan_build
from majorprojects.build.version import Build, read_build, warehouse_file

__all__ = [
    "Build",
    "build_version",
    "latest_build",
    "plan_build",
    "read_build",
    "warehouse_file",
]
