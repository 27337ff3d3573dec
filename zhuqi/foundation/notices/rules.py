"""Decisions about notifying: which channels, and when. No database."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from zhuqi.foundation.notices.enums import Channel, Pace, Topic
from zhuqi.foundation.workdays import Calendar, in_shanghai

NotificationPreferences = Mapping[tuple[Topic, Channel], bool]


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `begins` (included) to `ends`; past midnight where it ends earlier; none if equal."""

    begins: time
    ends: time

    def holds(self, moment: datetime) -> bool:
        """True if the moment lies in the quiet hours."""
        at = in_shanghai(moment).time()
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def over(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it lies in."""
        if not self.holds(moment):
            return moment
        local = in_shanghai(moment)
        end = local.replace(
            hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0
        )  # fmt: skip
        return end if end > local else end + timedelta(days=1)


DEFAULT_QUIET = Quiet(time(21, 0), time(7, 30))
# Two days of hopping between working time and quiet hours: longer means they never meet.
_HOPS = 8

# What is on before anyone chose. Texts to phones cost money and disturb: firms, who do not look
# into a system every day, get them; officials only where they ask for them.
_ON = {
    Channel.EMAIL: frozenset(Topic),
    Channel.CHAT: frozenset(Topic),
    Channel.SMS: frozenset[Topic](),
}
_ON_FOR_FIRMS = _ON | {Channel.SMS: frozenset({Topic.WORK, Topic.PROGRESS, Topic.ACCOUNT})}


def wants_channel(
    topic: Topic, channel: Channel, *, firm: bool, preferences: NotificationPreferences
) -> bool:
    """Whether somebody wants this topic by this channel."""
    default = topic in (_ON_FOR_FIRMS if firm else _ON)[channel]
    return preferences.get((topic, channel), default)


def channels_for(
    topic: Topic, *, firm: bool, preferences: NotificationPreferences, ready: Collection[Channel]
) -> Iterator[Channel]:
    """The outside channels a notice takes: those that work and are wanted."""
    return (
        channel
        for channel in Channel
        if channel in ready and wants_channel(topic, channel, firm=firm, preferences=preferences)
    )


def pace_of(topic: Topic, *, firm: bool, urgent: bool) -> Pace:
    """Emergencies and account matters at once; firms awake; officials in working time."""
    if urgent or topic == Topic.ACCOUNT:
        return Pace.AT_ONCE
    return Pace.WAKING if firm else Pace.WORKING


def send_at(now: datetime, pace: Pace, quiet: Quiet, calendar: Calendar) -> datetime:
    """The first moment from `now` on at which the pace and the quiet hours allow it.

    Quiet hours that leave no working time free give way: work is then told in working time.
    """
    if pace == Pace.AT_ONCE:
        return now
    if pace == Pace.WAKING:
        return quiet.over(now)
    moment = calendar.effective_start(now)
    for _hop in range(_HOPS):
        awake = quiet.over(moment)
        if awake == moment:
            return moment
        moment = calendar.effective_start(awake)
    return calendar.effective_start(now)
