"""When somebody last did something about a case, kept on its row; and instructions not reported on."""

import datetime

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

# Neither over nor imported: of nothing else is it asked.
_LIVE = Q(closed_at__isnull=True, historical=False)
# As `verbs.STIRS` left them out when this was written.
_QUIET = (
    "conceal", "cover", "declare_recusal", "disclose", "hand_over", "identify", "lift_recusal", "note",
    "recompute", "recuse", "tag", "unconceal", "untag",
)  # fmt: skip
_FAR = datetime.datetime(9999, 1, 1, tzinfo=datetime.timezone.utc)


def fill(apps, _schema_editor):
    """Of what is in hand, from the log."""
    Case = apps.get_model("cases", "Case")
    Event = apps.get_model("audit", "Event")
    told = Event.objects.filter(object_type="case", object_id=OuterRef("pk"))
    last = told.exclude(kind__in=_QUIET).order_by("-occurred_at").values("occurred_at")[:1]
    known = Case.objects.filter(_LIVE).annotate(last=Subquery(last))
    known.exclude(last=None).update(last_event_at=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_lights_of_firms"),
        ("audit", "0002_keys_and_marks"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="last_event_at",
            field=models.DateTimeField(default=_FAR, verbose_name="最近动态"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=_LIVE, fields=["office", "last_event_at", "id"], name="case_live_quiet"
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(condition=Q(state="open"), fields=["case"], name="instruction_open"),
        ),
    ]
