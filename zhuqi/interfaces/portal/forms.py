"""The portal's forms: what is typed, cleaned of what cannot be shown; the verbs judge the rest."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.claims import FirmClaim, Registrant, cleaned_together
from zhuqi.foundation.accounts.codes import normalise_invitation
from zhuqi.foundation.accounts.rules import LONGEST_NOTE, LONGEST_REASON
from zhuqi.foundation.attachments.sign_ups import MOST
from zhuqi.foundation.directory import uscc
from zhuqi.interfaces.portal.copy import consequence, question_of
from zhuqi.interfaces.portal.regions import region_choices
from zhuqi.interfaces.shell.forms import Composed, FilesField, PapersInput, ShellForm
from zhuqi.interfaces.shell.secrecy import secrecy_choice
from zhuqi.interfaces.shell.unit_names import suggesting
from zhuqi.ledgers.cases.actions.intake import NAME_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from zhuqi.ledgers.cases.enums import Satisfaction, Verdict
from zhuqi.ledgers.firms.queries import FirmFile

# Control characters, and those that turn the direction of everything after them.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class Words(forms.CharField):
    """Text as a person can read it. Too much is said, with the count, and never cut off."""

    def __init__(self, *, limit: int, name: StrOrPromise = "", **more: Any) -> None:
        super().__init__(**more)
        self.limit = limit
        self.name = name or self.label or ""

    def to_python(self, value: Any) -> str:
        """One kind of line end, nothing invisible."""
        text = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return _UNSHOWN.sub("", text).strip()

    def validate(self, value: str) -> None:
        """Not too long."""
        super().validate(value)
        if len(value) > self.limit:
            words = _now("%(name)s最多 %(limit)s 字，现在 %(length)s 字")
            raise ValidationError(
                words % {"name": self.name, "limit": self.limit, "length": len(value)}
            )


def line(label: StrOrPromise, limit: int, **more: Any) -> Words:
    """One line of text."""
    return Words(label=label, limit=limit, **more)


def area(label: StrOrPromise, limit: int, rows: int = 5, **more: Any) -> Words:
    """Several lines of text."""
    return Words(label=label, limit=limit, widget=forms.Textarea(attrs={"rows": rows}), **more)


def several_files() -> FilesField:
    """Photos and papers; phones offer the camera. What a file is, is judged when it is stored."""
    return FilesField(
        label=_("照片、文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("拍照或从手机里选，可以多选；身份证请遮住号码中间几位"),
    )


class SubmissionForm(ShellForm):
    """Three fields, files, whom to call."""

    title = line(
        _("遇到什么困难"),
        TITLE_LIMIT,
        help_text=_("一句话说清楚，例如：厂区电压不稳，压机经常停机"),
        error_messages={"required": _("请用一句话说遇到什么困难")},
    )
    body = area(
        _("具体情况"),
        TEXT_LIMIT,
        rows=6,
        help_text=_("什么时候开始、影响多大、找过哪些部门、怎么答复的"),
        error_messages={"required": _("请写具体情况，几句话就行")},
    )
    wish = area(_("希望怎样解决"), TEXT_LIMIT, rows=3, required=False)
    attachments = several_files()
    complained_of = line(
        _("是反映某个单位的吗？写它的名称"),
        NAME_LIMIT,
        required=False,
        widget=suggesting("portal:complained_units", "enterprise"),
        help_text=_("这个单位和它的下级会回避，不经手这件事。不是反映哪个单位的，不用写"),
    )
    confidential = secrecy_choice()
    reporter_name = line(_("联系人"), 40, error_messages={"required": _("请填写联系人")})
    reporter_phone = line(
        _("联系电话"),
        30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("请填写联系电话，经办人要打给您")},
    )

    @property
    def contact_wrong(self) -> bool:
        """True if name or phone need the firm's eye: then they are open, not folded away."""
        empty = not (self["reporter_name"].value() and self["reporter_phone"].value())
        return empty or bool(self["reporter_name"].errors or self["reporter_phone"].errors)


class SupplementForm(ShellForm):
    """More words, more files, or both."""

    text = area(_("补充说明"), TEXT_LIMIT, rows=5, required=False)
    attachments = several_files()


class ReasonForm(ShellForm):
    """A reason to tap, or one's own words."""

    OTHER = "other"
    composed: ClassVar[Composed] = {"reason": ("chosen", "text")}
    reasons: tuple[StrOrPromise, ...] = ()

    chosen = forms.ChoiceField(
        label=_("原因"), widget=forms.RadioSelect, error_messages={"required": _("请选择原因")}
    )
    text = area(_("补充说明"), 400, rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*((str(reason), reason) for reason in self.reasons), (self.OTHER, _("其他原因"))]
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """“Other” needs words; `reason` is both together."""
        data = super().clean() or {}
        chosen, text = data.get("chosen", ""), data.get("text", "")
        if chosen == self.OTHER and not text and "text" not in self.errors:
            self.add_error("text", _now("选“其他原因”时，请写一句说明"))
        data["reason"] = text if chosen == self.OTHER else "；".join(filter(None, (chosen, text)))
        return data


class WithdrawForm(ReasonForm):
    """Why the firm withdraws."""

    reasons = (_("问题已经解决"), _("重复提交了"), _("填错了，要重新提"), _("暂时不需要办了"))


class KeepForm(ReasonForm):
    """Why the firm goes on after all."""

    reasons = (_("问题还没解决，请继续办"), _("点错了，没有要撤回"))


class ReopenForm(ShellForm):
    """What is not solved after all."""

    reason = area(
        _("还有什么没解决"),
        2000,
        rows=5,
        error_messages={"required": _("请写还有什么没解决，经办人好接着办")},
    )


class RateForm(ShellForm):
    """The verdict in words that fit the answer, five levels, and what is still missing."""

    verdict = forms.TypedChoiceField(
        coerce=Verdict,
        widget=forms.RadioSelect(attrs={"class": "p-choices"}),
        error_messages={"required": _("请选一项")},
    )
    satisfaction = forms.TypedChoiceField(
        coerce=Satisfaction,
        label=_("您对办理过程满意吗？"),
        choices=Satisfaction.choices,
        widget=forms.RadioSelect(attrs={"class": "p-levels"}),
        error_messages={"required": _("请选满意程度")},
    )
    comment = area(_("还想说什么"), 2000, rows=4, required=False)

    def __init__(self, *args: Any, disposition: str, redo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = question_of(disposition)
        self.fields["verdict"].label = question.asked
        self.fields["verdict"].choices = [  # type: ignore[attr-defined]
            (
                verdict.value,
                format_html(
                    '<span class="p-choice">{}<span class="p-choice__then">{}</span></span>',
                    question.label(verdict),
                    consequence(verdict, disposition, redo=redo),
                ),
            )
            for verdict in Verdict
        ]
        self.fields["comment"].help_text = _now("没有选“%(solved)s”的，请写明还有什么没办好") % {
            "solved": question.solved
        }


class FirmForm(ShellForm):
    """A firm as the person names it."""

    firm_name = line(
        _("企业全称"),
        120,
        help_text=_("和营业执照上一样"),
        error_messages={"required": _("请填写企业全称")},
    )
    uscc = line(
        _("统一社会信用代码"),
        40,
        help_text=_("营业执照上的 18 位代码"),
        error_messages={"required": _("请填写统一社会信用代码；还没有的，勾选下面的“正在筹建”")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    # Asked only where the code's check digit is wrong: genuine early codes fail it.
    code_checked = forms.BooleanField(
        label=_("我已和营业执照逐位核对，代码就是这样"), required=False
    )
    preparing = forms.BooleanField(label=_("企业正在筹建，还没有代码"), required=False)
    region = forms.ChoiceField(
        label=_("在哪个县（市、区）"),
        error_messages={"required": _("请选择所在县（市、区）")},
    )

    licence = FilesField(
        label=_("营业执照照片"),
        required=False,
        allow_empty_file=True,
        widget=PapersInput(MOST),
        help_text=_("有照片核对得更快；只有核对登记的工作人员能看，没有通过的随即销毁"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Needed unless the firm is being set up; never called optional.
        self.fields["uscc"].required = not self.data.get("preparing")
        checked = uscc.check(self.data.get("uscc", ""))
        self.doubt = checked.warning if checked.ok else ""
        if not self.doubt:
            del self.fields["code_checked"]
        self.fields["region"].choices = [("", _("请选择")), *region_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """All that is wrong at once, what the action would refuse next included."""
        data = super().clean() or self.cleaned_data
        if self.doubt and not data.get("code_checked"):
            asked = _now("%(doubt)s。核对无误的，请勾选下面一项再提交。") % {"doubt": self.doubt}
            self.add_error("uscc", asked)
        try:
            self.judge()
        except NotValid as refusal:
            self._add_what_is_new(refusal)
        return data

    def judge(self) -> None:
        """NotValid with all that the action would refuse."""
        self.claim().cleaned()

    def claim(self) -> FirmClaim:
        """The firm as it was typed."""
        typed = self.data.get
        return FirmClaim(
            name=typed("firm_name", ""),
            region_code=typed("region", ""),
            uscc=typed("uscc", ""),
            preparing=bool(typed("preparing")),
        )

    def _add_what_is_new(self, refusal: NotValid) -> None:
        for name, sentence in refusal.errors.items():
            at = {"region_code": "region"}.get(name, name)
            if at in self.fields and at not in self.errors:
                self.add_error(at, sentence)


class CodeForm(ShellForm):
    """An invitation code, however it is typed."""

    code = line(
        _("邀请码"),
        40,
        help_text=_("8 位字母和数字，例如 K7MF-3Q9X；大小写、横线都可以不管"),
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "characters",
                "autocomplete": "one-time-code",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("请输入邀请码")},
    )

    def clean_code(self) -> str:
        """In the one form that an address can hold."""
        code = normalise_invitation(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_now("邀请码是 8 位字母和数字"))
        return code


class PhoneForm(ShellForm):
    """Where to send the digits."""

    phone = line(
        _("手机号"),
        30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("请填写手机号")},
    )


class PhoneCodeForm(ShellForm):
    """The digits; phones offer them from the message."""

    code = line(
        _("验证码"),
        20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("请填写短信里的 6 位数字")},
    )


class PersonForm(ShellForm):
    """Who one is, and how one will sign in."""

    name = line(
        _("您的姓名"),
        40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请填写姓名")},
    )
    contact = line(
        _("手机号或电子邮箱"),
        64,
        help_text=_("以后用它登录；经办人也会用它联系您"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": _("请填写手机号或电子邮箱")},
    )
    password = forms.CharField(
        label=_("设置密码"),
        strip=False,
        max_length=128,
        help_text=_("至少 10 个字符，不能全是数字"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("请设置密码")},
    )
    agreed = forms.BooleanField(
        label=_("我同意活动办和承办单位为办理诉求使用以上信息"),
        help_text=_(
            "只用于核实企业、办理诉求和联系您，不作他用，不对外公开；可以随时要求更正或注销。"
        ),
        error_messages={"required": _("需要您同意后才能登记")},
    )


class JoinForm(PersonForm):
    """A person who was invited: the firm is known."""


class InviteForm(ShellForm):
    """Whom the code is for, so that one can tell codes apart."""

    DAYS = 7

    note = line(
        _("给谁"),
        LONGEST_NOTE,
        required=False,
        help_text=_("只供自己辨认，例如：财务张会计"),
    )


class PartForm(ShellForm):
    """Why somebody no longer speaks for the firm."""

    reason = line(
        _("理由"),
        LONGEST_REASON,
        help_text=_("例如：已离职、换人负责"),
        error_messages={"required": _("请填写理由")},
    )


class RegisterForm(FirmForm, PersonForm):
    """A person and their firm, said once."""

    field_order = (
        "firm_name", "uscc", "code_checked", "preparing", "region", "licence", "name",
        "contact", "password", "agreed",
    )  # fmt: skip

    def judge(self) -> None:
        """The person, too."""
        typed = self.data.get
        who = Registrant(
            name=typed("name", ""), contact=typed("contact", ""), password=typed("password", "")
        )
        cleaned_together(who, self.claim())


class CorrectionForm(ShellForm):
    """The firm's facts as the office has them; what is wrong is overwritten."""

    name = line(_("企业名称"), 120, error_messages={"required": _("请填写企业名称")})
    uscc = line(
        _("统一社会信用代码"),
        40,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    address = line(_("地址"), 200, required=False)
    employees = line(
        _("职工人数"), 12, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    revenue = line(
        _("营业收入（万元）"),
        20,
        required=False,
        help_text=_("上年度全年，用来判断企业规模"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    assets = line(
        _("资产总额（万元）"),
        20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    contact_name = line(_("联系人"), 40, required=False)
    contact_phone = line(
        _("联系电话"),
        30,
        required=False,
        help_text=_("经办人先打给这个人"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    words = area(
        _("其他要更正的"),
        500,
        rows=3,
        required=False,
        help_text=_("例如：所在园区、行业填得不对，为什么"),
    )

    def __init__(self, *args: Any, file: FirmFile, **kwargs: Any) -> None:
        firm, first = file.firm, next(iter(file.contacts), None)
        present: dict[str, Any] = {
            "name": firm.name,
            "uscc": firm.uscc or "",
            "address": firm.address,
            "employees": firm.employees,
            "revenue": firm.revenue,
            "assets": firm.assets,
            "contact_name": first.name if first else "",
            "contact_phone": first.phone if first else "",
        }
        kwargs.setdefault("initial", present)
        super().__init__(*args, **kwargs)
