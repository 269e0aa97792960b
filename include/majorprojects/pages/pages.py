"""Templates of pages, each beside the module that fills it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def page_template(path: Path, **words: Any) -> Callable[..., str]:
    """What fills a page's template; ``words`` are what it uses besides the values that it is given.

    Every value is escaped, and one that is missing is an error.
    """
    environment = Environment(
        loader=FileSystemLoader([path.parent, Path(__file__).parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["short"] = shortened
    environment.globals.update(words)
    return environment.get_template(path.name).render


def shortened(text: str | None, limit: int) -> str:
    """A text to show: control characters made visible, and no longer than the limit."""
    plain = "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text or "")
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
