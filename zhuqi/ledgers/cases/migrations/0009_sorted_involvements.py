"""A unit's rows lie in the order of lists; indexes that another one begins with go."""

import datetime
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def repeat(apps, _schema_editor):
    """What units' rows are sorted by is said by the case."""
    case, involvement = apps.get_model("cases", "Case"), apps.get_model("cases", "Involvement")
    names = ("historical", "due_at", "submitted_at")
    said = case.objects.filter(pk=OuterRef("case")).order_by()
    involvement.objects.update(**{name: Subquery(said.values(name)) for name in names})


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_calls_in_vain"),
        ("directory", "0004_initials_and_words"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_due",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_queue",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_state_queue",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_newest",
        ),
        migrations.AddField(
            model_name="involvement",
            name="due_at",
            field=models.DateTimeField(
                default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
            ),
        ),
        migrations.AddField(
            model_name="involvement",
            name="historical",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="involvement",
            name="submitted_at",
            field=models.DateTimeField(
                default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="enterprise",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="directory.enterprise",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ledger",
                to="directory.unit",
            ),
        ),
        migrations.AlterField(
            model_name="involvement",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="involvements",
                to="directory.unit",
            ),
        ),
        migrations.RunPython(repeat, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["office", "historical", "due_at", "id"], name="case_queue"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["office", "historical", "state", "due_at", "id"], name="case_state_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["office", "historical", "-submitted_at", "-id"], name="case_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                fields=["unit", "historical", "due_at", "case"], name="involved_due"
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                fields=["unit", "historical", "-submitted_at", "-case"], name="involved_newest"
            ),
        ),
    ]
