import datetime
import django.db.models.deletion
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
            name="Boundary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=12, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="边界")),
                ("organ", models.CharField(max_length=80, verbose_name="主管机关")),
                ("ground", models.TextField(max_length=1000, verbose_name="依据")),
                ("statement", models.TextField(max_length=1000, verbose_name="告知企业的去处")),
                ("guide", models.BooleanField(default=True, verbose_name="告知去处")),
                ("transfer", models.BooleanField(default=True, verbose_name="移送")),
                ("urge", models.BooleanField(default=False, verbose_name="催办督办")),
                ("count", models.BooleanField(default=False, verbose_name="计入办理率")),
                ("instruct", models.BooleanField(default=False, verbose_name="领导批示")),
                ("rate", models.BooleanField(default=False, verbose_name="请企业评价")),
                ("keep_copy", models.BooleanField(default=True, verbose_name="平台留存内容")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "ordering": ("order", "id"),
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=12, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("for_portal", models.BooleanField(default=False, verbose_name="企业自己提交")),
                ("for_registrar", models.BooleanField(default=False, verbose_name="活动办登记")),
                ("for_liaison", models.BooleanField(default=False, verbose_name="助企干部登记")),
                (
                    "for_chamber",
                    models.BooleanField(default=False, verbose_name="工商联商会代会员提交"),
                ),
                (
                    "foreign_number",
                    models.CharField(
                        choices=[("none", "不填"), ("asked", "可填"), ("required", "必填")],
                        default="none",
                        max_length=8,
                        verbose_name="来源编号",
                    ),
                ),
                ("result_owed", models.BooleanField(default=False, verbose_name="结果须回复来源")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "ordering": ("order", "id"),
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="SigningScheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="编号")),
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
                        verbose_name="台账",
                    ),
                ),
                (
                    "reporter_name",
                    models.CharField(blank=True, max_length=40, verbose_name="反映人"),
                ),
                (
                    "reporter_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="反映人电话"),
                ),
                ("reporter_cleared_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_by", models.BigIntegerField(default=0)),
                ("channel", models.CharField(max_length=12, verbose_name="来源")),
                (
                    "foreign_number",
                    models.CharField(blank=True, max_length=60, verbose_name="来源编号"),
                ),
                (
                    "submission_key",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                ("title", models.CharField(max_length=120, verbose_name="诉求")),
                ("body", models.TextField(verbose_name="具体情况")),
                ("wish", models.TextField(blank=True, verbose_name="希望怎样解决")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("help", "求助"),
                            ("question", "咨询"),
                            ("suggestion", "建议"),
                            ("complaint", "投诉举报"),
                        ],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("ordinary", "一般"), ("complex", "复杂"), ("major", "重大")],
                        max_length=10,
                        verbose_name="难易",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[("individual", "个性"), ("common", "共性")],
                        max_length=12,
                        verbose_name="性质",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "普通"), ("urgent", "紧急")],
                        default="normal",
                        max_length=10,
                        verbose_name="紧急程度",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("industry", "工业"),
                            ("construction", "建筑"),
                            ("agriculture", "农业"),
                            ("commerce", "商贸"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="行业台账",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "待受理"),
                            ("accepted", "已受理"),
                            ("assigned", "已交办"),
                            ("in_progress", "办理中"),
                            ("answered", "待办结审核"),
                            ("completed", "已办结"),
                            ("struck_off", "已销号"),
                            ("carried", "挂账"),
                            ("declined", "不予受理"),
                            ("withdrawn", "企业撤回"),
                            ("transferred", "已移送"),
                            ("merged", "合并办理"),
                            ("terminated", "终结"),
                        ],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "已解决"),
                            ("partly", "部分解决"),
                            ("explained", "解释说明"),
                            ("planned", "列入计划"),
                            ("not_feasible", "暂不具备条件"),
                        ],
                        max_length=14,
                        verbose_name="办理结果",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "已解决"),
                            ("partly", "部分解决"),
                            ("not_solved", "没有解决"),
                        ],
                        max_length=12,
                        verbose_name="企业评价",
                    ),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("5", "非常满意"),
                            ("4", "满意"),
                            ("3", "基本满意"),
                            ("2", "不满意"),
                            ("1", "非常不满意"),
                        ],
                        max_length=1,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("handler", models.BigIntegerField(default=0)),
                (
                    "handler_name",
                    models.CharField(blank=True, max_length=40, verbose_name="经办人"),
                ),
                (
                    "handler_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="经办人电话"),
                ),
                ("withdrawal_asked_at", models.DateTimeField(blank=True, null=True)),
                ("strike_off_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "fed_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="反馈来源时间"),
                ),
                ("disputed", models.BooleanField(default=False, verbose_name="争议")),
                (
                    "merged_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("submitted", "待受理"),
                            ("accepted", "已受理"),
                            ("assigned", "已交办"),
                            ("in_progress", "办理中"),
                            ("answered", "待办结审核"),
                            ("completed", "已办结"),
                            ("struck_off", "已销号"),
                            ("carried", "挂账"),
                            ("declined", "不予受理"),
                            ("withdrawn", "企业撤回"),
                            ("transferred", "已移送"),
                            ("merged", "合并办理"),
                            ("terminated", "终结"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "nature_before",
                    models.CharField(
                        blank=True,
                        choices=[("individual", "个性"), ("common", "共性")],
                        max_length=12,
                    ),
                ),
                (
                    "paused_until",
                    models.DateField(blank=True, null=True, verbose_name="挂起复核日"),
                ),
                (
                    "refused_by_organ",
                    models.CharField(blank=True, max_length=80, verbose_name="答复机关"),
                ),
                ("refusal_ground", models.TextField(blank=True, verbose_name="不予受理依据")),
                ("where_to_go", models.TextField(blank=True, verbose_name="可以去哪里办")),
                (
                    "effect_money",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="涉及资金（万元）",
                    ),
                ),
                (
                    "effect_staff",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="惠及员工（人）"
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="受理时间"),
                ),
                (
                    "assigned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="交办时间"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                ),
                (
                    "completed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="办结时间"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="销号时间")),
                (
                    "carried_until",
                    models.DateField(blank=True, null=True, verbose_name="挂账复核日"),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                        verbose_name="时限",
                    ),
                ),
                (
                    "warn_at",
                    models.DateTimeField(
                        default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
                    ),
                ),
                ("due_clock", models.CharField(blank=True, max_length=12)),
                ("historical", models.BooleanField(default=False)),
                ("sealed", models.BooleanField(default=False, verbose_name="密封")),
                ("confidential", models.BooleanField(default=False, verbose_name="保密")),
                (
                    "complained_of",
                    models.CharField(blank=True, max_length=80, verbose_name="被反映的单位"),
                ),
                ("is_sample", models.BooleanField(default=False)),
                ("source_note", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "boundary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.boundary",
                    ),
                ),
                (
                    "chamber",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chamber_cases",
                        to="directory.unit",
                    ),
                ),
                (
                    "due_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="directory.enterprise",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="directory.item",
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_cases",
                        to="directory.unit",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="cases.case",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="directory.unit",
                    ),
                ),
                (
                    "origin_office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_up",
                        to="directory.unit",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="directory.region",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "tags",
                    models.ManyToManyField(blank=True, related_name="cases", to="directory.tag"),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["office", "due_at", "id"], name="case_queue"),
                    models.Index(
                        fields=["office", "state", "due_at", "id"], name="case_state_queue"
                    ),
                    models.Index(fields=["office", "-submitted_at", "-id"], name="case_newest"),
                    models.Index(
                        fields=["enterprise", "-submitted_at", "-id"], name="case_of_firm"
                    ),
                    models.Index(fields=["due_at", "id"], name="case_due"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("historical", False)),
                        fields=["office", "state", "due_at", "id"],
                        name="case_live_state",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("historical", False)),
                        fields=["lead_unit", "state", "due_at", "id"],
                        name="case_live_lead",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("historical", False)),
                        fields=["enterprise", "due_at", "id"],
                        name="case_live_firm",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("historical", False)),
                        fields=["due_at", "id"],
                        name="case_live_due",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("historical", False),
                            ("superior__isnull", False),
                        ),
                        fields=["superior", "due_at", "id"],
                        name="case_handed_up",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("historical", False),
                            ("origin_office__isnull", False),
                        ),
                        fields=["origin_office", "state", "due_at", "id"],
                        name="case_live_origin",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("historical", False),
                            ("withdrawal_asked_at__isnull", False),
                        ),
                        fields=["office", "due_at", "id"],
                        name="case_withdrawing",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("foreign_number", ""), _negated=True),
                            ("fed_back_at__isnull", True),
                        ),
                        fields=["office", "state", "due_at", "id"],
                        name="case_to_send_back",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "accepted",
                                        "answered",
                                        "assigned",
                                        "carried",
                                        "completed",
                                        "in_progress",
                                        "submitted",
                                    ],
                                ),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="live_is_not_closed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("foreign_number", ""), _negated=True),
                        fields=("office", "channel", "foreign_number"),
                        name="foreign_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "主办"),
                            ("co", "协办"),
                            ("part", "分办"),
                            ("sub", "二次分办"),
                        ],
                        max_length=6,
                        verbose_name="分工",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "待签收"),
                            ("signed", "办理中"),
                            ("answered", "已反馈"),
                            ("closed", "已结束"),
                            ("recalled", "已撤回"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("requirement", models.TextField(blank=True, verbose_name="办理要求")),
                ("issued_at", models.DateTimeField(verbose_name="下发时间")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                ("signed_by", models.CharField(blank=True, max_length=40, verbose_name="签收人")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="反馈时间"),
                ),
                (
                    "inner_due",
                    models.DateTimeField(blank=True, null=True, verbose_name="二次分办时限"),
                ),
                ("fallback", models.BooleanField(default=False, verbose_name="兜底")),
                ("final", models.BooleanField(default=False)),
                ("contested", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cases.assignment",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="directory.unit",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ("sheet",),
                "indexes": [models.Index(fields=["unit", "state"], name="assignment_of_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "sheet"), name="sheet_once_a_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="答复意见")),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("resolved", "已解决"),
                            ("partly", "部分解决"),
                            ("explained", "解释说明"),
                            ("planned", "列入计划"),
                            ("not_feasible", "暂不具备条件"),
                        ],
                        max_length=14,
                        verbose_name="办理结果",
                    ),
                ),
                ("signed_by", models.CharField(max_length=40, verbose_name="签发人")),
                ("proof", models.CharField(blank=True, max_length=8)),
                ("answered_at", models.DateTimeField()),
                ("answered_by", models.CharField(max_length=40)),
                ("author", models.BigIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "待审核"),
                            ("returned", "已退回"),
                            ("approved", "已办结"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("return_reason", models.TextField(blank=True, verbose_name="退回原因")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="cases.assignment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="CaseFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "待受理"),
                            ("accepted", "已受理"),
                            ("assigned", "已交办"),
                            ("in_progress", "办理中"),
                            ("answered", "待办结审核"),
                            ("completed", "已办结"),
                            ("struck_off", "已销号"),
                            ("carried", "挂账"),
                            ("declined", "不予受理"),
                            ("withdrawn", "企业撤回"),
                            ("transferred", "已移送"),
                            ("merged", "合并办理"),
                            ("terminated", "终结"),
                        ],
                        max_length=12,
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
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "已解决"),
                            ("partly", "部分解决"),
                            ("explained", "解释说明"),
                            ("planned", "列入计划"),
                            ("not_feasible", "暂不具备条件"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "已解决"),
                            ("partly", "部分解决"),
                            ("not_solved", "没有解决"),
                        ],
                        max_length=12,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_facts",
                        to="cases.case",
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "office",
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
                    models.Index(fields=["office", "state", "since"], name="fact_of_office")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("case",),
                        name="one_open_fact",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "year"), name="one_series_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("accept", "受理"),
                            ("sign", "签收"),
                            ("contact", "首次联系"),
                            ("stage", "阶段报告"),
                            ("resolve", "办理"),
                            ("co_unit", "协办意见"),
                            ("review", "办结审核"),
                            ("rating", "企业评价"),
                            ("redo", "重办"),
                            ("carry", "挂账复核"),
                            ("part", "分办答复"),
                            ("sub", "二次分办"),
                            ("escalation", "提级研判"),
                            ("strike_off", "销号审核"),
                            ("superior", "上级时限"),
                            ("objection", "异议裁定"),
                            ("extension", "延期审批"),
                            ("pause", "挂起复核"),
                            ("instruction", "批示报告"),
                            ("may_object", "可提异议"),
                            ("ask_ahead", "延期须提前"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sheet", models.PositiveSmallIntegerField(default=0)),
                ("run", models.PositiveSmallIntegerField(default=1)),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("warn_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("amount", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(blank=True, max_length=12)),
                ("extra", models.PositiveSmallIntegerField(default=0)),
                ("provisional", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="cases.case",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("started_at", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("stopped_at__isnull", True)),
                        fields=["owner", "due_at"],
                        name="clock_running",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "clock", "sheet", "run"), name="one_row_a_run"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="告知原因")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disclosures",
                        to="cases.case",
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
                "constraints": [
                    models.UniqueConstraint(fields=("case", "unit"), name="disclosed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="答复意见")),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("resolved", "已解决"),
                            ("partly", "部分解决"),
                            ("explained", "解释说明"),
                            ("planned", "列入计划"),
                            ("not_feasible", "暂不具备条件"),
                        ],
                        max_length=14,
                        verbose_name="办理结果",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[("deputy", "分管领导"), ("head", "主要负责人")],
                        max_length=8,
                        verbose_name="签发层级",
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("drafted_by", models.CharField(max_length=40)),
                ("author", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待签发"),
                            ("returned", "已退回拟稿人"),
                            ("signed", "已签发"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("return_reason", models.TextField(blank=True, verbose_name="退回原因")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="cases.assignment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["assignment", "state"], name="draft_of_sheet")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("case",),
                        name="one_waiting_draft",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("submit", "提交诉求"),
                            ("register", "代为登记"),
                            ("import", "历史导入"),
                            ("supplement", "补充材料"),
                            ("accept", "受理"),
                            ("decline", "不予受理"),
                            ("assign", "交办"),
                            ("recall", "撤回交办"),
                            ("sign", "签收"),
                            ("contact", "联系企业"),
                            ("progress", "报告进展"),
                            ("opinion", "提出协办意见"),
                            ("answer", "提交答复"),
                            ("draft_answer", "送签答复"),
                            ("sign_answer", "签发答复"),
                            ("return_draft", "退回拟稿"),
                            ("return", "退回重办"),
                            ("complete", "办结"),
                            ("rate", "评价"),
                            ("rate_by_phone", "电话回访评价"),
                            ("redo", "重办"),
                            ("strike_off", "销号"),
                            ("carry", "挂账"),
                            ("reopen", "重新办理"),
                            ("escalate", "提级"),
                            ("take_up", "接收提级"),
                            ("send_down", "退回属地"),
                            ("forward", "转办"),
                            ("send_back", "反馈来源"),
                            ("sub_assign", "二次分办"),
                            ("part_answer", "提交分办答复"),
                            ("return_part", "退回分办"),
                            ("enlist", "增加协办分办"),
                            ("release", "收回交办单"),
                            ("object", "提出异议"),
                            ("uphold", "维持交办"),
                            ("reassign", "改派"),
                            ("consult", "会商并指定兜底"),
                            ("ask_extension", "申请延期"),
                            ("grant_extension", "同意延期"),
                            ("refuse_extension", "不同意延期"),
                            ("ask_pause", "申请挂起"),
                            ("pause", "批准挂起"),
                            ("refuse_pause", "不同意挂起"),
                            ("resume", "恢复办理"),
                            ("merge", "合并办理"),
                            ("unmerge", "取消合并"),
                            ("bundle", "归入共性问题"),
                            ("unbundle", "移出共性问题"),
                            ("terminate", "终结"),
                            ("instruct", "批示"),
                            ("report_on", "报告批示"),
                            ("mark_read", "圈阅"),
                            ("transfer", "移送"),
                            ("receipt", "登记回执"),
                            ("pack", "取出密封件"),
                            ("ask_strike_off", "申请销号"),
                            ("refuse_strike_off", "不同意销号"),
                            ("withdraw", "撤回诉求"),
                            ("ask_withdrawal", "申请撤回"),
                            ("keep", "继续办理"),
                            ("hand_over", "移交经办"),
                            ("conceal", "标为保密"),
                            ("unconceal", "取消保密"),
                            ("disclose", "告知企业名称"),
                            ("recuse", "设定回避"),
                            ("lift_recusal", "解除回避"),
                            ("declare_recusal", "声明回避"),
                            ("note", "内部备注"),
                            ("tag", "标签"),
                            ("recompute", "时限重算"),
                        ],
                        max_length=24,
                    ),
                ),
                ("text", models.TextField(verbose_name="内容")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("ordinal", models.PositiveIntegerField()),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="cases.assignment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "ordinal"), name="entry_ordinal")
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="提级理由")),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "待上级研判"),
                            ("taken", "上级已接收"),
                            ("returned", "退回属地"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decision", models.TextField(blank=True, verbose_name="研判意见")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalations",
                        to="cases.case",
                    ),
                ),
                (
                    "from_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "to_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")),
                        fields=("case",),
                        name="one_waiting_escalation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("reason", models.TextField(verbose_name="延期理由")),
                ("amount", models.PositiveSmallIntegerField(verbose_name="申请延长")),
                ("unit", models.CharField(max_length=12)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_by_id", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "待审批"),
                            ("granted", "同意延期"),
                            ("refused", "不同意延期"),
                            ("lapsed", "已了结，不再审批"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("granted", models.PositiveSmallIntegerField(default=0, verbose_name="批准延长")),
                ("decision", models.TextField(blank=True, verbose_name="审批意见")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="cases.assignment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["outcome", "case"], name="extension_open")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "round"), name="extension_once_a_round"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="移交原因")),
                ("ordered_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "leaver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs_ordered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_over",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("leaver", "unit"),
                        name="one_hand_over_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "等待移交"),
                            ("done", "已移交"),
                            ("refused", "未移交"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="cases.handover",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "case"), name="handed_over_once_an_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("leader_name", models.CharField(max_length=40, verbose_name="批示领导")),
                ("text", models.TextField(blank=True, verbose_name="批示内容")),
                ("requirement", models.TextField(verbose_name="办理要求")),
                ("readers", models.JSONField(default=list)),
                ("entered_by", models.BigIntegerField()),
                ("entered_by_name", models.CharField(max_length=40, verbose_name="录入人")),
                ("instructed_at", models.DateTimeField(verbose_name="批示时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待报告"),
                            ("reported", "已报告，待圈阅"),
                            ("read", "已圈阅"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("report", models.TextField(blank=True, verbose_name="办理情况报告")),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("reported_by", models.CharField(blank=True, max_length=40)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("read_by", models.CharField(blank=True, max_length=40)),
                ("read_remark", models.TextField(blank=True, verbose_name="圈阅意见")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="instructions",
                        to="cases.case",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["leader", "state"], name="instruction_of_leader")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "ordinal"), name="instruction_ordinal")
                ],
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("office", "台账主管"),
                            ("lead", "主办"),
                            ("co", "协办"),
                            ("part", "分办"),
                            ("sub", "二次分办"),
                            ("origin", "提级县区"),
                            ("superior", "上级活动办"),
                            ("party", "会商单位"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involvements",
                        to="cases.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "case", "role"), name="involved_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="cases.case",
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
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="异议理由")),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_by_id", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "待裁定"),
                            ("upheld", "维持交办"),
                            ("reassigned", "改派"),
                            ("consulting", "会商中"),
                            ("lapsed", "已了结，不再裁定"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decision", models.TextField(blank=True, verbose_name="裁定意见")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("consult_until", models.DateField(blank=True, null=True, verbose_name="会商期限")),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objection",
                        to="cases.assignment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objections",
                        to="cases.case",
                    ),
                ),
                (
                    "fallback_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                        verbose_name="兜底单位",
                    ),
                ),
                (
                    "given_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                        verbose_name="裁定单位",
                    ),
                ),
                (
                    "suggested_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                        verbose_name="建议单位",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["outcome", "case"], name="objection_open")],
            },
        ),
        migrations.CreateModel(
            name="Pausing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="挂起原因")),
                (
                    "wanted_until",
                    models.DateField(blank=True, null=True, verbose_name="申请挂起到"),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by", models.CharField(blank=True, max_length=40)),
                ("asked_by_id", models.BigIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "待批"),
                            ("running", "挂起中"),
                            ("ended", "已恢复"),
                            ("refused", "不同意挂起"),
                            ("lapsed", "已了结，不再审批"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decision", models.TextField(blank=True, verbose_name="审批意见")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField(blank=True, null=True, verbose_name="挂起时间")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                (
                    "resumed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="恢复时间"),
                ),
                ("resumed_by", models.CharField(blank=True, max_length=40)),
                ("resume_reason", models.TextField(blank=True, verbose_name="恢复原因")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pausings",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["outcome", "case"], name="pausing_open")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "running")),
                        fields=("case",),
                        name="one_running_pause",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")),
                        fields=("case",),
                        name="one_waiting_pause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("solved", "已解决"),
                            ("partly", "部分解决"),
                            ("not_solved", "没有解决"),
                        ],
                        max_length=12,
                        verbose_name="是否解决",
                    ),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        choices=[
                            ("5", "非常满意"),
                            ("4", "满意"),
                            ("3", "基本满意"),
                            ("2", "不满意"),
                            ("1", "非常不满意"),
                        ],
                        max_length=1,
                        verbose_name="满意程度",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="意见")),
                ("rated_at", models.DateTimeField()),
                ("rated_by", models.CharField(max_length=40)),
                ("heard_by", models.CharField(blank=True, max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "round"), name="one_rating_a_round")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
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
                            ("complained_of", "被反映单位"),
                            ("declared", "本人声明"),
                            ("relation", "有利害关系"),
                        ],
                        max_length=14,
                        verbose_name="回避事由",
                    ),
                ),
                ("reason", models.TextField(verbose_name="说明")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_by", models.CharField(blank=True, max_length=40)),
                ("lift_reason", models.TextField(blank=True, verbose_name="解除原因")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to="cases.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit__isnull", False), ("user__isnull", True)),
                            models.Q(("unit__isnull", True), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="recusal_of_unit_or_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("case", "unit"),
                        name="unit_recused_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("case", "user"),
                        name="person_recused_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerScheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ledger_scheme",
                        to="directory.unit",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="cases.scheme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SchemeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("since", models.DateTimeField()),
                ("redo_cap", models.PositiveSmallIntegerField(default=2)),
                ("reopen_days", models.PositiveSmallIntegerField(default=30)),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="cases.scheme",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "number"), name="scheme_version_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("accept", "受理"),
                            ("sign", "签收"),
                            ("contact", "首次联系"),
                            ("stage", "阶段报告"),
                            ("resolve", "办理"),
                            ("co_unit", "协办意见"),
                            ("review", "办结审核"),
                            ("rating", "企业评价"),
                            ("redo", "重办"),
                            ("carry", "挂账复核"),
                            ("part", "分办答复"),
                            ("sub", "二次分办"),
                            ("escalation", "提级研判"),
                            ("strike_off", "销号审核"),
                            ("superior", "上级时限"),
                            ("objection", "异议裁定"),
                            ("extension", "延期审批"),
                            ("pause", "挂起复核"),
                            ("instruction", "批示报告"),
                            ("may_object", "可提异议"),
                            ("ask_ahead", "延期须提前"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("ordinary", "一般"), ("complex", "复杂"), ("major", "重大")],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("help", "求助"),
                            ("question", "咨询"),
                            ("suggestion", "建议"),
                            ("complaint", "投诉举报"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hour", "小时"),
                            ("natural_day", "自然日"),
                            ("working_day", "个工作日"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="cases.schemeversion",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "clock", "tier", "kind"), name="one_rule_a_clock"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="scheme_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.schemeversion",
            ),
        ),
        migrations.CreateModel(
            name="OfficeSigning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="office_signing",
                        to="directory.unit",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="cases.signingscheme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SigningVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("since", models.DateTimeField()),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="cases.signingscheme",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "number"), name="signing_version_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("ordinary", "一般"), ("complex", "复杂"), ("major", "重大")],
                        max_length=10,
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "已解决"),
                            ("partly", "部分解决"),
                            ("explained", "解释说明"),
                            ("planned", "列入计划"),
                            ("not_feasible", "暂不具备条件"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[("deputy", "分管领导"), ("head", "主要负责人")], max_length=8
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="cases.signingversion",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "tier", "disposition"), name="one_signer_a_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="共性问题")),
                ("summary", models.TextField(blank=True, verbose_name="情况和研究方向")),
                ("opened_at", models.DateTimeField(verbose_name="立项时间")),
                ("opened_by", models.CharField(max_length=40)),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                ("closed_by", models.CharField(blank=True, max_length=40)),
                ("outcome", models.TextField(blank=True, verbose_name="研究结果")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("closed_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(fields=("office", "title"), name="topic_once_an_office")
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.topic",
            ),
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="移送单号")),
                ("organ", models.CharField(max_length=80, verbose_name="移送机关")),
                ("reason", models.TextField(verbose_name="移送理由")),
                ("handed_over", models.TextField(verbose_name="移送内容清单")),
                ("digest", models.CharField(max_length=64, verbose_name="内容摘要值")),
                ("sealed", models.BooleanField(default=False, verbose_name="密封移送")),
                ("transferred_at", models.DateTimeField(verbose_name="移送时间")),
                ("transferred_by", models.CharField(max_length=40, verbose_name="签发人")),
                (
                    "packed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="密封件取出时间"),
                ),
                ("packed_by", models.CharField(blank=True, max_length=40, verbose_name="取出人")),
                ("receipt", models.CharField(blank=True, max_length=60, verbose_name="回执编号")),
                ("received_by", models.CharField(blank=True, max_length=40, verbose_name="接收人")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="接收日期")),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="平台内容销毁时间"),
                ),
                (
                    "boundary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.boundary",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfer",
                        to="cases.case",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="TransferSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "year"), name="one_transfer_series_a_year"
                    )
                ],
            },
        ),
    ]
