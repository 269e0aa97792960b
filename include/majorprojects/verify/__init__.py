"""verify: whether a live installation keeps its promises (docs/verify.md)."""

from majorprojects.verify.marts import mart_digests
from majorprojects.verify.promise import Promise, State
from majorprojects.verify.verify import verify_installation

__all__ = ["Promise", "State", "mart_digests", "verify_installation"]
