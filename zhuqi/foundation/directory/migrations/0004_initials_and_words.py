from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from zhuqi.foundation.directory.initials import InitialsField


def make_initials(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of the rows that are there; from now on each is made when it is saved."""
    for name in ("Unit", "Official", "Item"):
        model = apps.get_model("directory", name)
        field = model._meta.get_field("initials")
        rows = list(model.objects.all())
        for row in rows:
            field.pre_save(row, False)
        model.objects.bulk_update(rows, ["initials"], batch_size=500)


class Migration(migrations.Migration):
    """Initials by which names are found; the words firms use for a matter."""

    dependencies = [
        ("directory", "0003_former_names"),
    ]

    operations = [
        migrations.AddField("item", "initials", InitialsField(of=("name",))),
        migrations.AddField(
            "item",
            "words",
            models.TextField(blank=True, default="", max_length=1000, verbose_name="关键词"),
        ),
        migrations.AddField("official", "initials", InitialsField(of=("name",))),
        migrations.AddField("unit", "initials", InitialsField(of=("name", "short_name"))),
        migrations.RunPython(make_initials, migrations.RunPython.noop),
    ]
