"""Which characters a font file has shapes for: its cmap read, formats 4 and 12. Pure."""

import struct
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

# Unicode, all planes before the first only; of each platform that says so.
_TABLES: Final = {(3, 10): 2, (0, 4): 2, (0, 6): 2, (3, 1): 1, (0, 3): 1, (0, 1): 1, (0, 0): 1}


@lru_cache(maxsize=32)
def covered(path: Path, index: int) -> frozenset[int]:
    """Code points of the font at `index` of a .ttf, .otf or .ttc; none of a file that is broken."""
    try:
        with path.open("rb") as file:
            return _read(file.read(), index)
    except (OSError, struct.error):
        return frozenset()


def _read(data: bytes, index: int) -> frozenset[int]:
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (count,) = struct.unpack_from(">H", data, start + 4)
    for at in range(start + 12, start + 12 + 16 * count, 16):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, at)
        if tag == b"cmap":
            return _cmap(data, offset)
    return frozenset()


def _cmap(data: bytes, cmap: int) -> frozenset[int]:
    """What the widest of its Unicode tables maps to a shape."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    rows = (struct.unpack_from(">HHI", data, cmap + 4 + 8 * row) for row in range(count))
    known = [(_TABLES[a, b], cmap + offset) for a, b, offset in rows if (a, b) in _TABLES]
    if not known:
        return frozenset()
    table = max(known)[1]
    (kind,) = struct.unpack_from(">H", data, table)
    if kind == 12:  # noqa: PLR2004 (the format's own name)
        return _groups(data, table)
    return _segments(data, table) if kind == 4 else frozenset()  # noqa: PLR2004


def _groups(data: bytes, table: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">I", data, table + 12)
    groups = struct.iter_unpack(">III", data[table + 16 : table + 16 + 12 * count])
    return frozenset(
        chain.from_iterable(
            range(first + (glyph == 0), last + 1) for first, last, glyph in groups if last < _END
        )
    )


_END: Final = 0x110000


def _segments(data: bytes, table: int) -> frozenset[int]:
    (twice,) = struct.unpack_from(">H", data, table + 6)
    count = twice // 2
    at = table + 14
    ends = struct.unpack_from(f">{count}H", data, at)
    starts = struct.unpack_from(f">{count}H", data, at + twice + 2)
    deltas = struct.unpack_from(f">{count}H", data, at + 2 * twice + 2)
    offsets_at = at + 3 * twice + 2
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    found = set()
    for place, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offsets[place]:
                where = offsets_at + 2 * place + offsets[place] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, where)
            if glyph and (glyph + deltas[place]) & 0xFFFF:
                found.add(code)
    return frozenset(found - {0xFFFF})
