"""Cases brought to a state by the people of the cast, through the verbs themselves."""

from datetime import date, datetime

from tests.cast import Cast, person
from tests.scenes import steps
from tests.stock import stocked
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import (
    Disposition,
    Satisfaction,
    State,
    Verdict,
)
from zhuqi.ledgers.cases.models import Boundary, Case, RecusalKind, Topic
from zhuqi.ledgers.cases.requests.actions import extensions, objections, pauses
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.topics import actions as topics
from zhuqi.ledgers.cases.topics import merging
from zhuqi.ledgers.cases.transfers import actions as transferring

# The way every case goes; `case_in` stops where it is told.
WAY = (
    State.SUBMITTED,
    State.ACCEPTED,
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.ANSWERED,
    State.COMPLETED,
)


@stocked
def submitted(cast: Cast, title: str = "车间用电增容迟迟不批", now: datetime | None = None) -> Case:
    """钻石公司 has a problem."""
    return intake.submit(
        enterprise=cast.diamond,
        submission=Submission(
            title=title,
            body="去年十一月申请增容，至今没有批下来，新设备装好了不能开。",
            wish="希望年前通电",
            reporter_name="赵总",
            reporter_phone="13812345678",
        ),
        by=person(cast.zhao),
        now=now,
    )


@stocked
def case_in(
    cast: Cast,
    state: State,
    *,
    disposition: Disposition = Disposition.RESOLVED,
    verdict: Verdict | None = None,
    title: str = "车间用电增容迟迟不批",
    now: datetime | None = None,
) -> Case:
    """A city case in a state: led by the industry bureau, helped by the power company."""
    case = submitted(cast, title, now)
    reached = WAY.index(state) if state in WAY else len(WAY) - 1
    for act in (_accept, _assign, _sign, _answer, _complete)[:reached]:
        act(cast, case, disposition, now)
    if verdict:
        comment = "" if verdict == Verdict.SOLVED else "还差一台变压器"
        steps.rate(case, cast.zhao, verdict, comment, now)
    if state == State.STRUCK_OFF:
        steps.strike_off(case, cast.lu_yuan, now)
    case.refresh_from_db()
    return case


def _accept(cast: Cast, case: Case, _disposition: Disposition, now: datetime | None) -> None:
    steps.accept(case, cast.he_fan, cast.electricity, now)


def _assign(cast: Cast, case: Case, _disposition: Disposition, now: datetime | None) -> None:
    steps.assign(case, steps.by_industry(cast), "请现场核实", now)


def _sign(cast: Cast, case: Case, _disposition: Disposition, now: datetime | None) -> None:
    steps.sign(case, cast.zhou, "0374-2961234", now)


def _answer(cast: Cast, case: Case, disposition: Disposition, now: datetime | None) -> None:
    steps.answer(
        case,
        cast.zhou,
        "增容手续已办结，十二月五日送电。",
        signed_by="郑局长",
        disposition=disposition,
        now=now,
    )


def _complete(cast: Cast, case: Case, _disposition: Disposition, now: datetime | None) -> None:
    steps.complete(case, cast.shen_jing, now)


@stocked
def withdrawal_asked(cast: Cast) -> Case:
    """钻石公司 wants to take back what the bureau already works on."""
    case = case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        intake.ask_withdrawal(work, reason="已自行解决")
    case.refresh_from_db()
    return case


@stocked
def carried(cast: Cast) -> Case:
    """Planned, and followed with a next date."""
    case = case_in(cast, State.COMPLETED, disposition=Disposition.PLANNED)
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        closing.carry(work, until=date(2049, 3, 1), reason="列入明年电网改造计划")
    case.refresh_from_db()
    return case


@stocked
def declined(cast: Cast) -> Case:
    """Not the office's matter."""
    case = submitted(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        intake.decline(
            work, organ="许昌市活动办", ground="已进入诉讼程序", where_to_go="魏都区人民法院"
        )
    case.refresh_from_db()
    return case


@stocked
def co_signed(cast: Cast) -> Case:
    """The power company has taken its sheet and owes an opinion."""
    case = case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.sun)) as work:
        handling.sign(work)
    case.refresh_from_db()
    return case


@stocked
def objected(cast: Cast) -> Case:
    """The industry bureau has taken its sheet, and says that it is the power company's matter."""
    case = case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        objections.object_to(work, reason="属供电公司职责", suggested=cast.power)
    case.refresh_from_db()
    return case


@stocked
def extension_asked(cast: Cast) -> Case:
    """The bureau can't be done in time."""
    case = case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        extensions.ask_extension(work, amount=5, reason="变压器未到货")
    case.refresh_from_db()
    return case


@stocked
def pause_asked(cast: Cast) -> Case:
    """The bureau waits for papers of the firm."""
    case = case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.zhou)) as work:
        pauses.ask_pause(work, reason="等企业补材料", until=date(2049, 3, 1))
    case.refresh_from_db()
    return case


@stocked
def paused(cast: Cast) -> Case:
    """Time stands still."""
    case = pause_asked(cast)
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        pauses.pause(work, reason="等企业补材料", until=date(2049, 3, 1))
    case.refresh_from_db()
    return case


@stocked
def confidential(cast: Cast, state: State = State.IN_PROGRESS) -> Case:
    """A case whose firm only the office and the firm itself know."""
    case = case_in(cast, state)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业来电要求保密")
    case.refresh_from_db()
    return case


@stocked
def complained_of_somebody(cast: Cast) -> Case:
    """The firm complains of a unit in words that could mean several."""
    return intake.submit(
        enterprise=cast.diamond,
        submission=Submission(
            title="办证被反复退件",
            body="材料齐全，退了四次，没有书面理由。",
            reporter_name="赵总",
            reporter_phone="13812345678",
            complained_of="人社局的窗口",
        ),
        by=person(cast.zhao),
    )


@stocked
def twin(cast: Cast) -> Case:
    """The firm has raised the same thing before, and that is being handled."""
    case_in(cast, State.IN_PROGRESS)
    return case_in(cast, State.IN_PROGRESS, title="又反映一次增容")


@stocked
def merged(cast: Cast) -> Case:
    """Handled as the firm's other case."""
    case = twin(cast)
    main = Case.objects.filter(enterprise=cast.diamond).earliest("pk")
    with open_case(case.pk, by=person(cast.he_fan), also=[main.pk]) as work:
        merging.merge(work, into=main.pk, reason="同一件事")
    case.refresh_from_db()
    return case


@stocked
def transferred(cast: Cast, code: str = "suit") -> Case:
    """Handed over to the organ whose matter it is."""
    case = case_in(cast, State.ACCEPTED)
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        transferring.transfer(
            work,
            boundary=Boundary.objects.get(code=code),
            organ="许昌市中级人民法院",
            reason="已进入诉讼程序",
        )
    case.refresh_from_db()
    return case


@stocked
def recused(cast: Cast) -> Case:
    """The housing bureau of 襄城县 keeps away."""
    case = case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.recuse(work, kind=RecusalKind.RELATION, unit=cast.housing, reason="亲属关系")
    case.refresh_from_db()
    return case


@stocked
def topic(cast: Cast) -> Topic:
    """What many firms of the city share."""
    found = Topic.objects.filter(office=cast.city_office).first()
    return found or topics.open_topic(
        office=cast.city_office, title="园区电压不稳", by=person(cast.he_fan)
    )


@stocked
def bundled(cast: Cast) -> Case:
    """Looked into together with others."""
    case = case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        topics.bundle(work, topic=topic(cast))
    case.refresh_from_db()
    return case


@stocked
def second_round(cast: Cast) -> Case:
    """Answered twice, and the firm is not content."""
    case = case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY)
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        closing.redo(work, reason="还差一台变压器")
    _answer(cast, case, Disposition.RESOLVED, None)
    _complete(cast, case, Disposition.RESOLVED, None)
    with open_case(case.pk, by=person(cast.zhao)) as work:
        closing.rate(
            work,
            verdict=Verdict.PARTLY,
            satisfaction=Satisfaction.DISSATISFIED,
            comment="还是不够",
        )
    case.refresh_from_db()
    return case
