"""Meetings take their numbers where all papers take them."""

from django.db import migrations


def hand_over(apps, _schema_editor):
    """What was counted here goes on being counted there."""
    Series = apps.get_model("papers", "Series")
    rows = apps.get_model("meetings", "MeetingSeries").objects.select_related("body")
    Series.objects.bulk_create(
        Series(
            unit_id=row.body.office_id, code=f"meeting-{row.body_id}", year=row.year, last=row.last
        )
        for row in rows.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_initial"),
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(hand_over, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="MeetingSeries"),
    ]
