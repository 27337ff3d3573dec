"""A noun that is one row stands on `RowNoun`: a letter, drafted, sent, withdrawn. It says what it
is in `LETTERS`; the rest of this file is its stories."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from zhuqi.foundation.access import SYSTEM_PERSON, NotNow, NotValid, NotYours, Person
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import TEXT_GUARDS, RowChange, RowNoun, alone, locked, save
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.lifecycle import Lifecycle, step
from zhuqi.foundation.outbox import registry
from zhuqi.foundation.outbox.models import OutboxItem

NOW = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
WRITER = replace(SYSTEM_PERSON, actor=replace(SYSTEM_PERSON.actor, name="林助"))
READER = replace(SYSTEM_PERSON, actor=replace(SYSTEM_PERSON.actor, name="孙工"))


class LetterState(models.TextChoices):
    DRAFT = "draft", "起草"
    SENT = "sent", "已发"


class LetterVerb(models.TextChoices):
    SEND = "send", "发出"
    ADD = "add", "补充"


class LetterRole(models.TextChoices):
    WRITER = "writer", "起草人"


class Letter(models.Model):
    """What somebody writes to a firm."""

    state = models.CharField(max_length=10, default=LetterState.DRAFT)
    day = models.DateField(null=True)
    title = models.CharField("标题", max_length=6)
    body = models.TextField("正文", blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "stories"
        managed = False
        db_table = "stories_letter"

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What the table decides on."""

    state: LetterState
    roles: frozenset[LetterRole]
    written: bool


def something_written(facts: LetterFacts) -> str:
    return "" if facts.written else "还没有写正文"


def facts_of(letter: Letter, by: Person) -> LetterFacts:
    roles = frozenset([LetterRole.WRITER] if by.actor.name == "林助" else [])
    return LetterFacts(LetterState(letter.state), roles, bool(letter.body))


LETTER: Lifecycle[LetterState, LetterVerb, LetterRole, LetterFacts] = Lifecycle(
    "信函",
    (
        step(
            LetterVerb.SEND,
            LetterState.DRAFT,
            LetterRole.WRITER,
            to=LetterState.SENT,
            needs=[something_written],
        ),
        step(LetterVerb.ADD, LetterState.SENT, LetterRole.WRITER),
    ),
    begins=(LetterState.DRAFT,),
)
LETTERS = RowNoun[Letter, LetterVerb](
    model=Letter,
    object_type="letter",
    load=alone("state", "day"),
    stale="这封信刚刚被其他人更新过",
    state_of=lambda letter: letter.state,
    table=LETTER,
    facts=facts_of,
    notify="letters.notify",
    notified=frozenset({"letter.send"}),
)


def draft(
    title: str = "停电", body: str = "夜间停电", day: date | None = date(2026, 11, 3)
) -> Letter:
    """起草: a letter that is still here."""
    letter = Letter()
    with LETTERS.new(letter, by=WRITER, now=NOW) as change:
        change.require(day is not None, "day", "请填写日期")
        change.write(title=title, body=body)
        change.record("draft", {"to": 7})
    return letter


def send(change: RowChange[Letter, LetterVerb], *, day: date) -> None:
    """发出: not before today."""
    change.require(day >= change.today, "day", "不能早于今天")
    change.row.day = day
    change.step(LetterVerb.SEND)


TODAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def _table(db: None) -> Iterator[None]:  # noqa: ARG001 (pytest-django's way to ask for it)
    key = {"postgresql": "bigserial", "sqlite": "integer"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE stories_letter (id {key} PRIMARY KEY, state varchar(10) NOT NULL,"
            " day date NULL, title varchar(6) NOT NULL, body text NOT NULL,"
            " version integer NOT NULL)"
        )
    with registry.isolated_registry():
        registry.handler("letters.notify")(lambda event: None)  # noqa: ARG005 (its keyword)
        yield


def log_of(letter: Letter) -> list[tuple[str, dict[str, object]]]:
    events = Event.objects.filter(object_type="letter", object_id=letter.pk).order_by("seq")
    return [(event.kind, event.facts) for event in events]


def test_a_new_row_is_stored_with_its_first_event_and_texts_beside_the_chain() -> None:
    letter = draft(title=" 停电\x00 ")
    letter.refresh_from_db()
    assert (letter.title, letter.body, letter.state, letter.version) == (
        "停电", "夜间停电", "draft", 1,
    )  # fmt: skip
    assert log_of(letter) == [("letter.draft", {"state": "draft", "to": 7})]
    event = Event.objects.get(kind="letter.draft")
    assert event.private == {"title": "停电", "body": "夜间停电"}
    assert (event.actor_name, event.occurred_at) == ("林助", NOW)
    assert OutboxItem.objects.count() == 0


def test_a_verb_moves_the_state_logs_before_and_after_and_owes_what_follows() -> None:
    letter = draft()
    with LETTERS.open(letter.pk, by=WRITER, seen=1, now=NOW) as change:
        send(change, day=TODAY)
    letter.refresh_from_db()
    assert (letter.state, letter.day, letter.version) == ("sent", TODAY, 2)
    changes = {"state": ["draft", "sent"], "day": [None, "2026-11-03"]}
    assert log_of(letter)[1:] == [("letter.send", {"changes": changes})]
    sent = Event.objects.get(kind="letter.send")
    assert list(OutboxItem.objects.values_list("key", flat=True)) == [f"letters.notify:{sent.pk}"]


def test_what_its_day_is_is_said_where_people_work() -> None:
    with LETTERS.open(draft().pk, by=WRITER, now=NOW) as change:
        assert change.today == TODAY


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_stored() -> None:
    with pytest.raises(NotValid) as wrong:
        draft(title=" ", day=None)
    assert wrong.value.errors == {"title": "请填写标题", "day": "请填写日期"}
    with pytest.raises(NotValid, match="标题最多 6 字，现在 7 字"):
        draft(title="七个字的标题啊")
    assert Letter._default_manager.count() == 0
    assert not Event.objects.filter(object_type="letter").exists()


def test_a_text_that_must_not_go_further_is_stopped_before_it_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guards: Registry[object] = Registry("text guard")

    def refuse(text: str) -> None:
        if "机密" in text:
            raise NotYours("不能写在这里")

    guards.register("refuse", refuse)
    monkeypatch.setattr(TEXT_GUARDS, "_parts", guards._parts)
    with pytest.raises(NotYours):
        draft(body="机密★5年")
    assert Letter._default_manager.count() == 0


def test_the_table_comes_before_what_was_typed_and_needs_before_both() -> None:
    letter = draft(body="")
    with pytest.raises(NotYours), LETTERS.open(letter.pk, by=READER, now=NOW) as change:
        send(change, day=date(2026, 1, 1))
    with pytest.raises(NotNow, match="还没有写正文"):  # noqa: SIM117 (one line too long)
        with LETTERS.open(letter.pk, by=WRITER, now=NOW) as change:
            send(change, day=date(2026, 1, 1))
    letter.refresh_from_db()
    assert (letter.state, letter.day, letter.version) == ("draft", None, 1)
    assert len(log_of(letter)) == 1


def test_a_second_click_finds_that_it_has_been_done_and_does_nothing_twice() -> None:
    letter = draft()
    with LETTERS.open(letter.pk, by=WRITER, seen=1, now=NOW) as change:
        send(change, day=TODAY)
    with pytest.raises(NotNow, match="刚刚被其他人更新过") as stale:  # noqa: SIM117
        with LETTERS.open(letter.pk, by=WRITER, seen=1, now=NOW):
            pytest.fail("the verbs are not reached")
    assert stale.value.state == "sent"
    with pytest.raises(NotNow), LETTERS.open(letter.pk, by=WRITER, now=NOW) as change:
        send(change, day=TODAY)
    assert [kind for kind, _facts in log_of(letter)] == ["letter.draft", "letter.send"]
    assert OutboxItem.objects.count() == 1


def test_a_verb_without_an_end_leaves_the_state_and_chains_no_words() -> None:
    letter = draft()
    with LETTERS.open(letter.pk, by=WRITER, now=NOW) as change:
        send(change, day=TODAY)
    with LETTERS.open(letter.pk, by=WRITER, now=NOW) as change:
        change.write(body="补一句")
        change.step(LetterVerb.ADD)
    letter.refresh_from_db()
    assert (letter.state, letter.body, letter.version) == ("sent", "补一句", 3)
    assert log_of(letter)[-1] == ("letter.add", {})
    assert Event.objects.get(kind="letter.add").private == {"body": "补一句"}


def test_somebody_acts_in_another_s_place_where_the_noun_says_so() -> None:
    lent = replace(LETTERS, acting=lambda _letter, _by: WRITER)
    letter = draft()
    with lent.open(letter.pk, by=READER, now=NOW) as change:
        send(change, day=TODAY)
    assert Event.objects.get(kind="letter.send").actor_name == "林助"


def test_many_are_sent_by_the_same_verb_in_as_many_statements_as_one() -> None:
    def sent(count: int) -> int:
        letters = [draft() for _number in range(count)]
        rows = Letter._default_manager.filter(pk__in=[letter.pk for letter in letters])
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            aggregates = locked(LETTERS, rows).values()
            changes = [RowChange(one, WRITER, NOW, noun=LETTERS) for one in aggregates]
            for change in changes:
                send(change, day=TODAY)
            save(LETTERS, [change.aggregate for change in changes])
        assert rows.filter(state="sent", version=2).count() == count
        return len([q for q in queries if "UPDATE" not in q["sql"]])

    assert sent(20) == sent(1)
    assert OutboxItem.objects.count() == 21
