"""What people type about themselves, brought into one form or refused. No database."""

import re
import unicodedata

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory import uscc

_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"[48]00\d{7}")
# Three digits for Beijing and the municipalities' 02x, four for all others.
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))([2-8]\d{6,7})(?:-(\d{1,6}))?")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,)(?=\d)", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)86")
_USERNAME = re.compile(r"[\w.@+-]{2,64}")


def normalise_phone(text: str) -> str:
    """A mainland number in one form: 13812345678, 0374-2661234, 0374-2661234-801, 4001234567.

    Full-width digits, spaces, brackets, hyphens, +86 and 转801 are understood; anything else is
    NotValid on the field `phone`.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[‐-―−－—]", "-", plain)
    plain = re.sub(r"[\s()]+", "", plain)
    plain = _EXTENSION.sub("-", plain)
    head = _COUNTRY.match(plain)
    if head:
        plain = plain[head.end() :].lstrip("-")
    compact = plain.replace("-", "")
    if _MOBILE.fullmatch(compact) or _SERVICE.fullmatch(compact):
        return compact
    if compact.startswith("86") and _MOBILE.fullmatch(compact[2:]):
        return compact[2:]
    if head and not plain.startswith("0"):
        plain = f"0{plain}"
    if found := _landline(plain):
        return found
    raise NotValid({"phone": _("请填写大陆手机号，或带区号的座机号")})


def _landline(plain: str) -> str:
    """Area code, number and extension with hyphens between; "" if it is none."""
    # 0374-266-1234 has hyphens inside the number; 0374-2661234-801 one before the extension.
    candidates = [plain.replace("-", "")]
    if "-" in plain:
        body, _hyphen, extension = plain.rpartition("-")
        candidates.insert(0, f"{body.replace('-', '')}-{extension}")
    for candidate in candidates:
        if match := _LANDLINE.fullmatch(candidate):
            return "-".join(part for part in match.groups() if part)
    return ""


def clean_email(text: str) -> str:
    """The address in lower case; NotValid on the field `email`."""
    address = unicodedata.normalize("NFKC", text).strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise NotValid({"email": _("请填写正确的电子邮箱")}) from None
    return address


def clean_username(text: str) -> str:
    """A user name in lower case; NotValid on the field `username`."""
    name = canonical_login(text)
    if not _USERNAME.fullmatch(name):
        raise NotValid({"username": _("用户名为2至64个字，可用文字、字母、数字和 . _ - + @")})
    return name


def canonical_login(text: str) -> str:
    """What somebody typed as user name, as it would be stored: phones without their ornaments."""
    try:
        return normalise_phone(text)
    except NotValid:
        return unicodedata.normalize("NFKC", text).strip().lower()


def clean_uscc(text: str) -> str:
    """A code in one form; NotValid on the field `uscc` if no code looks like that.

    A check digit that fails is no refusal: genuine early codes fail it.
    """
    checked = uscc.check(text)
    if not checked.ok:
        raise NotValid({"uscc": checked.warning})
    return checked.normalised


def password_problems(password: str, user: User | None = None) -> list[str]:
    """Why the password is too weak, a sentence each; empty if it will do."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [_sentence(one) for one in error.error_list]
    return []


def _sentence(error: ValidationError) -> str:
    """Django 5.2 changed the sentence on length; its Chinese catalogue still has the old one."""
    if error.code == "password_too_short":
        return _("密码至少%(min_length)d位") % (error.params or {})
    return error.messages[0]
