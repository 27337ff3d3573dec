"""What 赵总 holds in his hand after submitting."""

from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.scenes import portal as life
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.models import Clock


def test_it_has_the_number_the_officer_and_what_happens_by_when(cast: Cast, zhao: Client) -> None:
    case = life.submitted(cast)
    page = life.text_of(zhao, reverse("portal:receipt", args=[case.number]) + "?sent")
    due = Clock.objects.get(case=case, clock="accept").due_at
    assert "已经收到" in page
    assert f'<p class="p-number">{case.number}</p>' in page
    assert "助企干部 林助" in page
    assert 'href="tel:03742960000"' in page
    assert wording.moment(due) in page
    assert "一般事项转给责任单位后 15 个工作日内答复" in page
    assert f'data-draft-done="new-{cast.diamond.pk}"' in page


def test_opened_later_it_does_not_clear_a_draft(cast: Cast, zhao: Client) -> None:
    case = life.in_progress(cast)
    page = life.text_of(zhao, reverse("portal:receipt", args=[case.number]))
    assert "data-draft-done" not in page
    assert "国网许昌供电公司 孙电" in page
    assert "转给国网许昌供电公司" in page


def test_a_case_that_is_over_has_no_steps(cast: Cast, zhao: Client) -> None:
    for case in (life.withdrawn(cast), life.declined(cast), life.struck_off(cast)):
        page = life.text_of(zhao, reverse("portal:receipt", args=[case.number]))
        assert "每一步什么时候" not in page
