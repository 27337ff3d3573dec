"""Which fonts papers are set in, as the environment says it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhuqi.config.environment import paper_fonts
from zhuqi.foundation.papers.layout.fonts import Face, Fonts

FOLDERS, FACES = "ZHUQI_PAPER_FONTS", "ZHUQI_PAPER_FACES"


def test_folders_and_families_are_named_or_the_systems_will_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(FOLDERS, raising=False)
    monkeypatch.delenv(FACES, raising=False)
    assert paper_fonts(FOLDERS, FACES) == Fonts()
    monkeypatch.setenv(FOLDERS, "/opt/fonts, /srv/字体")
    monkeypatch.setenv(FACES, "仿宋=FangSong_GB2312 | FangSong,黑体=SimHei")
    fonts = paper_fonts(FOLDERS, FACES)
    assert fonts.folders == ("/opt/fonts", "/srv/字体")
    assert fonts.families(Face.BODY)[:2] == ("FangSong_GB2312", "FangSong")
    assert fonts.word_family(Face.HEI) == "SimHei"


@pytest.mark.parametrize("wrong", ["隶书=LiSu", "仿宋", "仿宋=", "=FangSong"])
def test_a_face_that_is_none_is_an_error_at_the_start(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv(FACES, wrong)
    with pytest.raises(ImproperlyConfigured, match="小标宋"):
        paper_fonts(FOLDERS, FACES)
