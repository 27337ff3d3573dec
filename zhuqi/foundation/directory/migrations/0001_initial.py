import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Official",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="电话")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("active", models.BooleanField(default=True)),
                ("is_sample", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="标签")),
                ("for_cases", models.BooleanField(default=True, verbose_name="用于诉求")),
                ("for_enterprises", models.BooleanField(default=False, verbose_name="用于企业")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "ordering": ("order", "id"),
            },
        ),
        migrations.CreateModel(
            name="CalendarNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("body", models.JSONField()),
                ("imported_at", models.DateTimeField()),
                ("imported_by", models.CharField(max_length=80)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("year",),
                        name="one_notice_a_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("is_working", models.BooleanField()),
                ("name", models.CharField(max_length=60)),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=80)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("day",),
                        name="one_override_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="企业名称")),
                (
                    "uscc",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        null=True,
                        unique=True,
                        verbose_name="统一社会信用代码",
                    ),
                ),
                ("uscc_warning", models.CharField(blank=True, max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "筹建"),
                            ("operating", "在营"),
                            ("closed", "已注销"),
                        ],
                        default="operating",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("industry", models.CharField(blank=True, max_length=5, verbose_name="行业代码")),
                (
                    "size_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("large", "大型"),
                            ("medium", "中型"),
                            ("small", "小型"),
                            ("micro", "微型"),
                        ],
                        max_length=8,
                        verbose_name="规模",
                    ),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="从业人员"),
                ),
                (
                    "revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="营业收入（万元）",
                    ),
                ),
                (
                    "assets",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="资产总额（万元）",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("industry", "工业"),
                            ("construction", "建筑"),
                            ("agriculture", "农业"),
                            ("commerce", "商贸"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="行业台账",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("is_sample", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "parent_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subsidiaries",
                        to="directory.enterprise",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["name", "id"], name="enterprise_by_name")],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="联系人")),
                ("title", models.CharField(blank=True, max_length=40, verbose_name="职务")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="电话")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("is_primary", models.BooleanField(default=False)),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="directory.enterprise",
                    ),
                ),
            ],
            options={
                "ordering": ("-is_primary", "id"),
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.item",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "code"),
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="区划代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "省级"),
                            ("city", "市级"),
                            ("county", "县级"),
                            ("town", "园区乡镇级"),
                        ],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.region",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="directory.region",
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        migrations.AddField(
            model_name="enterprise",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enterprises",
                to="directory.region",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="tags",
            field=models.ManyToManyField(
                blank=True, related_name="enterprises", to="directory.tag"
            ),
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="单位名称")),
                ("short_name", models.CharField(blank=True, max_length=30, verbose_name="简称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("office", "活动办"),
                            ("department", "部门"),
                            ("park", "园区"),
                            ("town", "乡镇街道"),
                            ("subordinate", "下属单位"),
                            ("section", "科室"),
                            ("external", "垂管与外部单位"),
                            ("chamber", "工商联商会"),
                        ],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "省级"),
                            ("city", "市级"),
                            ("county", "县级"),
                            ("town", "园区乡镇级"),
                        ],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                ("commandable", models.BooleanField(default=True, verbose_name="可交办")),
                ("case_prefix", models.CharField(blank=True, max_length=6, null=True, unique=True)),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="值班电话")),
                ("active", models.BooleanField(default=True)),
                ("is_sample", models.BooleanField(default=False)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_of",
                        to="directory.official",
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(blank=True, related_name="units", to="directory.item"),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="directory.official",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.unit",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="directory.region",
                    ),
                ),
            ],
            options={
                "ordering": ("level", "kind", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("region", "name"), name="unit_name_in_region"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "office"), _negated=True),
                            ("case_prefix__isnull", False),
                            _connector="OR",
                        ),
                        name="office_has_case_prefix",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="职务")),
                ("since", models.DateField(verbose_name="任职起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="任职止")),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="directory.official",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="post_period",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LiaisonLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leader", "包联领导"),
                            ("official", "助企干部"),
                            ("unit", "包联单位"),
                        ],
                        default="official",
                        max_length=10,
                        verbose_name="包联身份",
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="liaisons",
                        to="directory.enterprise",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaised",
                        to="directory.official",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaised",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("enterprise", "official"),
                        name="one_open_link_per_pair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("enterprise", "unit"),
                        name="one_open_link_per_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "unit"),
                                ("official__isnull", True),
                                ("unit__isnull", False),
                            ),
                            models.Q(
                                models.Q(("kind", "unit"), _negated=True),
                                ("official__isnull", False),
                                ("unit__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="liaison_by_person_or_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="liaison_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="备注")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_by", models.CharField(blank=True, max_length=40)),
                (
                    "strike_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="划去原因"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="directory.enterprise",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(fields=["enterprise", "unit", "-id"], name="note_of_firm")
                ],
            },
        ),
        migrations.AddField(
            model_name="enterprise",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="served_enterprises",
                to="directory.unit",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="park",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="park_enterprises",
                to="directory.unit",
            ),
        ),
        migrations.CreateModel(
            name="ChamberMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chambers",
                        to="directory.enterprise",
                    ),
                ),
                (
                    "chamber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_firms",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("enterprise", "chamber"),
                        name="one_open_membership_per_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="chamber_member_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True, verbose_name="说明")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "等待核对"),
                            ("accepted", "已采纳"),
                            ("refused", "未采纳"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_by", models.BigIntegerField()),
                ("asked_name", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="答复")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="directory.enterprise",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")),
                        fields=("enterprise",),
                        name="one_waiting_correction",
                    )
                ],
            },
        ),
    ]
