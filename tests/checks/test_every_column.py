"""Someone with the database's password changes rows by SQL: each column of each table, once.

A column nobody would notice stands in `UNLOGGED` with its reason; there is no third way.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from tests.cast import Cast
from tests.scenes.cities import built_once
from tests.scenes.life import in_progress
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.marks import columns_of
from zhuqi.foundation.audit.row_check import check_rows, marked_models
from zhuqi.foundation.contributions.unlogged import UNLOGGED
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Unit
from zhuqi.foundation.webhooks.enums import Pause
from zhuqi.foundation.webhooks.models import Webhook
from zhuqi.ledgers.cases.models import Case

pytestmark = pytest.mark.django_db
Model = type[models.Model]


@pytest.fixture
def _city(settings: Any, django_db_blocker: Any) -> None:  # noqa: ARG001
    """Rows of every table: the sample city's, and one of each that the smallest city lacks."""
    settings.SAMPLE_MODE = True
    built_once("tiny")
    with transaction.atomic():
        for model in marked_models():
            if not model._base_manager.exists():
                _row_of(model)
        # A webhook is paused with its reason or not at all.
        Webhook.objects.update(paused_at=timezone.now(), pause=Pause.OWNER)
        # Of units that look after a firm the smallest city has none.
        LiaisonLink.objects.create(
            kind=LiaisonKind.UNIT,
            enterprise=Enterprise.objects.earliest("pk"),
            unit=Unit.objects.earliest("pk"),
            since=date(2026, 3, 2),
        )
        record(object_type="log", object_id=0, kind="log.rows", by=SYSTEM)


def _row_of(model: Model | None) -> models.Model:
    """Any row of a table, made of what its columns demand."""
    assert model is not None
    stored = model._base_manager.order_by("pk").first()
    if stored is not None:
        return stored
    values: dict[str, Any] = {}
    for one in model._meta.concrete_fields:
        may_be_empty = one.blank and one.empty_strings_allowed
        if one.primary_key or one.null or one.has_default() or may_be_empty:
            continue
        if isinstance(one, models.ForeignKey):
            values[one.attname] = _row_of(one.related_model).pk
        else:
            values[one.attname] = _other(one, None)
    # Django tells nothing of a single row of a through-table; the product adds many.
    try:
        with transaction.atomic():
            made = model._base_manager.bulk_create([model(**values)])
    except IntegrityError:
        # It must name one of several: a row for each.
        named = [f for f in model._meta.concrete_fields if f.null and f.related_model]
        made = model._base_manager.bulk_create(
            model(**values, **{one.name: _row_of(one.related_model)}) for one in named
        )
    return made[0]


_OTHERS: dict[str, Callable[[Any], Any]] = {
    "BooleanField": lambda value: not value,
    "DateTimeField": lambda value: (value or timezone.now()) + timedelta(seconds=1),
    "DateField": lambda value: (value or date(2026, 3, 2)) + timedelta(days=1),
    "TimeField": lambda value: time(4, 5) if value != time(4, 5) else time(5, 6),
    "DecimalField": lambda value: (value or Decimal(0)) + 1,
    "UUIDField": lambda _value: uuid4(),
    "JSONField": lambda value: [["改"]] if value != [["改"]] else [["变"]],
}


def _other(one: "models.Field[Any, Any]", value: Any) -> Any:
    """A value the column does not have now."""
    kind = one.get_internal_type()
    if isinstance(one, models.ForeignKey):
        target = one.related_model._base_manager.exclude(pk=value).order_by("pk")
        return target.values_list(one.target_field.attname, flat=True).first()
    if "Integer" in kind:
        return (value or 0) + 1
    if kind in _OTHERS:
        return _OTHERS[kind](value)
    assert kind in {"CharField", "TextField", "EmailField", "URLField", "SlugField"}, kind
    text = "改" if value != "改" else "变"
    return text[: one.max_length or len(text)]


Given = dict["models.Field[Any, Any]", Any]


def _by_sql(model: Model, pk: int, values: Given) -> None:
    quote = connection.ops.quote_name
    key = model._meta.pk
    assert key is not None
    told = ", ".join(f"{quote(str(one.column))} = %s" for one in values)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {told} WHERE {quote(str(key.column))} = %s"  # noqa: S608
    given = [one.get_db_prep_save(value, connection) for one, value in values.items()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [*given, pk])
        assert cursor.rowcount == 1


def _alter(model: Model, pk: int, one: "models.Field[Any, Any]", row: models.Model) -> bool:
    """Give the column the first other value that the database itself does not refuse, if any."""
    value = getattr(row, one.attname)
    others = [_other(one, value), *(other for other, _label in one.flatchoices), None]
    if isinstance(one, models.ForeignKey):
        rows = one.related_model._base_manager.exclude(pk=value).order_by("-pk")
        others += rows.values_list(one.target_field.attname, flat=True)[:20]
        others.append(987654321)  # nobody's: both databases look for it at the commit only
    if isinstance(one, models.DateField):
        others += [others[0] + timedelta(days=days) for days in (-10, 10, 1000)]
    for other in others:
        if other != value:
            try:
                _by_sql(model, pk, {one: other})
            except DatabaseError:
                continue
            return True
    return False


def _altered() -> Iterator[tuple[Model, int, "models.Field[Any, Any]", Any]]:
    """Every column of one row of each table, altered; with what it held."""
    for model in marked_models():
        vouched = {column.name for column in columns_of(model)}
        rows = list(model._base_manager.order_by("-pk")[:2])
        for one in model._meta.concrete_fields:
            if one.name in vouched:
                if one.null:
                    empty = model._base_manager.filter(**{f"{one.name}__isnull": True})
                    full = model._base_manager.filter(**{f"{one.name}__isnull": False})
                    rows += [*empty.order_by("pk")[:1], *full.order_by("pk")[:1]]
                row = next((row for row in rows if _alter(model, row.pk, one, row)), None)
                assert row is not None, f"{model._meta.label}.{one.name} takes no other value"
                yield model, row.pk, one, getattr(row, one.attname)


@pytest.mark.thorough
@pytest.mark.usefixtures("_city")
def test_each_column_of_each_table_changed_by_sql_is_told_by_its_name() -> None:
    assert [finding.sentence for finding in check_rows()] == []
    altered = list(_altered())
    told = {(f.model._meta.label, f.pk, f.column) for f in check_rows()}
    before: dict[tuple[Model, int], Given] = defaultdict(dict)
    for model, pk, one, value in altered:
        before[model, pk][one] = value
    for (model, pk), values in before.items():
        _by_sql(model, pk, values)

    assert {(m._meta.label, pk, one.name) for m, pk, one, _value in altered} - told == set()
    assert len(told) == len(altered) > 400
    assert list(check_rows()) == []


def test_every_table_and_column_is_vouched_for_or_left_out_with_a_reason() -> None:
    unknown = set(UNLOGGED._parts)
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        vouched = {column.name for column in columns_of(model)}
        for one in model._meta.concrete_fields:
            named = {label, f"{label}.{one.name}"} & unknown
            assert one.primary_key or one.name in vouched or named, f"{label}.{one.name}"
    names = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {".".join(name.split(".")[:2]) for name in unknown} <= names
    assert all(len(reason) > 4 for reason in UNLOGGED)


@pytest.mark.thorough
@pytest.mark.usefixtures("_city")
def test_rows_put_in_or_taken_out_by_sql_are_told() -> None:
    told: dict[str, set[str]] = {}
    for model in marked_models():
        row = model._base_manager.order_by("pk").last()
        assert row is not None
        key = model._meta.pk
        assert key is not None
        _by_sql(model, row.pk, {key: row.pk + 1_000_000})
        told[model._meta.label] = {f.sentence[-12:] for f in check_rows([model])}
        _by_sql(model, row.pk + 1_000_000, {key: row.pk})
    assert {label for label, sentences in told.items() if len(sentences) != 2} == set()


def test_what_is_said_names_the_row_and_both_values(cast: Cast) -> None:
    row = in_progress(cast)
    _by_sql(Case, row.pk, {Case._meta.get_field("state"): "answered"})

    [finding] = check_rows([Case])
    assert finding.sentence == (
        f"诉求 {row.pk}（{row.number}）：“状态”（state）与日志不符，绕过系统改过："
        "现为“待办结审核”，日志为“办理中”。"
    )


def test_what_cannot_be_read_is_told_and_does_not_end_the_check(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite stores a word in a column of moments")
    row = in_progress(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET submitted_at = 'gone' WHERE id = %s", [row.pk])

    assert {(f.pk, f.column) for f in check_rows([Case])} == {(row.pk, "submitted_at")}
