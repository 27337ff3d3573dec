"""What a write and a page ask of the database: every statement between the browser and the answer,
session and person included, but for those that begin, end and guard a transaction (PostgreSQL
needs four to hold a page read-only inside a test). More rows never cost more."""

import uuid
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.asked import asked, page_asks
from tests.cast import Cast, official_user, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.notifications.actions import notify_of

SignIn = Callable[[User], Client]
# A write keeps what was sent too, so that a second click is known: two more than the verb itself.
# One asks what webhooks want to be told.
# Of these the search's index takes three, whatever was written; on PostgreSQL two.
# Of a page's, one counts what waits by supervision sheets, one asks for those about the case.
# Which case it is, is asked by itself: in one statement with the lock it would read them all.
# Assigning asks once whether the office has sisters.
A_WRITE, A_PAGE = 31, 20
# Asks besides whether the form was sent before, and whether the firm said so before.
COMES_IN = 34


class Counter:
    """One case's life in the browsers of the cast, and what each step asked of the database."""

    def __init__(self, cast: Cast, sign_in: SignIn, case: Case) -> None:
        self.cast, self.sign_in, self.case = cast, sign_in, case
        self.found: dict[str, int] = {}

    def page(self, name: str, user: User) -> None:
        """The case's page, looked at for the second time."""
        client, address = self.sign_in(user), f"/desk/cases/{self.case.number}/"
        self.found[name] = page_asks(client, address)

    def press(self, verb: str, user: User, area: str = "desk", **data: object) -> None:
        """One verb, with what its form says."""
        self.case.refresh_from_db()
        client = self.sign_in(user)
        address = f"/{area}/cases/{self.case.number}/{verb}/"
        client.get(address)
        sent = {"seen": self.case.version, **data}
        self.found[verb] = asked(lambda: client.post(address, sent), 302)


def lived(cast: Cast, sign_in: SignIn, rows: int) -> dict[str, int]:
    """A whole life, with so many reports and notes on the way."""
    life = Counter(cast, sign_in, scenes.submitted(cast, f"第 {rows} 件"))
    life.page("page of a new case", cast.he_fan)
    life.press(
        "triage", cast.he_fan, step="both", kind="help", tier="ordinary", nature="individual",
        urgency="normal", sector="industry", item=cast.electricity.pk, lead=cast.industry.pk,
        co=[cast.power.pk], requirement="请现场核实",
    )  # fmt: skip
    life.press("sign", cast.zhou, handler_phone="0374-2961234")
    for number in range(rows):
        with open_case(life.case.pk, by=person(cast.zhou)) as work:
            handling.report_progress(work, text=f"进展 {number}")
            handling.note(work, text=f"备注 {number}")
    life.page("page at work", cast.zhou)
    life.press("answer", cast.zhou, text="已办结", disposition="resolved", signed_by="郑局长")
    life.page("page to review", cast.shen_jing)
    life.press("complete", cast.shen_jing)
    life.press("rate", cast.zhao, "portal", verdict="solved", satisfaction="5")
    life.press("strike_off", cast.lu_yuan)
    life.page("page at the end", cast.lu_yuan)
    return life.found


def test_writes_and_the_case_page_keep_their_numbers_at_one_row_and_at_three(
    cast: Cast, sign_in: SignIn
) -> None:
    # What was done before is there to suggest from, for both alike.
    lived(cast, sign_in, 1)
    one, three = lived(cast, sign_in, 1), lived(cast, sign_in, 3)
    pages = {name: count for name, count in one.items() if name.startswith("page")}
    writes = {name: count for name, count in one.items() if name not in pages}
    assert max(pages.values()) <= A_PAGE, pages
    assert max(writes.values()) <= A_WRITE, writes
    assert three == one


def comes_in(client: Client, area: str, **more: object) -> int:
    """A firm's words reach the ledger, with a photograph, from one form or the other."""
    photograph = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff\xe0" + b"0" * 64)
    said = {
        "key": uuid.uuid4().hex, "title": uuid.uuid4().hex, "body": uuid.uuid4().hex, "wish": "",
        "reporter_name": "赵总", "reporter_phone": "13800000001", "attachments": [photograph],
        "confidential": "no", **more,
    }  # fmt: skip
    return asked(lambda: client.post(f"/{area}/", said), 302)


def test_what_comes_in_costs_the_same_after_one_case_and_after_three(
    cast: Cast, sign_in: SignIn
) -> None:
    taken: list[tuple[int, int, int]] = []
    for number in range(3):
        scenes.submitted(cast, f"第 {number} 件")
        unknown = {
            "firm-name": f"新芽{number}公司", "firm-status": "preparing", "firm-uscc": "",
            "firm-region": cast.city.code, "firm-sector": "industry",
        }  # fmt: skip
        heard = {"channel": "phone", "foreign_number": ""}
        submitted = comes_in(sign_in(cast.zhao), "portal/new")
        office = sign_in(cast.he_fan)
        known = comes_in(office, "desk/register", firm=cast.diamond.pk, **heard)
        both = comes_in(office, "desk/register", **unknown, **heard)
        taken.append((submitted, known, both))
    submitted, registered, with_its_firm = taken[0]
    assert taken[2] == taken[0]
    assert submitted <= COMES_IN
    assert registered <= COMES_IN
    # Two writes in one: the firm is entered first, with its contact, its own event,
    # and its own texts in the index.
    assert with_its_firm <= registered + 12


def test_a_case_with_rows_in_every_table_costs_no_more(cast: Cast, sign_in: SignIn) -> None:
    plain, full = scenes.case_in(cast, State.IN_PROGRESS), scenes.paused(cast)
    counts = []
    for case in (plain, full):
        life = Counter(cast, sign_in, case)
        life.press("note", cast.zhou, text="已电话核实")
        life.page("page", cast.zhou)
        counts.append(life.found)
    assert counts[1]["note"] <= counts[0]["note"]
    assert counts[1]["page"] <= A_PAGE


@pytest.mark.parametrize("secret", [False, True])
def test_telling_six_takes_as_many_queries_as_telling_two(cast: Cast, *, secret: bool) -> None:
    def told(event: Event) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            notify_of(event.pk)
        return len(queries), Message.objects.filter(key__endswith=f":{event.seq}").count()

    def assigned() -> Event:
        make = scenes.confidential if secret else scenes.case_in
        case = make(cast, State.IN_PROGRESS)
        Message.objects.all().delete()
        return Event.objects.get(object_type="case", object_id=case.pk, kind="assign")

    cache.clear()
    told(assigned())
    few, first = told(assigned())
    for number in range(5):
        official_user(f"协办{number}", f"helper{number}", cast.power, Role.HANDLER)
    many, then = told(assigned())
    assert then == first + 5
    assert many == few
