"""The server's clock against the log: is it behind, did it go back, is the year believable."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.contributions.checks import Check, CheckOutput

# Servers of one place differ by seconds; more is a clock somebody or something set.
TOLERANCE = timedelta(minutes=1)
OBJECT, CONFIRMED = "server_clock", "year_confirmed"
# Between these two stands what is played with times of its own: a sample city's past.
PLAYING, PLAYED = "playing", "played"
# Numbers carry the year: a gap beyond this is asked about.
YEARS_APART = 1
_CHUNK = 5000


def clock_behind(now: datetime) -> timedelta | None:
    """By how much the clock is behind the newest record, if by more than a minute."""
    newest = Event.objects.order_by("-recorded_at", "-pk").first()
    if newest is None or newest.recorded_at - now <= TOLERANCE:
        return None
    return newest.recorded_at - now


def behind_words(behind: timedelta) -> str:
    """服务器时间比最近一条记录早 3 小时 12 分."""
    minutes = int(behind.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    parts = ((days, "天"), (rest // 60, "小时"), (rest % 60, "分"))
    told = " ".join(f"{number} {word}" for number, word in parts if number)
    return f"服务器时间比最近一条记录早 {told}，请核对服务器时间（NTP）"


def out_of_order() -> Iterator[str]:
    """Events that stand before the one before them, by more than a minute; in constant memory.

    Of one object by when they happened, and of the whole log by when they were recorded; of this
    only what came after a past that was played, and nothing as long as one `is_playing`.
    """
    yield from _of_one_object(Event.objects.order_by("object_type", "object_id", "seq"))
    last = _last_played()
    if last is None or last.kind == PLAYED:
        since = last.pk if last else 0
        yield from _of_the_log(Event.objects.filter(pk__gte=since).order_by("pk"))


def is_playing() -> bool:
    """True from `tell_playing` to `tell_played`: a sample city is still moving in, beside whom
    people may be at work."""
    last = _last_played()
    return last is not None and last.kind == PLAYING


def was_played() -> bool:
    """True where either was ever told."""
    return _last_played() is not None


def _last_played() -> Event | None:
    told = Event.objects.filter(object_type=OBJECT, kind__in=(PLAYING, PLAYED))
    return told.order_by("-pk").first()


def tell_playing(*, by: Actor) -> None:
    """What is written from here on is played with times of its own."""
    record(object_type=OBJECT, object_id=1, kind=PLAYING, by=by)


def tell_played(*, by: Actor) -> None:
    """What stands in the log up to here was played with times of its own."""
    record(object_type=OBJECT, object_id=1, kind=PLAYED, by=by)


def _of_one_object(events: QuerySet[Event]) -> Iterator[str]:
    columns = ("object_type", "object_id", "seq", "kind", "occurred_at")
    before: tuple[tuple[str, int], datetime] | None = None
    for kind, pk, seq, verb, at in events.values_list(*columns).iterator(chunk_size=_CHUNK):
        if before is not None and before[0] == (kind, pk) and before[1] - at > TOLERANCE:
            earlier = f"发生于 {_said(at)}，早于前一条 {_said(before[1])}"
            yield f"{kind} {pk} 第 {seq} 条（{verb}）{earlier}"
        before = ((kind, pk), at)


def _of_the_log(events: QuerySet[Event]) -> Iterator[str]:
    columns = ("object_type", "object_id", "seq", "kind", "recorded_at")
    newest: datetime | None = None
    for kind, pk, seq, verb, at in events.values_list(*columns).iterator(chunk_size=_CHUNK):
        if newest is not None and newest - at > TOLERANCE:
            yield f"{kind} {pk} 第 {seq} 条（{verb}）记于 {_said(at)}，此前已记到 {_said(newest)}"
        newest = at if newest is None else max(newest, at)


def _said(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _run(output: CheckOutput) -> bool:
    found = 0
    if (behind := clock_behind(timezone.now())) is not None:
        found += 1
        output.say(behind_words(behind))
    for sentence in out_of_order():
        found += 1
        output.say(sentence)
    if is_playing():
        output.say("样例城市还没有填完，其往事按当时的时间记，整本日志的先后等填完再核对。")
    output.say(f"发现 {found} 处时间不顺。" if found else "日志的时间顺序正常。")
    return bool(found)


TIME_CHECK = Check("服务器时间是否倒退，日志是否按时间先后", _run)


# The year of numbers ------------------------------------------------------------------------------


def refuse_strange_year(now: datetime, last: datetime | None) -> None:
    """NotNow where the server's clock shows a year far from that of the last number given, until
    an administrator confirms it. Times that are told, as old ones are, are none of the clock's."""
    year = timezone.localtime(now).year
    if last is None or year != timezone.localdate().year:
        return
    before = timezone.localtime(last).year
    if abs(year - before) > YEARS_APART and year != confirmed_year():
        raise NotNow(
            f"服务器时间是 {year} 年，而上一个编号是 {before} 年的，为免编错年份，暂不编号。"
            f"请系统管理员核对服务器时间；确实无误的，在服务器上执行 zhuqi clock confirm {year}",
            state=f"{year} 年",
        )


def confirmed_year() -> int | None:
    """The year an administrator last vouched for."""
    told = Event.objects.filter(object_type=OBJECT, kind=CONFIRMED).order_by("-seq").first()
    return int(told.facts["year"]) if told else None


def confirm_year(year: int, *, by: Actor) -> None:
    """Vouch for the year the server's clock shows. NotValid for any other."""
    shown = timezone.localdate().year
    if year != shown:
        raise NotValid(f"服务器时间是 {shown} 年，不是 {year} 年，请先核对服务器时间")
    record(object_type=OBJECT, object_id=1, kind=CONFIRMED, by=by, data={"year": year})
