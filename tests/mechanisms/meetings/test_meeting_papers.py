"""会议通知 goes out as a paper when a meeting is called, anew when it is moved, back when it is not
held."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes.meetings import act, body, called, planned
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.papers import queries
from zhuqi.foundation.papers.enums import PaperState
from zhuqi.foundation.papers.layout.document import Form
from zhuqi.foundation.papers.models import Paper
from zhuqi.mechanisms.meetings.actions import meetings

pytestmark = pytest.mark.django_db


def test_it_says_who_where_and_when_under_the_red_head(cast: Cast) -> None:
    meeting = planned(cast, body(cast))
    drain()
    assert not Paper.objects.exists()
    called(cast, meeting, cast.power)
    drain()
    paper = Paper.objects.get()
    document = queries.document_of(paper, person(cast.sun).scope)
    assert document is not None
    assert (document.form, document.organs) == (Form.OFFICIAL, (cast.city_office.name,))
    assert document.title == f"关于召开市联席会议{meeting.year}年第1次会议的通知"
    assert cast.power.name in document.addressees
    assert "市政府三楼" in str(document.body)


def test_moved_it_is_notified_anew_and_the_old_notice_no_longer_counts(cast: Cast) -> None:
    meeting = planned(cast, body(cast))
    called(cast, meeting)
    drain()
    later = timezone.localdate() + timedelta(days=5)
    act(meeting, cast.he_fan, meetings.postpone,
        day=later, at=time(15), place="市政府五楼", reason="与另一会议冲突")  # fmt: skip
    drain()
    new, old = Paper.objects.order_by("-pk")
    assert (new.state, old.state) == (PaperState.ISSUED, PaperState.WITHDRAWN)
    assert "市政府五楼" in str(new.content)
    act(meeting, cast.he_fan, meetings.cancel, reason="不开了")
    drain()
    assert set(Paper.objects.values_list("state", flat=True)) == {PaperState.WITHDRAWN}
