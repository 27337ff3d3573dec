"""Whether a photo has a small picture stands in its row; until now the disk was asked."""

from pathlib import Path

from django.conf import settings
from django.db import migrations, models


def look(apps, schema_editor):
    rows = apps.get_model("attachments", "Attachment").objects.using(schema_editor.connection.alias)
    for row in rows.filter(content_type__startswith="image/").iterator():
        small = Path(settings.MEDIA_ROOT, f"{row.stored_as}.small")
        if small.is_file():
            rows.filter(pk=row.pk).update(small=small.stat().st_size > 0)


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="small",
            field=models.BooleanField(editable=False, null=True),
        ),
        migrations.RunPython(look, migrations.RunPython.noop),
    ]
