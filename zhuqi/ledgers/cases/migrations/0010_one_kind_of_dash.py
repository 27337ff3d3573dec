"""Foreign numbers are compared with one kind of dash and of bracket: the stored keys follow."""

from django.db import migrations

from zhuqi.foundation.typed import key


def fill_keys(apps, _schema_editor):
    """Anew from the number; where rows of one inlet prove to be the same, the first has the number
    and the others keep their own."""
    Case = apps.get_model("cases", "Case")
    rows = Case.objects.exclude(foreign_number="").order_by("pk")
    seen, batch = set(), []
    for case in rows.only("pk", "office_id", "channel", "foreign_number", "foreign_key").iterator(
        2000
    ):
        wanted = key(case.foreign_number)
        known = (case.office_id, case.channel, wanted)
        if known in seen:
            wanted = f"{wanted}#{case.pk}"
        seen.add(known)
        if wanted != case.foreign_key:
            case.foreign_key = wanted
            batch.append(case)
    # What is free now may be another row's number: none may stand in the way of the next.
    for case in batch:
        Case.objects.filter(pk=case.pk).update(foreign_key=f"#{case.pk}")
    Case.objects.bulk_update(batch, ["foreign_key"], batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_sorted_involvements")]

    operations = [migrations.RunPython(fill_keys, migrations.RunPython.noop)]
