import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("cases", "0002_names"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "已计划"),
                            ("made", "已走访"),
                            ("cancelled", "已取消"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("purpose", models.CharField(max_length=200, verbose_name="走访目的")),
                ("goers", models.CharField(blank=True, max_length=200, verbose_name="同行人员")),
                (
                    "present",
                    models.CharField(blank=True, max_length=200, verbose_name="企业在场人员"),
                ),
                ("said", models.TextField(max_length=5000, verbose_name="谈了什么")),
                ("reason", models.CharField(max_length=200, verbose_name="取消原因")),
                ("version", models.PositiveIntegerField(default=0)),
                ("cases", models.ManyToManyField(related_name="visits", to="cases.case")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="directory.enterprise",
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-day", "-id"),
                "indexes": [
                    models.Index(fields=["visitor", "state", "day"], name="visit_of_visitor")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="后续事项")),
                ("due", models.DateField(verbose_name="完成期限")),
                ("done_on", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(max_length=200, verbose_name="办理情况")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="liaison.visit",
                    ),
                ),
            ],
            options={
                "ordering": ("due", "id"),
            },
        ),
    ]
