"""Notices take their numbers where all papers take them."""

from django.db import migrations


def hand_over(apps, _schema_editor):
    """What was counted here goes on being counted there."""
    Series = apps.get_model("papers", "Series")
    rows = apps.get_model("inspections", "NoticeSeries").objects.all()
    Series.objects.bulk_create(
        Series(unit_id=row.office_id, code="rectification", year=row.year, last=row.last)
        for row in rows.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_initial"),
        ("inspections", "0002_requests"),
    ]

    operations = [
        migrations.RunPython(hand_over, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="NoticeSeries"),
    ]
