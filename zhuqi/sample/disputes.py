"""Lives in which a unit objects, asks for time or has to wait, or the firm thinks again."""

from datetime import timedelta

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions import closing, ending, intake
from zhuqi.ledgers.cases.approval_schemes import actions as approval
from zhuqi.ledgers.cases.enums import Disposition, Rank, Verb, Verdict
from zhuqi.ledgers.cases.handover import actions as handover
from zhuqi.ledgers.cases.requests.actions import extensions, objections, pauses
from zhuqi.sample.begun import Later, may
from zhuqi.sample.lives import Life


class Objecting(Life):
    """异议: this is not our matter. Upheld, reassigned, consulted about, or not decided yet."""

    def _on_assignment(self) -> None:
        self._wait(0, 0.4)
        work, [other] = self._lead(), self._others(1, *(s.unit for s in self.aggregate.sheets))
        if not may(work, Verb.OBJECT):
            return
        objections.object_to(
            work, reason="三定方案和权责清单中没有此项职责，请核实后改派。", suggested=other
        )
        if self.how == "waiting":
            raise Later
        self._wait(0, 0.5)
        office = self._office(Role.REVIEWER)
        if self.how == "upheld":
            objections.uphold(office, reason="权责清单第三项已列明由你单位牵头，维持交办。")
        elif self.how == "reassigned":
            objections.reassign(office, unit=other, reason="经核对，属该单位职责，予以改派。")
        else:
            until = (self.at + timedelta(days=7)).astimezone(SHANGHAI).date()
            fallback = self._sheet.unit if self.how == "kept" else other
            objections.consult(
                office,
                fallback=fallback,
                until=until,
                reason="职责交叉，请编制部门会商；会商期间先由兜底单位办理。",
            )

    def _on_progress(self) -> None:
        if self.how == "consulting":
            raise Later
        if not self.aggregate.requests.questions:
            return
        self._wait(0.2, 1.5)
        office = self._office(Role.REVIEWER)
        if self.how == "kept":
            objections.uphold(office, reason="会商意见：仍由你单位牵头，权责清单修订时写明。")
        else:
            objections.reassign(
                office,
                unit=self._sheet.unit,
                reason="会商意见：由兜底单位继续办理，权责清单下次修订时写明。",
            )


class Extending(Life):
    """延期: asked for in time; granted in full or in part, refused, or waiting."""

    def _on_progress(self) -> None:
        if self.how == "waiting":
            self._lately()
        work = self._lead()
        reading = extensions.may_be_extended(work)
        if reading is None or not may(work, Verb.ASK_EXTENSION):
            return
        amount = max(1, reading.amount // 2)
        extensions.ask_extension(
            work, amount=amount, reason="需等第三方检测报告，机构答复最快下周出具。"
        )
        if self.how == "waiting":
            raise Later
        self._wait(0, 0.8)
        office = self._office(Role.REVIEWER)
        if self.how == "refused":
            extensions.refuse_extension(office, reason="现有材料足以答复，请按期办理。")
        else:
            granted = amount if self.rng.random() < 0.6 else max(1, amount // 2)
            extensions.grant_extension(
                office, amount=granted, reason="等待检测报告，同意延长；请提前告知企业。"
            )


class Pausing(Life):
    """挂起: the lead can't go on until something outside its hands has happened."""

    def _on_progress(self) -> None:
        if self.how == "asked":
            self._lately()
        until = (self.at + timedelta(days=self.rng.randrange(20, 40))).astimezone(SHANGHAI).date()
        reason = "等待上级主管部门批复，批复前无法推进。"
        if not may(self._lead(), Verb.ASK_PAUSE):
            return
        pauses.ask_pause(self._lead(), reason=reason, until=until)
        if self.how == "asked":
            raise Later
        self._wait(0, 0.8)
        if self.how == "refused":
            pauses.refuse_pause(
                self._office(Role.SIGNER), reason="批复不影响先行答复企业，请继续办理。"
            )
            return
        pauses.pause(self._office(Role.SIGNER), reason=reason, until=until)
        self._wait(6, 14 if self.how == "over" else 90)
        pauses.resume(self._lead(), reason="批复已到，恢复办理。")


class Withdrawing(Life):
    """The firm asks to withdraw what a unit has in hand; the office phones it first."""

    def _on_progress(self) -> None:
        firm = self._firm()
        if firm is None:
            return
        intake.ask_withdrawal(firm, reason="问题已与对方谈妥，想撤回。")
        if self.how == "asked":
            raise Later
        self._wait(0.1, 1.2)
        office = self._office(Role.REGISTRAR)
        if self.how == "kept":
            intake.keep(office, reason="电话核实：企业担心反复，愿意继续办理。")
            return
        intake.withdraw(office, reason="已电话核实，确系企业自愿撤回，问题已自行解决。")
        raise Later


class HandlerLeaves(Life):
    """移交经办: another of the unit has it in hand from now on."""

    def _on_progress(self) -> None:
        unit = self._sheet.unit
        people = self.society.people[unit.pk]
        others = [
            person
            for role in (Role.HANDLER, Role.UNIT_HEAD)
            for person in people.get(role, [])
            if person is not self._handler(unit)
        ]
        if not others or not may(self._lead(), Verb.HAND_OVER):
            return
        to = others[0]
        handover.hand_over(
            self._lead(), to=User.objects.get(pk=to.actor.user_id), reason="岗位调整，工作移交。"
        )
        self.handlers[unit.pk] = to


class TakenAfterAll(Life):
    """Declined, and then taken on again: the court had not taken the suit."""

    def _on_arrival(self) -> None:
        self._decline()
        self._wait(1, 4)
        closing.reopen(
            self._office(Role.REGISTRAR), reason="企业出示裁定书，法院未予立案，重新受理。"
        )
        self._wait(0.1, 0.8)


class Terminated(Life):
    """终结: two rounds, and the firm still says no; the office ends it with grounds."""

    def _disposition(self) -> Disposition:
        return Disposition.EXPLAINED

    def _says_nothing(self) -> bool:
        return False

    def _verdict(self) -> Verdict:
        return Verdict.NOT_SOLVED

    def _on_verdict(self) -> None:
        work = self._office(Role.SIGNER)
        if not may(work, Verb.TERMINATE):
            return
        self._wait(0.2, 3)
        ending.terminate(
            self._office(Role.SIGNER),
            organ=self.office.name,
            ground="经两轮办理，现行政策已依法依规落实到位；超出政策部分没有依据，予以终结。",
            where_to_go="对处理结果不服的，可依法申请行政复议或提起行政诉讼。",
        )
        raise Later


class Unsigned(Life):
    """A draft that waits today for its head's signature."""

    def _have_signed(self, text: str, disposition: Disposition, needed: Rank) -> None:  # noqa: ARG002 (whoever it is, they have yet to)
        self._lately()
        approval.draft_answer(self._lead(), text=text, disposition=disposition)
        raise Later


class Twin(Life):
    """What the firm raised twice; the office finds out later (`afterwards` merges them)."""

    def _on_progress(self) -> None:
        raise Later
