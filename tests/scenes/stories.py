"""One story for every verb of a case done at the desk: by whom, on which case, with what."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import levels
from tests.scenes.papers import drafted, instructed
from tests.scenes.splitting import split_off
from tests.stock import stocked
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.actions.tags import TAGS
from zhuqi.foundation.directory.models import Tag
from zhuqi.ledgers.cases.actions import tagging
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition, State, Verb, Verdict
from zhuqi.ledgers.cases.instructions.actions import report_on
from zhuqi.ledgers.cases.models import Boundary, Case, Recusal


@dataclass(frozen=True)
class Story:
    """Who does the verb, on which case, with what, and where it leads. `may`: whom it fits."""

    who: str
    scene: Callable[[Cast], Case]
    data: Callable[[Cast], dict[str, object]]
    leads_to: State
    may: tuple[str, ...] = ()

    @property
    def allowed(self) -> tuple[str, ...]:
        return (self.who, *self.may)


def _in(state: State, **more: object) -> Callable[[Cast], Case]:
    return lambda cast: scenes.case_in(cast, state, **more)  # type: ignore[arg-type]


def _with(**data: object) -> Callable[[Cast], dict[str, object]]:
    return lambda _cast: data


def _tagged(_cast: Cast) -> dict[str, object]:
    tag = Tag.objects.first() or TAGS.add(name="周例会", for_cases=True, by=SYSTEM)
    return {"tags": [tag.pk]}


@stocked
def _untaggable(cast: Cast) -> Case:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    _tagged(cast)
    with open_case(case.pk, by=person(cast.he_fan)) as change:
        tagging.tag(change, tags=Tag.objects.all())
    return Case.objects.get(pk=case.pk)


@stocked
def _reported(cast: Cast) -> Case:
    case = instructed(cast)
    with open_case(case.pk, by=person(cast.zhou)) as change:
        report_on(change, ordinal=1, text="方案已定")
    case.refresh_from_db()
    return case


STORIES: dict[Verb, Story] = {
    Verb.SUPPLEMENT: Story(
        "lin", _in(State.IN_PROGRESS), _with(text="补充供电合同"), State.IN_PROGRESS, ("he_fan",)
    ),
    Verb.ACCEPT: Story(
        "he_fan",
        _in(State.SUBMITTED),
        lambda cast: {
            "kind": "help",
            "tier": "complex",
            "nature": "individual",
            "urgency": "urgent",
            "sector": "industry",
            "item": cast.electricity.pk,
        },
        State.ACCEPTED,
    ),
    # A colleague of the unit is told that the handler or the head has to do it.
    Verb.HAND_OVER: Story(
        "zhou",
        _in(State.IN_PROGRESS),
        lambda cast: {"to": cast.wu.pk, "reason": "业务调整"},
        State.IN_PROGRESS,
        ("wu", "head_zheng"),
    ),
    Verb.DECLINE: Story(
        "he_fan",
        _in(State.SUBMITTED),
        _with(organ="许昌市活动办", ground="已进入诉讼程序", where_to_go="人民法院"),
        State.DECLINED,
    ),
    Verb.ASSIGN: Story(
        "he_fan",
        _in(State.ACCEPTED),
        lambda cast: {"lead": cast.industry.pk, "co": [cast.power.pk], "requirement": "速办"},
        State.ASSIGNED,
    ),
    Verb.RECALL: Story("he_fan", _in(State.ASSIGNED), _with(reason="派错了"), State.ACCEPTED),
    Verb.SIGN: Story(
        "zhou", _in(State.ASSIGNED), _with(handler_phone="2961234"), State.IN_PROGRESS, ("sun",)
    ),
    Verb.CONTACT: Story(
        "zhou", _in(State.IN_PROGRESS), _with(text="已电话联系"), State.IN_PROGRESS
    ),
    Verb.PROGRESS: Story("zhou", _in(State.IN_PROGRESS), _with(text="已踏勘"), State.IN_PROGRESS),
    Verb.OPINION: Story("sun", scenes.co_signed, _with(text="容量足够"), State.IN_PROGRESS),
    Verb.ANSWER: Story(
        "zhou",
        _in(State.IN_PROGRESS),
        _with(text="已送电", disposition="resolved", signed_by="郑局长"),
        State.ANSWERED,
    ),
    Verb.RETURN: Story(
        "shen_jing", _in(State.ANSWERED), _with(reason="没写时间"), State.IN_PROGRESS
    ),
    Verb.COMPLETE: Story(
        "shen_jing",
        _in(State.ANSWERED),
        _with(effect_money="120", effect_staff="30"),
        State.COMPLETED,
    ),
    Verb.RATE_BY_PHONE: Story(
        "he_fan",
        _in(State.COMPLETED),
        _with(spoken_to="赵总", verdict="solved", satisfaction="5", comment=""),
        State.COMPLETED,
        ("shen_jing",),
    ),
    Verb.CALL_AGAIN: Story(
        "he_fan",
        _in(State.COMPLETED),
        _with(day="2049-03-01", at="10:00", reason="无人接听"),
        State.COMPLETED,
        ("shen_jing",),
    ),
    Verb.REFUSE_RATING: Story(
        "he_fan",
        _in(State.COMPLETED),
        _with(reason="与赵总通话，表示不评价"),
        State.COMPLETED,
        ("shen_jing",),
    ),
    Verb.REDO: Story(
        "shen_jing",
        _in(State.COMPLETED, verdict=Verdict.PARTLY),
        _with(reason="变压器还没换", liable="yes"),
        State.IN_PROGRESS,
    ),
    Verb.STRIKE_OFF: Story(
        "lu_yuan", _in(State.COMPLETED, verdict=Verdict.SOLVED), _with(), State.STRUCK_OFF
    ),
    Verb.CARRY: Story(
        "lu_yuan",
        _in(State.COMPLETED, disposition=Disposition.PLANNED),
        _with(until="2049-03-01", reason="列入明年计划"),
        State.CARRIED,
    ),
    Verb.REOPEN: Story(
        "shen_jing",
        _in(State.STRUCK_OFF, verdict=Verdict.SOLVED),
        _with(reason="问题又出现了"),
        State.IN_PROGRESS,
        ("he_fan",),
    ),
    Verb.WITHDRAW: Story(
        "he_fan", scenes.withdrawal_asked, _with(reason="已与赵总通话"), State.WITHDRAWN
    ),
    Verb.KEEP: Story(
        "he_fan", scenes.withdrawal_asked, _with(reason="企业不撤了"), State.IN_PROGRESS
    ),
    Verb.OBJECT: Story(
        "zhou",
        _in(State.IN_PROGRESS),
        lambda cast: {"reason": "属供电公司职责", "suggested": cast.power.pk},
        State.IN_PROGRESS,
        ("sun",),
    ),
    Verb.UPHOLD: Story(
        "he_fan", scenes.objected, _with(reason="工信局牵头"), State.IN_PROGRESS, ("shen_jing",)
    ),
    Verb.REASSIGN: Story(
        "shen_jing",
        scenes.objected,
        lambda cast: {"unit": cast.power.pk, "reason": "属供电公司职责"},
        State.ASSIGNED,
        ("he_fan",),
    ),
    Verb.CONSULT: Story(
        "he_fan",
        scenes.objected,
        lambda cast: {"fallback": cast.power.pk, "until": "2049-03-01", "reason": "职责有交叉"},
        State.ASSIGNED,
        ("shen_jing",),
    ),
    Verb.ASK_EXTENSION: Story(
        "zhou", _in(State.IN_PROGRESS), _with(amount="3", reason="变压器未到"), State.IN_PROGRESS
    ),
    Verb.GRANT_EXTENSION: Story(
        "shen_jing",
        scenes.extension_asked,
        _with(amount="2", reason="等变压器到货"),
        State.IN_PROGRESS,
        ("lu_yuan",),
    ),
    Verb.REFUSE_EXTENSION: Story(
        "lu_yuan",
        scenes.extension_asked,
        _with(reason="可先通电"),
        State.IN_PROGRESS,
        ("shen_jing",),
    ),
    Verb.ASK_PAUSE: Story(
        "zhou",
        _in(State.IN_PROGRESS),
        _with(reason="等企业补材料", until="2049-03-01"),
        State.IN_PROGRESS,
    ),
    Verb.PAUSE: Story(
        "lu_yuan",
        scenes.pause_asked,
        _with(reason="等企业补材料", until="2049-03-01"),
        State.IN_PROGRESS,
        ("shen_jing",),
    ),
    Verb.REFUSE_PAUSE: Story(
        "shen_jing", scenes.pause_asked, _with(reason="可先勘查"), State.IN_PROGRESS, ("lu_yuan",)
    ),
    Verb.RESUME: Story(
        "zhou",
        scenes.paused,
        _with(reason="材料已补"),
        State.IN_PROGRESS,
        ("shen_jing", "lu_yuan"),
    ),
    Verb.MERGE: Story(
        "he_fan",
        scenes.twin,
        lambda cast: {
            "into": Case.objects.filter(enterprise=cast.diamond).earliest("pk").pk,
            "reason": "同一件事",
        },
        State.MERGED,
        ("shen_jing",),
    ),
    Verb.UNMERGE: Story(
        "shen_jing", scenes.merged, _with(reason="实为两件事"), State.ACCEPTED, ("he_fan",)
    ),
    Verb.BUNDLE: Story(
        "he_fan",
        _in(State.IN_PROGRESS),
        lambda cast: {"topic": scenes.topic(cast).pk},
        State.IN_PROGRESS,
        ("shen_jing",),
    ),
    Verb.UNBUNDLE: Story(
        "shen_jing", scenes.bundled, _with(reason="只此一家"), State.IN_PROGRESS, ("he_fan",)
    ),
    Verb.TERMINATE: Story(
        "lu_yuan",
        scenes.second_round,
        _with(organ="许昌市活动办", ground="已两轮办理", where_to_go="行政复议机关"),
        State.TERMINATED,
    ),
    Verb.NOTE: Story(
        "zhou",
        _in(State.IN_PROGRESS),
        _with(text="等供电公司回话"),
        State.IN_PROGRESS,
        ("he_fan", "shen_jing", "lu_yuan", "sun", "lin"),
    ),
    Verb.FORWARD: Story(
        "he_fan",
        _in(State.ACCEPTED),
        lambda cast: {"office": cast.county_office.pk, "reason": "属地事项"},
        State.SUBMITTED,
    ),
    Verb.ESCALATE: Story("qin_lan", levels.county_case, _with(reason="县里办不了"), State.ACCEPTED),
    Verb.TAKE_UP: Story(
        "he_fan", levels.handed_up, _with(decision="市级协调"), State.ACCEPTED, ("shen_jing",)
    ),
    Verb.SEND_DOWN: Story(
        "shen_jing", levels.handed_up, _with(reason="县里可以办"), State.ACCEPTED, ("he_fan",)
    ),
    Verb.SUB_ASSIGN: Story(
        "zhou",
        _in(State.IN_PROGRESS),
        lambda cast: {
            "units": [levels.section(cast.industry).pk],
            "until": levels.next_working_day().isoformat(),
        },
        State.IN_PROGRESS,
        ("sun",),
    ),
    Verb.PART_ANSWER: Story("sun", levels.with_part, _with(text="线路已检修"), State.IN_PROGRESS),
    Verb.RETURN_PART: Story(
        "he_fan",
        levels.part_answered,
        _with(sheet="2", reason="没写时间"),
        State.IN_PROGRESS,
        ("shen_jing", "zhou", "sun"),
    ),
    Verb.ENLIST: Story(
        "he_fan",
        _in(State.IN_PROGRESS),
        lambda cast: {"co": [cast.labour.pk], "requirement": "核实用工"},
        State.IN_PROGRESS,
    ),
    Verb.RELEASE: Story(
        "he_fan",
        _in(State.IN_PROGRESS),
        _with(sheet="2", reason="不需要协办"),
        State.IN_PROGRESS,
        ("zhou", "sun"),
    ),
    Verb.ASK_STRIKE_OFF: Story(
        "qin_lan",
        lambda cast: levels.led_by_the_county(cast, State.COMPLETED),
        _with(reason="企业认可"),
        State.COMPLETED,
    ),
    Verb.REFUSE_STRIKE_OFF: Story(
        "lu_yuan", levels.strike_off_asked, _with(reason="请附照片"), State.COMPLETED
    ),
    Verb.SEND_BACK: Story(
        "he_fan",
        levels.from_elsewhere,
        _with(text="已办结：线路改造完成"),
        State.COMPLETED,
        ("shen_jing",),
    ),
    Verb.INSTRUCT: Story(
        "mayor",
        _in(State.IN_PROGRESS),
        _with(text="请三日内拿出方案", ready="own", requirement="报方案"),
        State.IN_PROGRESS,
        ("he_fan", "shen_jing", "lu_yuan"),
    ),
    Verb.REPORT_ON: Story(
        "zhou",
        instructed,
        _with(ordinal="1", text="方案已定"),
        State.IN_PROGRESS,
        ("he_fan", "shen_jing", "lu_yuan"),
    ),
    Verb.MARK_READ: Story(
        "mayor", _reported, _with(ordinal="1"), State.IN_PROGRESS, ("inspector",)
    ),
    Verb.DRAFT_ANSWER: Story(
        "zhou",
        _in(State.IN_PROGRESS),
        _with(text="拟答复：已送电", disposition="resolved"),
        State.IN_PROGRESS,
    ),
    Verb.SIGN_ANSWER: Story("head_zheng", drafted, _with(text="已送电，请验收"), State.ANSWERED),
    Verb.RETURN_DRAFT: Story(
        "head_zheng", drafted, _with(reason="请写明日期"), State.IN_PROGRESS, ("zhou",)
    ),
    Verb.TAG: Story(
        "he_fan", _in(State.IN_PROGRESS), _tagged, State.IN_PROGRESS, ("shen_jing", "lu_yuan")
    ),
    Verb.SPLIT: Story(
        "he_fan",
        _in(State.ACCEPTED),
        _with(title="厂门口道路积水", body="雨后积水没过轮胎", stays="用电增容"),
        State.ACCEPTED,
    ),
    Verb.UNSPLIT: Story("he_fan", split_off, _with(reason="实为一事"), State.MERGED),
    Verb.UNTAG: Story("he_fan", _untaggable, _tagged, State.IN_PROGRESS, ("shen_jing", "lu_yuan")),
    Verb.TRANSFER: Story(
        "lu_yuan",
        _in(State.ACCEPTED),
        lambda _cast: {
            "boundary": Boundary.objects.get(code="suit").pk,
            "organ": "许昌市中级人民法院",
            "reason": "已进入诉讼程序",
        },
        State.TRANSFERRED,
    ),
    Verb.RECEIPT: Story(
        "he_fan",
        scenes.transferred,
        _with(receipt="许法收〔2026〕7号", received_by="法院立案庭", received_on="2026-01-05"),
        State.TRANSFERRED,
        ("lu_yuan",),
    ),
    Verb.CONCEAL: Story(
        "he_fan",
        _in(State.IN_PROGRESS),
        _with(reason="企业来电要求保密"),
        State.IN_PROGRESS,
        ("shen_jing", "lu_yuan"),
    ),
    Verb.UNCONCEAL: Story(
        "shen_jing",
        scenes.confidential,
        _with(reason="赵总来电同意公开"),
        State.IN_PROGRESS,
        ("lu_yuan",),
    ),
    Verb.DISCLOSE: Story(
        "he_fan",
        scenes.confidential,
        lambda cast: {"units": [cast.industry.pk], "reason": "须到现场核实"},
        State.IN_PROGRESS,
        ("shen_jing", "lu_yuan"),
    ),
    Verb.IDENTIFY: Story(
        "he_fan",
        scenes.complained_of_somebody,
        lambda cast: {"unit": cast.labour.pk},
        State.SUBMITTED,
        ("shen_jing", "lu_yuan"),
    ),
    Verb.COVER: Story(
        "he_fan",
        scenes.confidential,
        lambda _cast: {"more": "新设备"},
        State.IN_PROGRESS,
        ("shen_jing", "lu_yuan"),
    ),
    Verb.RECUSE: Story(
        "he_fan",
        _in(State.IN_PROGRESS),
        lambda cast: {"kind": "relation", "unit": cast.housing.pk, "reason": "亲属关系"},
        State.IN_PROGRESS,
        ("shen_jing", "lu_yuan"),
    ),
    Verb.LIFT_RECUSAL: Story(
        "shen_jing",
        scenes.recused,
        lambda _cast: {"recusal": Recusal.objects.get().pk, "reason": "核实无关系"},
        State.IN_PROGRESS,
        ("lu_yuan",),
    ),
    Verb.DECLARE_RECUSAL: Story(
        "zhou",
        _in(State.IN_PROGRESS),
        _with(reason="与企业负责人是亲戚"),
        State.IN_PROGRESS,
        ("he_fan", "shen_jing", "lu_yuan", "sun", "lin"),
    ),
}


# A signed draft goes out as the answer at once: two events, the second is the answer's.
LAST_EVENT = {Verb.SIGN_ANSWER: Verb.ANSWER}
