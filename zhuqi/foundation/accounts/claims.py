"""What a person says about a firm when registering, cleaned. No database."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.validators import (
    clean_email,
    clean_uscc,
    normalise_phone,
    password_problems,
)
from zhuqi.foundation.reference_tables.text import tidy

SHORTEST_FIRM, LONGEST_FIRM = 2, 120
LONGEST_NAME = 40
LONGEST_USERNAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmClaim:
    """A firm as typed. `uscc` is needed unless the firm is being set up (筹建)."""

    name: str
    region_code: str
    uscc: str = ""
    preparing: bool = False

    def cleaned(self) -> "FirmClaim":
        """The same in one form; NotValid names every field that can't be used."""
        errors: dict[str, str] = {}
        name = tidy(self.name)
        if not SHORTEST_FIRM <= len(name) <= LONGEST_FIRM:
            errors["firm_name"] = _("请填写企业全称（不超过120个字）")
        code = ""
        if self.uscc.strip():
            try:
                code = clean_uscc(self.uscc)
            except NotValid as refusal:
                errors |= refusal.errors
        elif not self.preparing:
            errors["uscc"] = _("请填写统一社会信用代码；尚未取得的，请选择“筹建”")
        if not self.region_code.strip():
            errors["region_code"] = _("请选择所在县（市、区）")
        if errors:
            raise NotValid(errors)
        return FirmClaim(
            name=name, region_code=self.region_code.strip(), uscc=code, preparing=not code
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrant:
    """A person as typed; `contact` is a phone or an e-mail address and becomes the user name."""

    name: str
    contact: str
    password: str

    def cleaned(self) -> "Registrant":
        """The same in one form; NotValid names every field that can't be used."""
        errors: dict[str, str] = {}
        name = tidy(self.name)
        if not 1 <= len(name) <= LONGEST_NAME:
            errors["name"] = _("请填写姓名（不超过40个字）")
        contact = ""
        try:
            by_mail = "@" in self.contact or "＠" in self.contact
            contact = clean_email(self.contact) if by_mail else normalise_phone(self.contact)
        except NotValid as refusal:
            errors["contact"] = refusal.reason
        if len(contact) > LONGEST_USERNAME:
            errors["contact"] = _("电子邮箱不超过64个字符")
        if errors:
            raise NotValid(errors)
        return Registrant(name=name, contact=contact, password=self.password)

    @property
    def by_mail(self) -> bool:
        """True if the contact is an e-mail address."""
        return "@" in self.contact

    def account(self) -> User:
        """What the account would say of them; not saved, without a password."""
        return User(
            username=self.contact,
            name=self.name,
            phone="" if self.by_mail else self.contact,
            email=self.contact if self.by_mail else "",
        )


def cleaned_together(person: Registrant, firm: FirmClaim) -> tuple[Registrant, FirmClaim]:
    """Both in one form; NotValid names every field of either that can't be used, and a password
    that will not do. Whether the contact is known plays no part."""
    errors: dict[str, str] = {}
    who, claim = person, firm
    try:
        claim = firm.cleaned()
    except NotValid as refusal:
        errors |= refusal.errors
    try:
        who = person.cleaned()
    except NotValid as refusal:
        errors |= refusal.errors
    if problems := password_problems(who.password, who.account()):
        errors["password"] = " ".join(problems)
    if errors:
        raise NotValid(errors)
    return who, claim
