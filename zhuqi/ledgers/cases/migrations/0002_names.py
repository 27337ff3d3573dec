from django.db import migrations


class Migration(migrations.Migration):
    """The models' new names; the tables keep theirs."""

    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelTable("SigningScheme", "cases_signingscheme"),
        migrations.RenameModel("SigningScheme", "ApprovalScheme"),
        migrations.AlterModelTable("SigningVersion", "cases_signingversion"),
        migrations.RenameModel("SigningVersion", "ApprovalVersion"),
        migrations.AlterModelTable("SigningRule", "cases_signingrule"),
        migrations.RenameModel("SigningRule", "ApprovalRule"),
        migrations.AlterModelTable("OfficeSigning", "cases_officesigning"),
        migrations.RenameModel("OfficeSigning", "OfficeApproval"),
    ]
