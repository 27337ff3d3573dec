"""What people type about themselves, brought into one form or refused. No database."""

import re
import unicodedata

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from zhuqi.foundation import typed
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory import uscc

_USERNAME = re.compile(r"[\w.@+-]{2,64}")


def normalise_phone(text: str) -> str:
    """A mainland number in one form: 13812345678, 0374-2661234, 0374-2661234-801, 4001234567.

    Full-width digits, spaces, brackets, hyphens, +86 and 转801 are understood; anything else is
    NotValid on the field `phone`.
    """
    number = typed.phone(text)
    if not number:
        raise NotValid({"phone": _("请填写大陆手机号，或带区号的座机号")})
    return number


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
    several = " " in typed.plain(text) and not typed.phone(text)
    if several or not _USERNAME.fullmatch(name):
        raise NotValid({"username": _("用户名为2至64个字，可用文字、字母、数字和 . _ - + @")})
    return name


def canonical_login(text: str) -> str:
    """What somebody typed as user name, as it would be stored: phones without their ornaments."""
    return typed.phone(text) or typed.login(text)


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
