"""Complaints of before: which unit is meant was asked only of those that came in since 0006."""

from django.db import migrations

_BATCH = 500
# Somebody has said it; a unit that was known when it came in keeps away.
_DECIDED = "complained_of"
_ASKED = '"complained_open"'


def ask(apps, _schema_editor):
    """Open the question on what is not over and nobody has answered; what came in since says in
    its first event whether it was open."""
    Case = apps.get_model("cases", "Case")
    Recusal = apps.get_model("cases", "Recusal")
    Event = apps.get_model("audit", "Event")
    decided = Recusal.objects.filter(kind=_DECIDED).values("case")
    rows = Case.objects.exclude(complained_of="").exclude(pk__in=decided)
    rows = rows.filter(complained_open=False, historical=False, closed_at=None)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        told = Event.objects.filter(object_type="case", object_id__in=some, data__contains=_ASKED)
        known = set(told.values_list("object_id", flat=True))
        Case.objects.filter(pk__in=set(some) - known).update(complained_open=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_splitting"),
        ("audit", "0002_keys_and_marks"),
    ]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
