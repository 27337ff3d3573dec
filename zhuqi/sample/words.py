"""Lives with a leader's word on them, those of firms that must not be named, and those of matters
that belong to another organ."""

from dataclasses import replace

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import PORTAL_CHANNEL, Kind, Verb
from zhuqi.ledgers.cases.instructions import actions as instructions
from zhuqi.ledgers.cases.models import RecusalKind
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.sample.begun import Later, may
from zhuqi.sample.lives import Life
from zhuqi.sample.society import HandingOver

WORDS = (
    ("此件反映的问题有代表性，请牵头单位一周内到企业现场解决。", "一周内现场解决，书面报告结果"),
    ("企业诉求合理，请活动办跟踪到底，不得推诿。", "跟踪办理，结果报我"),
    ("请有关单位举一反三，同类企业一并摸排。", "办好此件，并报送同类问题摸排情况"),
    ("阅。请依法依规从快办理，注意保护企业合法权益。", "从快办理，办结前报告一次"),
)


class Instructed(Life):
    """批示: by the leader, or entered by the office for one; reported on; read."""

    def _on_progress(self) -> None:
        leaders = self.society.people[self.office.pk][Role.LEADER]
        # The first has the printed sign-in, in the city.
        leader = leaders[0] if self.rng.random() < 0.4 else self.rng.choice(leaders)
        self._instruct(leader)
        if self.how == "open":
            raise Later
        self._wait(0.6, 4)
        instructions.report_on(
            self._lead() if self.rng.random() < 0.7 else self._office(Role.REVIEWER),
            ordinal=1,
            text="已会同有关单位到企业现场办公，明确了责任人和完成时间，企业表示认可。",
        )
        if self.how == "reported":
            raise Later
        self._wait(0.2, 2)
        instructions.mark_read(self._work(self._reader(leader)), ordinal=1, remark="阅。")

    def _instruct(self, leader: Person) -> None:
        text, requirement = self.rng.choice(WORDS)
        by_the_office = self.rng.random() < 0.5
        lead = self._sheet
        readers = [self._handler(lead.unit).actor.user_id] if self.rng.random() < 0.4 else []
        instructions.instruct(
            self._office(Role.REGISTRAR) if by_the_office else self._work(leader),
            leader=User.objects.get(pk=leader.actor.user_id) if by_the_office else None,
            text=text,
            requirement=requirement,
            readers=list(User.objects.filter(pk__in=readers)),
        )

    def _reader(self, leader: Person) -> Person:
        """The leader, or the inspection office in the leader's place."""
        inspectors = self.society.people[self.office.pk].get(Role.INSPECTOR, [])
        return self.rng.choice([leader, *inspectors])


class Confidential(Life):
    """A complaint whose firm only the office knows; the unit complained of keeps away."""

    named: Unit

    def _coming(self) -> tuple[Person, intake.Intake]:
        person = self.firm.person
        if person is None:
            return super()._coming()
        office = self.firm.row.office
        lead = self._answering(office.region.code)
        others = [
            unit
            for (code, _item), unit in self.society.answering.items()
            if code == office.region.code and unit != lead and unit.pk not in self._helpers()
        ]
        self.named = self.rng.choice(others)
        # People write what they know: some of it only a registrar can tell.
        wrote = f"{self.named.name}的窗口" if self.how == "working" else self.named.name
        submission = replace(self._narrated(), confidential=True, complained_of=wrote)
        return person, intake.Intake(
            enterprise=self.firm.row, submission=submission, channel=PORTAL_CHANNEL
        )

    def _kind(self) -> Kind:
        return Kind.COMPLAINT

    def _on_acceptance(self) -> None:
        registrar = self._office(Role.REGISTRAR)
        if registrar.case.complained_open:
            secrecy.identify(registrar, unit=self.named)

    def _on_progress(self) -> None:
        if self.how == "working":
            raise Later


class Kept(Life):
    """Marked confidential later, or somebody of the office keeps away."""

    def _on_acceptance(self) -> None:
        if self.turn and self.turn.name == "concealed":
            secrecy.conceal(
                self._office(Role.REGISTRAR), reason="企业来电：担心被刁难，要求不透露名称。"
            )
        elif self.how == "declared":
            secrecy.declare_recusal(
                self._office(Role.REGISTRAR), reason="与该企业负责人系近亲属，申请回避。"
            )
        else:
            self._recuse(self._office(Role.REVIEWER))

    def _recuse(self, change: CaseChange) -> None:
        busy = {self._whose().pk, *self._helpers()}
        free = [unit for unit in self._others(20) if unit.pk not in busy]
        if free and may(change, Verb.RECUSE):
            secrecy.recuse(
                change,
                kind=RecusalKind.RELATION,
                unit=free[0],
                reason="该单位与企业有合同纠纷，不宜接触此件。",
            )

    def _on_progress(self) -> None:
        if self.how == "lifted":
            self._wait(0.2, 1)
            secrecy.unconceal(
                self._office(Role.SIGNER), reason="企业书面同意公开名称，便于现场办理。"
            )


class HandedOver(Confidential):
    """移送: seen at the office to belong to another organ. The sheet lists what is stored, so it is
    written once the case is; the receipt comes back unless that still lies in the future."""

    def _coming(self) -> tuple[Person, intake.Intake]:
        return super()._coming() if self._sealed else Life._coming(self)  # noqa: SLF001 (as any)

    def _kind(self) -> Kind:
        return super()._kind() if self._sealed else Life._kind(self)  # noqa: SLF001 (as any)

    @property
    def _sealed(self) -> bool:
        return self.how == "discipline"

    def _on_acceptance(self) -> None:
        self._wait(0.1, 1)
        row = HandingOver(self.aggregate.case, self.how, self.at)
        self.society.handed_over.append(row)
        if self.brisk:
            raise Later
        self._wait(2, 6)
        row.received_at = self.at
        raise Later
