"""County workbooks in, published rankings out: the platform of Hengyang's five systems."""

from importlib.metadata import version

__version__ = version("majorprojects")
