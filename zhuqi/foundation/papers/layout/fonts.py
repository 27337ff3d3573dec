"""Which faces papers are set in, which of them this machine has, and what no face can show.

The standard's faces (小标宋, 仿宋_GB2312, 楷体_GB2312) are not free, so none comes along:
`ZHUQI_PAPER_FONTS` names folders where they lie. Without them papers are set in what Debian has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zhuqi.foundation.papers.layout.glyphs import covered
from zhuqi.foundation.papers.layout.texts import shown


class Face(StrEnum):
    """The five faces of GB/T 9704-2012, by what officials call them."""

    TITLE = "小标宋"
    BODY = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"


@dataclass(frozen=True, slots=True)
class Fonts:
    """Folders to look in beside the system's, and families to prefer, by face."""

    folders: tuple[str, ...] = ()
    preferred: tuple[tuple[Face, tuple[str, ...]], ...] = ()

    def families(self, face: Face) -> tuple[str, ...]:
        """Families of a face, the best first; the last ones are what a free system has."""
        own = dict(self.preferred).get(face, ())
        return tuple(dict.fromkeys((*own, *_GENUINE[face], *_INSTEAD[face])))

    def word_family(self, face: Face) -> str:
        """What a docx asks for: it is opened on an official's machine, which has the face."""
        return (*dict(self.preferred).get(face, ()), *_IN_WORD[face])[0]


@dataclass(frozen=True, slots=True)
class Absent:
    """A face this machine lacks and the family it is set in instead, "" where there is none."""

    face: Face
    instead: str


_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_GENUINE: Final = {
    Face.TITLE: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK",
                 "FZXBSK--GBK1-0"),
    Face.BODY: ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R",
                "FandolFang"),
    Face.KAI: ("楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai",
               "AR PL KaitiM GB", "AR PL UKai", "AR PL UKai CN"),
    Face.HEI: ("SimHei", "黑体", "STHeiti", "FandolHei", _SANS, "WenQuanYi Zen Hei"),
    Face.SONG: ("SimSun", "宋体", "STSong", "FandolSong", _SERIF, "AR PL UMing", "AR PL UMing CN"),
}  # fmt: skip
_INSTEAD: Final = {
    Face.TITLE: (_SERIF, "FandolSong", _SANS),
    Face.BODY: (_SERIF, _SANS),
    Face.KAI: (_SERIF, _SANS),
    Face.HEI: (_SANS, _SERIF),
    Face.SONG: (_SERIF, _SANS),
}
_IN_WORD: Final = {
    Face.TITLE: ("方正小标宋简体",),
    Face.BODY: ("仿宋_GB2312",),
    Face.KAI: ("楷体_GB2312",),
    Face.HEI: ("黑体",),
    Face.SONG: ("宋体",),
}


def absent_faces(fonts: Fonts) -> tuple[Absent, ...]:
    """The faces for which neither a preferred nor a genuine family is installed."""
    there = {family.lower() for family, _path, _index in installed(fonts.folders)}
    absent = []
    for face in Face:
        own = dict(fonts.preferred).get(face, ())
        if not any(family.lower() in there for family in (*own, *_GENUINE[face])):
            instead = (family for family in _INSTEAD[face] if family.lower() in there)
            absent.append(Absent(face, next(instead, "")))
    return tuple(absent)


def without_glyph(texts: Iterable[str], fonts: Fonts) -> str:
    """Each character, once, that no family a paper may be set in has a shape for."""
    named = {family.lower() for face in Face for family in fonts.families(face)}
    asked = {ord(char) for text in texts for char in shown(text) if not char.isspace()}
    for family, path, index in installed(fonts.folders):
        if asked and path and family.lower() in named:
            asked -= covered(Path(path), index)
    return "".join(map(chr, sorted(asked)))


@lru_cache(maxsize=8)
def installed(folders: tuple[str, ...]) -> Sequence[tuple[str, str, int]]:
    """Family, file and place in the file of each font found; looked up once a process."""
    return tuple((each.family, each.path or "", each.index) for each in book(folders).fonts())


@lru_cache(maxsize=8)
def book(folders: tuple[str, ...]) -> "typst.Fonts":
    """The system's fonts and those in the folders, found once a process: it takes 0.2 s."""
    # Here, not above: it is as large as the rest of the house together.
    import typst

    # Folders that are not there are Typst's to pass over.
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=list(folders)
    )


if TYPE_CHECKING:
    import typst
