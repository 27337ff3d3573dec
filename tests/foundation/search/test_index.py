"""Whatever stands in a text is found, nothing else is, and the index follows the rows."""

from collections.abc import Iterable, Iterator, Sequence

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from zhuqi.foundation.directory.models import Tag
from zhuqi.foundation.search import actions, checking
from zhuqi.foundation.search.actions import index
from zhuqi.foundation.search.kinds import KINDS, Kind, Part, Passage, Read, Values, Which
from zhuqi.foundation.search.models import SearchText
from zhuqi.foundation.search.normal import normal, words
from zhuqi.foundation.search.queries import Excerpt, Reading, excerpts, matching

pytestmark = pytest.mark.django_db
TEXTS: dict[int, tuple[str, ...]] = {}
OPEN, SHUT = Reading("qa", heading=True), Reading("qb")


def reads(which: Which) -> Sequence[Read]:
    return [(Tag.objects.filter(pk__in=which), ("pk",))]


def texts(read: Sequence[Values]) -> Iterable[Passage]:
    """Of each tag the words noted for it; the last is none of everybody's business."""
    for pk in (row["pk"] for row in read[0]):
        if pk in TEXTS:
            *seen, hidden = TEXTS[pk]
            yield Passage(pk, pk, "qa", tuple(seen))
            yield Passage(pk, pk, "qb", (hidden,), owner=pk)


@pytest.fixture(autouse=True)
def tags() -> Iterator[list[Tag]]:
    part = Part("tests.Nothing", reads, texts, of=lambda ids: ids)
    kind = Kind(Tag.objects.all, {"words": part}, frozenset({"qa", "qb"}))
    KINDS.register("tag", kind)
    with transaction.atomic():
        made = Tag.objects.bulk_create(Tag(name=f"签{n}") for n in range(3))
    yield made
    KINDS._parts.pop("tag")
    TEXTS.clear()


def note(rows: list[Tag], *said: tuple[str, ...]) -> None:
    TEXTS.clear()
    TEXTS.update({tag.pk: each for tag, each in zip(rows, said, strict=False)})
    index("tag", "words", [tag.pk for tag in rows])


def found(typed: str, *readings: Reading) -> list[str]:
    return [tag.name for tag in matching(Tag.objects.order_by("pk"), typed, readings or (OPEN,))]


ALPHABET = "许许許昌电電力局 a1，\n的的"


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(alphabet=ALPHABET, max_size=30), min_size=3, max_size=3),
    st.integers(0, 2), st.integers(0, 29), st.integers(1, 8),
)  # fmt: skip
def test_every_piece_of_a_text_is_found_and_nothing_else(
    tags: list[Tag], said: list[str], which: int, start: int, size: int
) -> None:
    note(tags, *((text, "") for text in said))
    typed = said[which][start : start + size]
    sought = words(typed)
    held = [
        tag.name
        for tag, text in zip(tags, said, strict=True)
        if sought and all(word in normal(text) for word in sought)
    ]
    assert found(typed) == held
    assert checking.texts_without_grams() == 0


def test_a_word_across_the_border_of_two_chunks_is_found(tags: list[Tag]) -> None:
    long = "".join(chr(0x4E00 + n) for n in range(4500))
    note(tags, (long, ""), ("短", ""))
    for start in (1936, 1970, 1999, 3880, 4440):
        assert found(long[start : start + 60]) == ["签0"]


def test_several_words_may_stand_in_several_texts_but_no_word_across_two(tags: list[Tag]) -> None:
    note(tags, ("许昌", "电力", ""), ("许昌电", "力", ""), ("电", "许昌", ""))
    assert found("电力 许昌") == ["签0"]
    assert found("昌电") == ["签1"]
    assert found("电 许") == ["签0", "签1", "签2"]


def test_what_one_may_not_read_finds_nothing_and_owners_narrow_it(tags: list[Tag]) -> None:
    note(tags, ("许昌", "暗"), ("许昌", "暗"), ("许昌", ""))
    assert found("暗") == []
    assert found("暗", OPEN, SHUT) == ["签0", "签1"]
    own = Reading("qb", owners={tags[1].pk})
    assert found("许昌 暗", OPEN, own) == ["签1"]


def test_texts_that_change_are_found_by_what_they_are_and_not_by_what_they_were(
    tags: list[Tag],
) -> None:
    note(tags, ("许昌电力", ""), ("襄城", ""))
    kept = SearchText.objects.get(object_id=tags[1].pk).pk
    note(tags, ("襄城", ""), ("襄城", ""))
    assert found("电力") == []
    assert found("襄城") == ["签0", "签1"]
    assert SearchText.objects.get(object_id=tags[1].pk).pk == kept
    note(tags)
    assert found("襄城") == []
    assert checking.texts_without_grams() == 0


def test_the_check_tells_what_differs_and_what_is_left(tags: list[Tag]) -> None:
    note(tags, ("许昌", ""), ("襄城", ""))
    assert ("tag", tags[0].pk) not in set(checking.wrong_rows())
    TEXTS[tags[0].pk] = ("长葛", "")
    assert ("tag", tags[0].pk) in set(checking.wrong_rows())
    Tag.objects.filter(pk=tags[1].pk).delete()
    assert ("tag", tags[1].pk) in set(checking.wrong_rows())
    assert actions.strike_vanished("tag") == 1
    assert ("tag", tags[1].pk) not in set(checking.wrong_rows())


def test_old_rows_are_filled_in_and_a_fill_that_was_cut_off_goes_on(tags: list[Tag]) -> None:
    TEXTS.update({tag.pk: ("许昌", "") for tag in tags})
    [row] = [row for row in actions.begin_filling() if row.kind == "tag"]
    assert found("许昌") == []
    while actions.fill_on(row):
        pass
    assert len(found("许昌")) == 3
    assert [one for one in actions.begin_filling() if one.kind == "tag"] == []
    assert [one.kind for one in actions.begin_filling(again=True) if one.kind == "tag"] == ["tag"]


def test_the_piece_in_which_words_stand_is_shown_as_it_was_written_to_who_may_read_it(
    tags: list[Tag],
) -> None:
    note(tags, ("", "我厂在許昌，\n電力 不足"), ("", "電力"))
    rows, ids = Tag.objects.all(), [tag.pk for tag in tags]
    first = Reading("qb", Q(pk=tags[0].pk))
    shown = excerpts("tag", rows, ids, "许昌 电力", [OPEN, first])
    pieces = (("我厂在", False), ("許昌", True), ("， ", False), ("電力", True), (" 不足", False))
    assert shown == {tags[0].pk: Excerpt(pieces)}
    assert excerpts("tag", rows, ids, "许昌", [OPEN]) == {}
