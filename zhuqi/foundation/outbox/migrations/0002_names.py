from django.db import migrations


class Migration(migrations.Migration):
    """The models' new names; the tables keep theirs."""

    dependencies = [
        ("outbox", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelTable("Owed", "outbox_owed"),
        migrations.RenameModel("Owed", "OutboxItem"),
    ]
