"""保密: who learns whose complaint it is, and what its text tells."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, official_user, person
from tests.scenes import cases as scenes
from tests.scenes.complaints import COMPLAINT, accept, assign, complain, handled
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours, Person, Role
from zhuqi.foundation.accounts.actions import keep_proof
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions.contacts import add_contact, remove_contact
from zhuqi.foundation.directory.actions.enterprises import ContactDraft, change_enterprise
from zhuqi.foundation.directory.models import EnterpriseContact
from zhuqi.interfaces.desk.cases.moments import note_of
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.actions import handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import (
    CaseRole,
    Kind,
    Nature,
    State,
    Tier,
    Verb,
)
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.reading.fields import Field
from zhuqi.ledgers.cases.reading.file_access import may_open
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.secrecy.models import redactions_of
from zhuqi.ledgers.cases.secrecy.redaction import COVERED, HIDDEN_FIRM, SOME_FIRM, SOMEBODY
from zhuqi.ledgers.cases.topics import splitting


def rows(by: Person, filters: Filters | None = None) -> list[Case]:
    return list(queries.ledger(by.scope, filters or Filters(), timezone.now()))


# Who learns whose it is -------------------------------------------------------------------------


def test_the_office_and_the_firm_see_the_whole_row(cast: Cast) -> None:
    case = handled(cast)
    for user in (cast.he_fan, cast.shen_jing, cast.lu_yuan, cast.mayor, cast.inspector, cast.zhao):
        file = case_file(person(user), case.pk)
        assert file is not None
        assert Field.FIRM in file.fields
        assert file.case.firm_name == "许昌钻石公司"
        assert file.case.body == COMPLAINT.body
        assert [f.name for f in file.files] == ["钻石公司营业执照.pdf"]


def test_the_lead_unit_sees_a_row_without_the_firm(cast: Cast) -> None:
    case = handled(cast)
    file = case_file(person(cast.sun), case.pk)
    assert file is not None
    seen = file.case
    assert Field.FIRM not in file.fields
    assert (seen.firm_name, seen.enterprise, seen.reporter_name, seen.reporter_phone) == (
        HIDDEN_FIRM,
        None,
        "",
        "",
    )
    assert seen.title == f"{SOME_FIRM}被重复检查"
    assert seen.body == f"{SOME_FIRM}一个月被查了六次。联系{SOMEBODY} {SOMEBODY}。"
    assert (seen.sector, seen.chamber, seen.foreign_number) == ("", None, "")
    assert file.files == []
    assert file.assignments[0].requirement == f"请与{SOME_FIRM}核实"
    assert [m.who for m in file.moments if m.verb == Verb.SUBMIT] == [HIDDEN_FIRM]
    assert file.liaison is None


def test_a_row_read_without_its_firm_cannot_be_written_back(cast: Cast) -> None:
    case = handled(cast)
    seen = Case.objects.visible_to(person(cast.sun).scope).get(pk=case.pk)
    with pytest.raises(ValueError, match="can't be saved"):
        seen.save()
    with pytest.raises(TypeError):
        Case.objects.visible_to(person(cast.sun).scope).iterator()


def test_whoever_looks_after_the_firm_does_not_see_the_row(cast: Cast) -> None:
    case = handled(cast)
    assert case_file(person(cast.lin), case.pk) is None
    assert rows(person(cast.lin)) == []


def test_looking_after_the_firm_tells_nothing_to_who_works_on_the_case(cast: Cast) -> None:
    case = handled(cast)
    lin_too = replace(person(cast.sun).scope, liaised=frozenset({cast.diamond.pk}))
    file = case_file(replace(person(cast.sun), scope=lin_too), case.pk)
    assert file is not None
    assert file.case_roles == {CaseRole.LEAD}


def test_the_office_may_tell_a_unit_and_the_firm_reads_whom(cast: Cast) -> None:
    case = handled(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.disclose(work, units=[cast.power], reason="须到现场核实")
    file = case_file(person(cast.sun), case.pk)
    assert file is not None
    assert file.case.firm_name == "许昌钻石公司"
    firms_file = case_file(person(cast.zhao), case.pk)
    assert firms_file is not None
    [told] = [m for m in firms_file.moments if m.verb == Verb.DISCLOSE]
    assert note_of(told) == "许昌供电：须到现场核实"


def test_a_unit_without_a_sheet_or_told_already_is_not_told(cast: Cast) -> None:
    case = handled(cast)
    for unit in (cast.housing, cast.industry):
        with pytest.raises(NotValid), open_case(case.pk, by=person(cast.he_fan)) as work:
            secrecy.disclose(work, units=[unit], reason="误选")
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.disclose(work, units=[cast.power], reason="须到现场核实")
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.disclose(work, units=[cast.power], reason="再点一次")


def test_marking_and_unmarking_are_events_with_a_reason(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with pytest.raises(NotNow), open_case(case.pk, by=person(cast.shen_jing)) as work:
        secrecy.unconceal(work, reason="没有标过")
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业来电要求")
    with pytest.raises(NotValid), open_case(case.pk, by=person(cast.lu_yuan)) as work:
        secrecy.unconceal(work, reason=" ")
    with pytest.raises(NotYours), open_case(case.pk, by=person(cast.zhou)) as work:
        secrecy.unconceal(work, reason="承办单位想知道")
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        secrecy.unconceal(work, reason="企业同意公开")
    events = Event.objects.filter(object_type="case", object_id=case.pk)
    marked = events.get(kind="conceal")
    assert marked.facts["changes"]["confidential"] == [False, True]
    assert events.get(kind="unconceal").facts["reason"] == "企业同意公开"


# What the text itself tells --------------------------------------------------------------------


def telling(cast: Cast) -> Case:
    """A complaint whose text says more than names."""
    cast.diamond.address = "许昌市魏都区先进制造业开发区纺织路东段66号"
    cast.diamond.name = "许昌拓裕超硬刀具有限公司"
    cast.diamond.save()
    said = replace(
        COMPLAINT,
        title="拓裕被重复检查",
        body="我们拓裕在纺织路做超硬刀具，车牌豫K12345，老赵知道。",
    )
    return complain(cast, said)


def test_what_may_tell_the_firm_is_marked_and_judged_before_a_unit_reads_it(cast: Cast) -> None:
    case = telling(cast)
    marked = {row.text: row.kind for row in case.covers.all()}
    assert marked == {
        "纺织路": "address",
        "老赵": "person",
        "超硬刀具": "product",
        "豫K12345": "number",
    }
    accept(cast, case)
    with pytest.raises(NotNow, match="4 处"):
        assign(cast, case, cast.power)
    kept = case.covers.get(text="超硬刀具")
    with (
        pytest.raises(NotValid, match="没有“大车间”"),
        open_case(case.pk, by=person(cast.he_fan)) as work,
    ):
        secrecy.cover(work, more="大车间")
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.cover(work, marks=[row.pk for row in case.covers.exclude(pk=kept.pk)], more="做")
    assign(cast, case, cast.power)
    file = case_file(person(cast.sun), case.pk)
    assert file is not None
    assert file.case.title == f"{SOME_FIRM}被重复检查"
    assert file.case.body == (
        f"我们{SOME_FIRM}在{COVERED}{COVERED}超硬刀具，车牌{COVERED}，{COVERED}知道。"
    )
    office = case_file(person(cast.he_fan), case.pk)
    assert office is not None
    assert "我们拓裕在纺织路做超硬刀具" in office.case.body
    event = Event.objects.get(object_type="case", object_id=case.pk, kind="cover")
    assert (event.facts["covered"], event.facts["uncovered"]) == (4, 1)
    assert "纺织路" not in str(event.data)


def test_the_town_it_lies_in_is_asked_about_too(cast: Cast) -> None:
    cast.diamond.address = "禹州市神垕镇祥云大道9号"
    cast.diamond.save()
    case = complain(cast, replace(COMPLAINT, body="我们在神垕烧窑，镇里来查过六次。"))
    assert case.covers.get().text == "神垕"


def test_what_nobody_judged_is_covered_until_then(cast: Cast) -> None:
    case = telling(cast)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    redaction = redactions_of([case])[case.pk]
    assert "纺织路" not in redaction.over(case.body)


def test_renamed_and_with_other_people_the_firm_stays_hidden_in_what_was_written(
    cast: Cast,
) -> None:
    contact = EnterpriseContact.objects.create(
        enterprise=cast.diamond, name="钟离秋", phone="13733990011", email="qiu@yuanlai.com"
    )
    cast.diamond.name, cast.diamond.address = "许昌源莱超硬刀具有限公司", "许昌市纺织路东段66号"
    cast.diamond.save()
    body = "源莱的钟离秋 137-3399-0011，qiu@yuanlai.com，纺织路东段66号。"
    case = complain(cast, replace(COMPLAINT, title="源莱被重复检查", body=body))
    contact.delete()
    cast.diamond.name, cast.diamond.address = "许昌恒信刀具有限公司", "许昌市中原路1号"
    cast.diamond.save()
    covered = redactions_of([case])[case.pk].over(f"{case.title}{case.body}恒信")
    assert not [word for word in ("源莱", "钟离", "3399", "纺织", "恒信") if word in covered]


def test_concealed_after_two_renamings_it_is_covered_by_every_name_it_bore(cast: Cast) -> None:
    by = person(cast.he_fan)
    change_enterprise(enterprise=cast.diamond, by=by.actor, name="许昌源莱超硬刀具有限公司")
    contact = add_contact(
        enterprise=cast.diamond,
        draft=ContactDraft(name="钟离秋", phone="13733990011", email="qiu@yuanlai.com"),
        by=by,
    )
    body = "源莱的钟离秋 137-3399-0011，qiu@yuanlai.com 反映。"
    case = complain(cast, replace(COMPLAINT, confidential=False, title="源莱被查", body=body))
    change_enterprise(enterprise=cast.diamond, by=by.actor, name="许昌衡钧刀具有限公司")
    with open_case(case.pk, by=person(cast.zhao)) as work:
        intake.supplement(work, text="衡钧又来电催问。")
    remove_contact(contact=contact, by=by)
    change_enterprise(enterprise=cast.diamond, by=by.actor, name="许昌恒信刀具有限公司")
    with open_case(case.pk, by=by) as work:
        secrecy.conceal(work, reason="企业要求")
    covered = redactions_of([case])[case.pk].over(f"{case.title}{body}衡钧又来电催问。恒信")
    words = ("源莱", "钟离", "3399", "yuanlai", "衡钧", "恒信")
    assert not [word for word in words if word in covered]


def test_numbers_its_people_gave_up_are_covered_wherever_they_still_stand(cast: Cast) -> None:
    for phone in ("13733990011", "13733990022"):
        keep_proof(user=cast.zhao, phone=phone, by=person(cast.zhao).actor)
    body = "联系 137-3399-0011 或 +86 13733990022、13733990033。"
    case = complain(cast, replace(COMPLAINT, title="被重复检查", body=body))
    for phone in ("13733990033", "13733990044"):
        keep_proof(user=cast.zhao, phone=phone, by=person(cast.zhao).actor)
    # A number that has gone to somebody else still names her in what was written before.
    keep_proof(user=cast.feng, phone="13733990044")
    covered = redactions_of([case])[case.pk].over(f"{case.body}13733990044")
    assert not [number for number in ("0011", "0022", "0033", "0044") if number in covered]


def test_what_was_parted_after_a_renaming_is_covered_by_the_old_name_too(cast: Cast) -> None:
    case = complain(cast, replace(COMPLAINT, title="钻石被重复检查", body="钻石的线路；另外罚款。"))
    cast.diamond.name = "许昌恒信刀具有限公司"
    cast.diamond.save()
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        splitting.split(work, title="罚款", body="钻石公司被罚款", stays="重复检查的事")
    second = Case.objects.get(split_from=case)
    assert "钻石" not in redactions_of([second])[second.pk].over(second.body)


def test_a_place_is_marked_once_by_the_longest_words_that_stand_there(cast: Cast) -> None:
    case = telling(cast)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        intake.supplement(work, text="先进制造业开发区里、魏都区的开发区里都查过。")
    texts = set(case.covers.values_list("text", flat=True))
    assert "先进制造业开发区" in texts
    assert not {"制造业开发区", "造业开发区", "开发区"} & texts


def test_what_officials_wrote_when_handing_it_up_names_nobody_either(cast: Cast) -> None:
    case = intake.submit(
        enterprise=cast.shoes,
        submission=replace(COMPLAINT, title="检查", body="一月六次", complained_of=""),
        by=person(cast.feng),
    )
    with open_case(case.pk, by=person(cast.qin_lan)) as work:
        intake.accept(
            work, kind=Kind.COMPLAINT, tier=Tier.ORDINARY, nature=Nature.INDIVIDUAL,
            item=cast.electricity, sector="industry",
        )  # fmt: skip
        levels.escalate(work, reason="襄城鞋业反映，县里协调不下")
        handling.assign(work, lead=cast.labour)
    worker = official_user("人社员", "renshe", cast.labour, Role.HANDLER)
    file = case_file(person(worker), case.pk)
    assert file is not None
    assert [row.reason for row in file.aggregate.escalations] == [f"{SOME_FIRM}反映，县里协调不下"]


def test_what_was_covered_goes_with_the_text_when_it_is_erased(cast: Cast) -> None:
    case = telling(cast)
    with transaction.atomic():
        erase_content(case.pk, by=SYSTEM, reason="到期")
    assert not case.covers.exists()
    assert not case.known_as.exists()


def test_more_words_of_the_firm_are_marked_too(cast: Cast) -> None:
    case = telling(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.cover(work, marks=[row.pk for row in case.covers.all()])
    with open_case(case.pk, by=person(cast.zhao)) as work:
        intake.supplement(work, text="门牌是66号，电话 0374-7654321。")
    assert set(case.covers.filter(state="open").values_list("text", flat=True)) == {
        "66号", "0374-7654321"
    }  # fmt: skip


def test_a_case_marked_confidential_later_is_looked_through_then(cast: Cast) -> None:
    case = scenes.case_in(cast, State.ACCEPTED, title="纺织路停电")
    cast.diamond.address = "许昌市纺织路1号"
    cast.diamond.save()
    assert not case.covers.exists()
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业来电要求")
    assert [row.text for row in case.covers.all()] == ["纺织路"]
    with pytest.raises(NotNow):
        assign(cast, case, cast.power)


# What is asked of rows --------------------------------------------------------------------------


def probes(cast: Cast) -> list[Filters]:
    """What somebody would ask to find out whose complaint it is."""
    return [
        Filters(text="许昌钻石公司"),
        Filters(text="钻石"),
        Filters(text=cast.diamond.uscc or ""),
        Filters(text="赵总"),
        Filters(enterprise=cast.diamond.pk),
        Filters(sector="industry"),
        Filters(channel="portal"),
        Filters(region="411000001"),
    ]


@pytest.mark.parametrize("who", ["sun", "zhou", "head_zheng", "lin", "qin_lan"])
def test_probes_find_the_same_with_and_without_the_complaint(cast: Cast, who: str) -> None:
    other = scenes.case_in(cast, State.IN_PROGRESS)  # industry leads, power helps
    asker = person(getattr(cast, who))
    before = [[row.pk for row in rows(asker, f)] for f in probes(cast)]
    firms_before = set(queries.firms_worked_on(asker).values_list("enterprise_id", flat=True))
    count_before = queries.cases_of_firm(asker, cast.diamond).count()
    case = handled(cast)
    assert [[row.pk for row in rows(asker, f)] for f in probes(cast)] == before
    assert set(queries.firms_worked_on(asker).values_list("enterprise_id", flat=True)) == (
        firms_before
    )
    assert queries.cases_of_firm(asker, cast.diamond).count() == count_before
    assert {case.pk, other.pk} >= {row.pk for row in rows(asker)}


def test_the_office_finds_it_by_its_firm(cast: Cast) -> None:
    case = handled(cast)
    for filters in probes(cast)[:2]:
        assert [row.pk for row in rows(person(cast.he_fan), filters)] == [case.pk]
    assert queries.cases_of_firm(person(cast.zhao), cast.diamond).count() == 1


def test_files_of_the_firm_do_not_open_for_the_lead_unit(cast: Cast) -> None:
    case = handled(cast)
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.report_progress(
            work,
            text="已现场核实",
            attachments=prepare(
                [
                    SimpleUploadedFile("现场.pdf", b"%PDF-1.4 a"),
                    SimpleUploadedFile("钻石公司现场.pdf", b"%PDF-1.4 b"),
                ]
            ),
        )
    office = case_file(person(cast.he_fan), case.pk)
    assert office is not None
    lead = person(cast.sun)
    assert [may_open(lead, case.pk, f) for f in office.files] == [False, True, False]
    assert all(may_open(person(cast.he_fan), case.pk, f) for f in office.files)


def test_the_log_of_a_confidential_case_names_nobody_of_the_firm(cast: Cast) -> None:
    case = handled(cast)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        intake.supplement(work, text="又来查了一次")
    for event in Event.objects.filter(object_type="case", object_id=case.pk):
        chain = f"{event.actor_name} {event.actor_unit} {event.data}"
        for word in ("赵总", "钻石", "13812345678", '"enterprise_id"'):
            assert word not in chain, event.kind
    file = case_file(person(cast.zhao), case.pk)
    assert file is not None
    assert {m.who for m in file.moments if m.verb in {Verb.SUBMIT, Verb.SUPPLEMENT}} == {
        "许昌钻石公司 赵总"
    }


def test_both_ways_of_asking_for_ones_rows_give_the_same(cast: Cast) -> None:
    handled(cast)
    scenes.recused(cast)
    scenes.case_in(cast, State.IN_PROGRESS)
    people = [value for value in vars(cast).values() if isinstance(value, User)]
    for user in people:
        scope = person(user).scope
        listed = Case.objects.visible_to(scope).order_by("pk")
        asked = Case.objects.live().within_reach(scope).order_by("pk")
        assert [c.title for c in listed] == [c.title for c in asked], user
        both = Case.objects.live() & Case.objects.within_reach(scope)
        assert [c.firm_name for c in both.order_by("pk")] == [c.firm_name for c in listed]


def test_rows_that_hide_nothing_cost_nothing_more(cast: Cast) -> None:
    scope = person(cast.he_fan).scope
    for number in range(3):
        scenes.submitted(cast, title=f"第{number}件", now=timezone.now() - timedelta(hours=number))
    with CaptureQueriesContext(connection) as asked:
        assert len(list(Case.objects.in_own_ledger(scope))) == 3
    assert len(asked) == 1


def test_covering_costs_the_same_for_one_row_and_for_three(cast: Cast) -> None:
    scope = person(cast.sun).scope
    handled(cast)
    with CaptureQueriesContext(connection) as one:
        assert len(list(Case.objects.visible_to(scope))) == 1
    handled(cast)
    handled(cast)
    with CaptureQueriesContext(connection) as three:
        assert len(list(Case.objects.visible_to(scope))) == 3
    assert len(one) == len(three)
