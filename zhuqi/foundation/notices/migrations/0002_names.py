from django.db import migrations


class Migration(migrations.Migration):
    """The models' new names; the tables keep theirs."""

    dependencies = [
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelTable("Wish", "notices_wish"),
        migrations.RenameModel("Wish", "NotificationPreference"),
    ]
