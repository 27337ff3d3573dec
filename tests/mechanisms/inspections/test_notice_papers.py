"""整改通知 goes out as a paper when it is signed, and back when it is dropped."""

import pytest

from tests.cast import Cast, person
from tests.scenes.inspections import finding_in
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.papers import queries
from zhuqi.foundation.papers.enums import PaperState
from zhuqi.foundation.papers.layout.document import Form
from zhuqi.foundation.papers.models import Paper
from zhuqi.mechanisms.inspections.actions import findings
from zhuqi.mechanisms.inspections.enums import FindingState

pytestmark = pytest.mark.django_db


def test_a_draft_is_none_and_the_signed_notice_says_what_to_put_right(cast: Cast) -> None:
    finding_in(cast, FindingState.DRAFTED)
    drain()
    assert not Paper.objects.exists()


def test_the_unit_reads_its_notice_and_others_do_not(cast: Cast) -> None:
    found = finding_in(cast, FindingState.ISSUED)
    drain()
    paper = Paper.objects.get()
    assert (paper.number, paper.to, paper.state) == (
        found.number, cast.industry.name, PaperState.ISSUED,
    )  # fmt: skip
    document = queries.document_of(paper, person(cast.wu).scope)
    assert document is not None
    assert document.form == Form.PLAIN
    assert "补写结果，举一反三。" in str(document.body)
    seen = [queries.papers(person(one).scope).exists() for one in (cast.wu, cast.sun, cast.zhao)]
    assert seen == [True, False, False]


def test_dropped_it_is_withdrawn(cast: Cast) -> None:
    found = finding_in(cast, FindingState.ISSUED)
    with findings.FINDINGS.open(found.pk, by=person(cast.lu_yuan)) as change:
        findings.drop(change, reason="查错了")
    drain()
    assert Paper.objects.get().state == PaperState.WITHDRAWN
