"""回访: the call and what came of it, and who makes it."""

from datetime import date, datetime, time

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import LAST_DAY, SHANGHAI, Unit
from zhuqi.mechanisms.lookback.actions.noun import LookBackChange, tried_on
from zhuqi.mechanisms.lookback.enums import LookBackVerb
from zhuqi.mechanisms.lookback.models import DeclaredAway, LookBack
from zhuqi.mechanisms.lookback.queries.pool import may_ring_up


def _about(change: LookBackChange, **more: object) -> dict[str, object]:
    """What every event names, so that it can be read without the row."""
    return {"case": change.row.case_id, "outcome": change.row.state, **more}


def _step(change: LookBackChange, verb: LookBackVerb, **more: object) -> None:
    change.begin(verb)
    change.record(verb.value, _about(change, **more))


def _spoken(change: LookBackChange, spoken_to: str, said: str) -> None:
    change.require(bool(spoken_to.strip()), "spoken_to", "请填写接听人")
    change.write(spoken_to=spoken_to, said=said)
    change.row.called_at, change.row.call_again_at = change.now, None


def verify(change: LookBackChange, *, spoken_to: str, said: str = "") -> None:
    """核实已解决: the firm says that it is as it was told. No rating is made of it."""
    _spoken(change, spoken_to, said)
    _step(change, LookBackVerb.VERIFY)


def doubt(change: LookBackChange, *, spoken_to: str, said: str) -> None:
    """没有解决: the firm says otherwise; the unit is to be heard within the scheme's time."""
    change.require(bool(said.strip()), "said", "请填写企业怎么说，单位要就此说明")
    _spoken(change, spoken_to, said)
    row = change.row
    limit = row.draw.edition.limit
    row.due_at = calendar(row.unit.region.code).due(change.now, limit, Unit.WORKING_DAY)
    _step(change, LookBackVerb.DOUBT)


def miss(change: LookBackChange, *, day: date | None, at: time | None) -> None:
    """没打通，再约时间. NotValid for a time that has passed."""
    agreed = _agreed(change, day, at)
    _try(change)
    change.row.call_again_at = agreed
    _step(change, LookBackVerb.MISS)


def give_up(change: LookBackChange) -> None:
    """记为联系不上: in vain today too, after as many days as it takes."""
    facts = change.noun.facts(change.row, change.by)
    change.noun.table.decide(facts, LookBackVerb.GIVE_UP)
    _try(change)
    change.row.call_again_at = None
    change.row.called_at = change.now
    _step(change, LookBackVerb.GIVE_UP)


def _try(change: LookBackChange) -> None:
    row = change.row
    row.tries += 1
    row.days_tried += not tried_on(row, change.now)
    row.tried_at = change.now


def _agreed(change: LookBackChange, day: date | None, at: time | None) -> datetime | None:
    change.require(day is not None, "day", "请填写哪天再打")
    change.require(at is not None, "at", "请填写几点再打")
    if day is None or at is None:
        return None
    fits = day.year < LAST_DAY.year
    change.require(fits, "day", f"再打的日期应在 {LAST_DAY.year} 年以前")
    agreed = datetime.combine(day, at, tzinfo=SHANGHAI)
    past = "day" if agreed.date() < change.today else "at"
    change.require(agreed > change.now, past, "再打的时间应在现在以后")
    return agreed


# Who calls ----------------------------------------------------------------------------------------


def declare(change: LookBackChange, *, reason: str) -> None:
    """声明回避: the caller must not ring up about this one; the office names another."""
    change.write(reason=reason)
    row = change.row
    change.begin(LookBackVerb.DECLARE)
    if row.caller_id is not None:
        change.aggregate.new_rows.append(DeclaredAway(look_back=row, user_id=row.caller_id))
    row.caller = row.caller_unit = None
    row.call_again_at = None
    change.record(LookBackVerb.DECLARE.value, _about(change))


def assign(change: LookBackChange, *, caller: User, reason: str = "") -> None:
    """指定回访人: whoever is not bound to the unit, the firm or the matter; with the reason where
    somebody else was to. NotValid for anybody who may not ring up about it."""
    row = change.row
    people = {one.user.pk: one for one in may_ring_up(row, change.now)}
    chosen = people.get(caller.pk)
    change.require(chosen is not None, "caller", "这个人不能回访这件诉求，请另选")
    change.require(caller.pk != row.caller_id, "caller", "已经由他回访")
    if row.caller_id is not None:
        change.write(reason=reason)
    change.begin(LookBackVerb.ASSIGN)
    if chosen is None:
        return
    row.caller, row.caller_unit, row.call_again_at = chosen.user, chosen.unit, None
    change.record(LookBackVerb.ASSIGN.value, _about(change))


def call_anew(change: LookBackChange, *, reason: str) -> None:
    """退回重新回访: what was noted is not right; the log keeps what it said."""
    change.write(reason=reason)
    _cleared(change.row)
    _step(change, LookBackVerb.CALL_ANEW)


def _cleared(row: LookBack) -> None:
    row.spoken_to = row.said = ""
    row.called_at = row.call_again_at = row.due_at = row.tried_at = None
    row.tries = row.days_tried = 0


def drop(change: LookBackChange, *, reason: str) -> None:
    """不再回访: with the reason; it is not counted as sampled."""
    change.write(reason=reason)
    change.row.call_again_at = None
    _step(change, LookBackVerb.DROP)
