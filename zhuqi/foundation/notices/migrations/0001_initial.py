import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text_code", models.CharField(max_length=60)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("work", "要我办的事"),
                            ("reminder", "到期和逾期提醒"),
                            ("progress", "办理进展"),
                            ("account", "账号和登记"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("body", models.TextField(verbose_name="正文")),
                ("object_type", models.CharField(blank=True, max_length=20)),
                ("object_ref", models.CharField(blank=True, max_length=40)),
                ("urgent", models.BooleanField(default=False)),
                ("key", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(verbose_name="时间")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="读过")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["user", "-id"], name="message_inbox"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["user", "-id"],
                        name="message_unread",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="told_once")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=160, unique=True)),
                ("stable_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "电子邮件"), ("chat", "企业微信等"), ("sms", "短信")],
                        max_length=8,
                    ),
                ),
                ("text_code", models.CharField(max_length=60)),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="发往")),
                ("to", models.CharField(blank=True, max_length=320)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("owed", "待发送"),
                            ("unconfirmed", "未确认"),
                            ("sent", "已发送"),
                            ("failed", "未送达"),
                            ("skipped", "未发送"),
                        ],
                        default="owed",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("created_at", models.DateTimeField()),
                ("send_at", models.DateTimeField(verbose_name="最早发送")),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.message",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["channel", "-id"], name="delivery_of_channel")],
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins", models.TimeField(verbose_name="免打扰从")),
                ("ends", models.TimeField(verbose_name="到")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet_hours",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="TextVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="文字")),
                (
                    "part",
                    models.CharField(
                        choices=[("full", "站内消息、电子邮件"), ("short", "短信、企业微信等")],
                        max_length=8,
                        verbose_name="用于",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="标题")),
                ("body", models.TextField(verbose_name="正文")),
                ("published_at", models.DateTimeField(verbose_name="发布时间")),
                ("published_by", models.CharField(max_length=200, verbose_name="发布人")),
                (
                    "restored",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="恢复自"),
                ),
            ],
            options={
                "ordering": ("code", "part", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "part", "number"), name="text_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("work", "要我办的事"),
                            ("reminder", "到期和逾期提醒"),
                            ("progress", "办理进展"),
                            ("account", "账号和登记"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "电子邮件"), ("chat", "企业微信等"), ("sms", "短信")],
                        max_length=8,
                    ),
                ),
                ("wanted", models.BooleanField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_wishes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "topic", "channel"), name="one_wish_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gateway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "电子邮件"), ("chat", "企业微信等"), ("sms", "短信")],
                        max_length=8,
                        verbose_name="通道",
                    ),
                ),
                ("enabled", models.BooleanField(default=False, verbose_name="启用")),
                ("variable", models.CharField(blank=True, max_length=80, verbose_name="环境变量")),
                (
                    "method",
                    models.CharField(
                        choices=[("POST", "POST"), ("GET", "GET")],
                        default="POST",
                        max_length=4,
                        verbose_name="方法",
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=500, verbose_name="地址")),
                ("headers", models.TextField(blank=True, verbose_name="请求头")),
                (
                    "body_format",
                    models.CharField(
                        choices=[
                            ("json", "JSON"),
                            ("form", "表单（名称=值，每行一个）"),
                            ("none", "没有正文，参数都在地址里"),
                        ],
                        default="json",
                        max_length=4,
                        verbose_name="正文格式",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="正文")),
                (
                    "charset",
                    models.CharField(
                        choices=[("utf-8", "UTF-8"), ("gb18030", "GBK")],
                        default="utf-8",
                        max_length=8,
                        verbose_name="字符编码",
                    ),
                ),
                (
                    "ok_statuses",
                    models.CharField(default="200", max_length=40, verbose_name="成功的状态码"),
                ),
                (
                    "ok_path",
                    models.CharField(blank=True, max_length=100, verbose_name="答复里的位置"),
                ),
                (
                    "ok_value",
                    models.CharField(blank=True, max_length=100, verbose_name="成功时的值"),
                ),
                (
                    "timeout",
                    models.PositiveSmallIntegerField(default=10, verbose_name="超时（秒）"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_gateways",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("channel", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("channel",),
                        name="one_gateway_a_channel",
                    ),
                    models.UniqueConstraint(fields=("channel", "unit"), name="one_gateway_a_unit"),
                ],
            },
        ),
    ]
