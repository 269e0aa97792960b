"""Changes of a file, drawn at random: of its bytes, of the parts of a zip, of the cells of a CSV."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

Parts = list[tuple[str, bytes]]

# What a parser or a reader of values may stumble over, wherever it stands.
TOKENS: Final = (
    "", "0", "-1", "1e308", "1e999", "NaN", "4294967296", "99999999999999999999999999", "0.1234565",
    "１２３", "²", "½", "①", "١٢٣", "A0", "ZZZZ1", "XFD1048576", "A99999999", "A1:XFD9", "A4:A900000",
    "2022.1", "2022年13月", "2022-02-30", "0000-00-00", "9999年12月", "合计", "填报人", "报告月份：",
    "填报单位：衡东县 报告月份：2022年2月", "月度进展", "涉密", "#REF!", "=1+1", "&#0;", "&lt;", "]]>",
    "<!--", "<x>", '"', "\x00", "\x1f", "\ufeff", "\u202e", "\U0002070e", "a" * 40000, "s", "e",
    "str", "d", "b", "n", "true", "general", "rId1", "../x",
)  # fmt: skip
_CHARACTERS: Final = (*range(0x20, 0x7F), *range(0x4E00, 0x4F00), *range(0xFF00, 0xFF60), 0x1F600)
PART_KINDS: Final = (*["text"] * 12, "bytes", "drop", "twice", "swap", "rename")
_TEXT_OR_ATTRIBUTE: Final = re.compile(rb'"[^"<>]{0,200}"|>[^<>]{0,200}<')
_CELLS: Final = re.compile(r"worksheets/[^/]*\.xml$|sharedStrings")
_FIELD: Final = re.compile(rb"[^,;\t\r\n]+")


@dataclass(frozen=True)
class Change:
    """One change: where it begins and ends as shares of what is changed, and what is put there."""

    kind: str
    begin: float
    end: float
    length: int
    value: bytes
    nested: Change | None = None


def _pick(share: float, count: int) -> int:
    return min(int(share * count), count - 1)


BYTES: Final[dict[str, Callable[[bytes, int, int, Change], bytes]]] = {
    "truncate": lambda content, at, _, __: content[:at],
    "cut": lambda content, at, end, _: content[:at] + content[end:],
    "repeat": lambda content, at, end, _: content[:end] + content[at:end] + content[end:],
    "move": lambda content, at, end, c: (
        content[:at] + content[end:] + content[at:end]
        if c.begin < c.end
        else content[at:end] + content[:at] + content[end:]
    ),
    "write": lambda content, at, _, c: content[:at] + c.value + content[at + len(c.value) :],
    "insert": lambda content, at, _, c: content[:at] + c.value + content[at:],
}


def change_bytes(content: bytes, change: Change) -> bytes:
    """A change of bytes, wherever they stand."""
    at = int(change.begin * len(content))
    return BYTES[change.kind](content, at, at + change.length, change)


def change_text(content: bytes, change: Change, pattern: re.Pattern[bytes]) -> bytes:
    """Put a value in the place of a text or attribute of XML, or of a field of a CSV."""
    found = list(pattern.finditer(content))
    if not found:
        return content
    match = found[_pick(change.begin, len(found))]
    edge = match[0][:1] if pattern is _TEXT_OR_ATTRIBUTE else b""
    close = match[0][-1:] if edge else b""
    return content[: match.start()] + edge + change.value + close + content[match.end() :]


def change_lines(content: bytes, change: Change) -> bytes:
    """Drop, repeat or move a line of a CSV."""
    lines = content.splitlines(keepends=True) or [b""]
    line = lines.pop(_pick(change.begin, len(lines)))
    at = _pick(change.end, len(lines) + 1)
    return b"".join(lines[:at] + [line] * (change.length % 3) + lines[at:])


def change_parts(parts: Parts, change: Change) -> Parts:
    """A change of the parts of a zip file."""
    one, other = (_pick(share, len(parts)) for share in (change.begin, change.end))
    if change.kind in {"text", "bytes"} and change.length > 1:
        # Mostly where the cells are: what else is changed is mostly not opened at all.
        cells = [n for n, (name, _) in enumerate(parts) if _CELLS.search(name)] or [one]
        one = cells[_pick(change.end, len(cells))]
    (name, content), (other_name, other_content) = parts[one], parts[other]
    changed = [*parts]
    match change.kind:
        case "drop":
            del changed[one]
        case "twice":
            changed.append((name, other_content))
        case "swap":
            changed[one], changed[other] = (name, other_content), (other_name, content)
        case "rename":
            changed[one] = (other_name + change.value[:9].decode(errors="replace"), content)
        case "bytes" if change.nested:
            changed[one] = (name, change_bytes(content, change.nested))
        case "text":
            changed[one] = (name, change_text(content, change, _TEXT_OR_ATTRIBUTE))
        case kind:
            raise ValueError(kind)
    return changed


def apply(content: bytes, changes: list[Change]) -> bytes:
    """Make the changes in order; those that do not fit what the file has become are left out."""
    for change in changes:
        if change.kind in BYTES:
            content = change_bytes(content, change)
        elif content.startswith(b"PK"):
            content = _repacked(content, change)
        elif change.kind == "text":
            content = change_text(content, change, _FIELD)
        elif change.kind == "swap":
            content = change_lines(content, change)
    return content


def _repacked(content: bytes, change: Change) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [(name, package.read(name)) for name in package.namelist()]
    except Exception:  # a zip file that an earlier change has damaged
        return content
    if not parts:
        return content
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # a part that stands twice is what is wanted
        for name, part in change_parts(parts, change):
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED, 1)
    return made.getvalue()


def draw_changes(ending: str, random: Random) -> list[Change]:
    """Changes that make sense for a file with this ending, most of them within the parts of a zip."""
    kinds = {
        ".xlsx": (*PART_KINDS,) if random.random() < 0.9 else (*BYTES,),
        ".xls": (*BYTES,),
        ".csv": (*BYTES, *["text", "swap"] * 4),
    }[ending]
    return [_draw(kinds, random) for _ in range(random.randint(1, 4))]


def _draw(kinds: Sequence[str], random: Random) -> Change:
    nested = _draw((*BYTES,), random) if kinds[-1] not in BYTES else None
    length = random.choice((1, 2, 3, 4, 16, 128, 1024, 8192))
    return Change(
        random.choice(kinds), random.random(), random.random(), length, _value(random), nested
    )


def _value(random: Random) -> bytes:
    match random.randrange(6):
        case 0:
            return random.randbytes(random.randint(1, 8))
        case 1:
            return "".join(chr(random.choice(_CHARACTERS)) for _ in range(6)).encode()
        case 2:
            return random.choice(TOKENS).encode("utf-16-le")
        case _:
            return random.choice(TOKENS).encode()
