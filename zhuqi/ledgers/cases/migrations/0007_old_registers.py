from django.db import migrations, models


def share_series(apps, schema_editor):
    """Years whose numbers carry the same two digits count on in one series."""
    series = apps.get_model("cases", "CaseSeries")
    for row in series.objects.exclude(year__gte=2000, year__lt=2100).order_by("pk"):
        shared, _ = series.objects.get_or_create(
            office_id=row.office_id, year=2000 + row.year % 100, defaults={"last": 0}
        )
        shared.last = max(shared.last, row.last)
        shared.save(update_fields=["last"])
        row.delete()


class Migration(migrations.Migration):
    """What an old register calls a firm; numbers of years a century apart never meet."""

    dependencies = [
        ("cases", "0006_secrecy"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="firm_stated",
            field=models.CharField(blank=True, max_length=120, verbose_name="原台账企业名称"),
        ),
        migrations.RunPython(share_series, migrations.RunPython.noop),
    ]
