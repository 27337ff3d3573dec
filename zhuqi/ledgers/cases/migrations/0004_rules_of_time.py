"""How limits are counted becomes data of an edition; editions until now keep the former way."""

from datetime import datetime, timedelta, timezone

from django.db import migrations, models

_SHANGHAI = timezone(timedelta(hours=8))
# The last year whose notice the software held when this was written.
_PUBLISHED = 2026


def mark_december(apps, _editor):
    """December before a year without a notice may still change: its due times are provisional."""
    notices = apps.get_model("directory", "CalendarNotice").objects.filter(revoked_at=None)
    settled = {*range(2004, _PUBLISHED + 1), *notices.values_list("year", flat=True)}
    clocks = apps.get_model("cases", "Clock").objects
    for year in settled:
        if year + 1 not in settled:
            first = datetime(year, 12, 1, tzinfo=_SHANGHAI)
            last = datetime(year + 1, 1, 1, tzinfo=_SHANGHAI)
            clocks.filter(due_at__gte=first, due_at__lt=last).update(provisional=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_time_of_every_state"),
        ("directory", "0002_calendar_adds_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="schemerule",
            name="followed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="schemerule",
            name="note",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="schemerule",
            name="ours",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="paused_day",
            field=models.CharField(
                choices=[
                    ("half", "暂停超过当日办公时间一半的，当日不计（本平台规定）"),
                    ("close", "下班时仍在暂停的，当日不计（本平台规定）"),
                ],
                default="close",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="roll",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="start_rule",
            field=models.CharField(
                choices=[
                    ("next_day", "起算当日不计入，从次日算起（民法典第二百零一条）"),
                    (
                        "next_opening",
                        "不在办公时间的，视为下次上班时提出，当日不计入（本平台原来的做法）",
                    ),
                ],
                default="next_opening",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="yellow_days",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="yellow_percent",
            field=models.PositiveSmallIntegerField(default=50),
        ),
        migrations.AlterField(
            model_name="clock",
            name="clock",
            field=models.CharField(
                choices=[
                    ("accept", "受理"),
                    ("issue", "交办"),
                    ("sign", "签收"),
                    ("contact", "首次联系"),
                    ("stage", "阶段报告"),
                    ("resolve", "办理"),
                    ("co_unit", "协办意见"),
                    ("review", "办结审核"),
                    ("rating", "企业评价"),
                    ("call_back", "回访"),
                    ("conclude", "评价后研判"),
                    ("redo", "重办"),
                    ("carry", "挂账复核"),
                    ("part", "分办答复"),
                    ("sub", "二次分办"),
                    ("escalation", "提级研判"),
                    ("strike_off", "销号审核"),
                    ("superior", "上级时限"),
                    ("objection", "异议裁定"),
                    ("extension", "延期审批"),
                    ("ask_pause", "挂起审批"),
                    ("pause", "挂起复核"),
                    ("instruction", "批示报告"),
                    ("may_object", "可提异议"),
                    ("ask_ahead", "延期须提前"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="schemerule",
            name="clock",
            field=models.CharField(
                choices=[
                    ("accept", "受理"),
                    ("issue", "交办"),
                    ("sign", "签收"),
                    ("contact", "首次联系"),
                    ("stage", "阶段报告"),
                    ("resolve", "办理"),
                    ("co_unit", "协办意见"),
                    ("review", "办结审核"),
                    ("rating", "企业评价"),
                    ("call_back", "回访"),
                    ("conclude", "评价后研判"),
                    ("redo", "重办"),
                    ("carry", "挂账复核"),
                    ("part", "分办答复"),
                    ("sub", "二次分办"),
                    ("escalation", "提级研判"),
                    ("strike_off", "销号审核"),
                    ("superior", "上级时限"),
                    ("objection", "异议裁定"),
                    ("extension", "延期审批"),
                    ("ask_pause", "挂起审批"),
                    ("pause", "挂起复核"),
                    ("instruction", "批示报告"),
                    ("may_object", "可提异议"),
                    ("ask_ahead", "延期须提前"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="schemerule",
            name="unit",
            field=models.CharField(
                choices=[
                    ("hour", "小时"),
                    ("natural_day", "自然日"),
                    ("working_day", "个工作日"),
                    ("month", "个月"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="schemeversion",
            name="paused_day",
            field=models.CharField(
                choices=[
                    ("half", "暂停超过当日办公时间一半的，当日不计（本平台规定）"),
                    ("close", "下班时仍在暂停的，当日不计（本平台规定）"),
                ],
                default="half",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="schemeversion",
            name="roll",
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name="schemeversion",
            name="start_rule",
            field=models.CharField(
                choices=[
                    ("next_day", "起算当日不计入，从次日算起（民法典第二百零一条）"),
                    (
                        "next_opening",
                        "不在办公时间的，视为下次上班时提出，当日不计入（本平台原来的做法）",
                    ),
                ],
                default="next_day",
                max_length=12,
            ),
        ),
        migrations.RunPython(mark_december, migrations.RunPython.noop),
    ]
