"""By which words a firm and its people are known: what stands in its file, and what people make
of it. Pure.

许昌拓裕机械制造有限公司 is 拓裕, 许昌拓裕, 拓裕机械, 拓裕公司, tuoyu; 张建国 is 建国 and 张总.
"""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from zhuqi.foundation.directory import codes

# The end of a firm's name says what it is, not who: longest first.
_LEGAL = (
    "股份有限公司", "集团有限公司", "有限责任公司", "有限公司", "集团公司", "分公司", "公司",
    "集团", "工厂", "厂", "合作社", "专业合作社", "经营部", "商行", "中心",
)  # fmt: skip
_SPOKEN = ("公司", "集团", "厂", "企业")
PLACE_ENDS = "省市县区镇乡"
TITLES = (
    "总经理", "副总", "董事长", "董事", "总监", "总", "经理", "厂长", "老板", "主任", "会计",
    "出纳", "先生", "女士", "工", "工程师", "书记", "部长", "科长", "主管", "师傅", "某某", "某",
)  # fmt: skip
# Lines of business that are no trade names: they go only with more beside them.
_COMMON = frozenset(
    (
        "建筑", "工程", "电力", "供电", "机械", "机电", "科技", "农业", "工业", "商业",
        "食品", "医药", "能源", "新能", "新材", "材料", "电子", "信息", "网络", "物流",
        "运输", "贸易", "服务", "投资", "设备", "企业", "公司", "集团",
    )
)  # fmt: skip
_COMPOUND = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯",
    "端木", "轩辕", "南宫", "长孙", "宇文", "百里", "呼延", "东郭",
)  # fmt: skip
# Mailboxes of everybody's: their domain tells nothing.
_PUBLIC_MAIL = frozenset(
    (
        "qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "yeah.net",
        "sina.com", "sina.cn", "sohu.com", "139.com", "189.cn", "wo.cn", "aliyun.com", "21cn.com",
        "tom.com", "gmail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com",
        "yahoo.com", "yahoo.com.cn",
    )
)  # fmt: skip
# Where another name may begin inside it: after the group it belongs to, after a zone, after what
# stands before many names.
_FORMS_INSIDE = re.compile(r"(?:股份|集团|有限|责任|总?公司|总厂|合作社)+")
_ZONE_ENDS = "新区|开发区|示范区|集聚区|产业园区?|工业园区?|科技园区?|街道|镇|乡"
_ZONE = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{_ZONE_ENDS})")
_ANYBODYS = re.compile(rf"{_ZONE_ENDS}|中国|国营|国网|第(?P<number>[一二三四五六七八九十]+)")
_SHORTEST = 2
_LONGEST_PERSON = 4
_SHORTEST_NUMBER = 7
_MOBILE = 11
_TAIL = 8
_SHORTEST_LATIN = 4
_SHORTEST_ADDRESS = 4
_MOST_READINGS = 64


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


# Numbers, mailboxes, addresses -----------------------------------------------------------------


def of_phone(text: str) -> Iterator[str]:
    """Each number in it: whole, without its area code, and the digits people give of it."""
    for number in re.split(r"[/,;、，；|]|\s{2,}", unicodedata.normalize("NFKC", text)):
        digits = re.sub(r"\D", "", number, flags=re.ASCII)
        if len(digits) < _SHORTEST_NUMBER:
            continue
        yield digits
        national = re.sub(r"^(?:0{0,2}86)(?=1\d{10}$|0\d{9,11}$)", "", digits)
        yield national
        if len(national) == _MOBILE and national[0] == "1":
            yield national[-_TAIL:]
            yield f"尾号{national[-4:]}"
        elif national[0] == "0":
            yield from _without_area(number, national)


def _without_area(number: str, digits: str) -> Iterator[str]:
    """A landline as it is dialled in town, without an extension too."""
    area = 3 if digits[1] in "12" else 4
    line, _mark, extension = number.strip().partition("-")[2].partition("-")
    local = re.sub(r"\D", "", line, flags=re.ASCII) or digits[area:]
    for one in (local, digits[area:]):
        if len(one) >= _SHORTEST_NUMBER:
            yield one
    if extension and len(local) >= _SHORTEST_NUMBER:
        yield digits[: area + len(local)]


def of_email(text: str) -> Iterator[str]:
    """The mailbox; a domain of the firm's own, and the name in it."""
    mailbox = _plain(text).casefold()
    name, _at, domain = mailbox.partition("@")
    if not domain:
        return
    yield mailbox
    if len(name) >= _SHORTEST_LATIN and not name.isdigit():
        yield name
    if domain not in _PUBLIC_MAIL:
        yield domain
        own = re.sub(r"\.(com|net|org|gov|edu|cn|co|cc|top|vip|io|biz|info)\b", "", domain)
        label = own.rpartition(".")[2]
        if len(label) >= _SHORTEST_LATIN:
            yield label


def of_code(code: str) -> Iterator[str]:
    """The credit code; without check digit and office the organisation's own nine still name it."""
    code = _plain(code).upper()
    if not code:
        return
    yield from (code, code[8:17], code[-_TAIL:])


def of_address(address: str, places: Sequence[str]) -> Iterator[str]:
    """The address, and what is left of it without the places before it: 建设路128号."""
    whole = _plain(address)
    if len(whole) < _SHORTEST_ADDRESS:
        return
    yield whole
    rest, _place = _parted(whole, places)
    if rest != whole and len(rest) >= _SHORTEST_ADDRESS:
        yield rest


# People ----------------------------------------------------------------------------------------


def of_person(name: str) -> Iterator[str]:
    """A person by name, by given name, by surname and title, in Latin letters."""
    name = _plain(name)
    if len(name) < _SHORTEST:
        return
    yield name
    if name.isascii() or len(name) > _LONGEST_PERSON:
        return
    surname = name[:2] if name[:2] in _COMPOUND and len(name) > len("欧阳") else name[0]
    given = name.removeprefix(surname)
    yield from (f"{surname}{title}" for title in TITLES)
    yield f"姓{surname}"
    if given in TITLES:
        return
    if len(given) >= _SHORTEST:
        yield given
    else:
        yield from (f"{before}{given}" for before in ("小", "阿", "老"))
    yield from (f"{given}{title}" for title in ("总", "哥", "姐", "经理", "工"))
    yield from latin_forms(name)
    for first, last in product(latin_forms(given, shortest=2), latin_forms(surname, shortest=1)):
        if len(first + last) >= _SHORTEST_LATIN + 1:
            yield f"{first}{last}"


# Firms -----------------------------------------------------------------------------------------


def of_firm(name: str, places: Sequence[str]) -> Iterator[str]:
    """The whole name, and how people shorten it."""
    name = _plain(name)
    if not name:
        return
    yield name
    plain = re.sub(r"[（(].*?[）)]", "", name)
    ending = next(
        (form for form in sorted(_LEGAL, key=len, reverse=True) if plain.endswith(form)), ""
    )
    ends = [end for end in dict.fromkeys((*_SPOKEN, ending)) if end]
    for core, place in _cores(plain.removesuffix(ending), places):
        yield from _shortened(core, place, ends)
    inside = re.findall(r"[（(](.*?)[）)]", name)
    yield from (part for part in inside if len(part) > _SHORTEST and not _is_place(part, places))


def _shortened(core: str, place: str, ends: Sequence[str]) -> Iterator[str]:
    """The trade name and more of it, with what firms are called and with the place before it."""
    starts = [place, *_shorter(place)] if place else []
    zone = _ZONE.match(core)
    town = zone.group() if zone and zone.group() in _all_places() and zone.end() < len(core) else ""
    for stem in _stems(core):
        if not (_is_everybodys(stem) or town.startswith(stem)):
            yield stem
        yield from (f"{stem}{end}" for end in ends)
        for start in starts:
            yield from (f"{start}{stem}{end}" for end in ("", "公司"))
    numbered = _ANYBODYS.match(core)
    if numbered and numbered["number"] and core[numbered.end() :]:
        # 第二建筑 is 二建.
        yield f"{numbered['number']}{core[numbered.end()]}"
    yield from _latin_of_firm(core, place)


def _cores(body: str, places: Sequence[str]) -> list[tuple[str, str]]:
    """Each name that may begin in it, with the places before: 许昌神垕镇孔家钧窑 is 孔家钧窑 too,
    平煤神马集团许昌首山化工 is 首山化工, 中国平煤 is 平煤."""
    found: list[tuple[str, str]] = []
    waiting = [(body, "")]
    while waiting:
        text, before = waiting.pop(0)
        core, place = _parted(text, places)
        if len(core) < _SHORTEST or any(core == known for known, _place in found):
            continue
        found.append((core, f"{before}{place}"))
        for pattern in (_FORMS_INSIDE.search, _ANYBODYS.match, _ZONE.match):
            if match := pattern(core):
                lies_in = f"{before}{place}{match.group()}" if pattern == _ZONE.match else ""
                waiting.append((core[match.end() :], lies_in))
    return found


def trade_of(name: str, places: Sequence[str]) -> str:
    """What the name says that the firm makes: 许昌拓裕机械制造有限公司 → 机械制造."""
    plain = re.sub(r"[（(].*?[）)]", "", _plain(name))
    for form in sorted(_LEGAL, key=len, reverse=True):
        plain = plain.removesuffix(form)
    return " ".join(core[2:] for core, _place in _cores(plain, places) if core[2:])


def _latin_of_firm(core: str, place: str) -> Iterator[str]:
    """The trade name in pinyin, which is in every longer form; and the first letters of more."""
    trade = next((stem for stem in _stems(core) if not _is_everybodys(stem)), "")
    yield from latin_forms(trade)
    for text in (core[:4], core, f"{place}{core[:4]}", f"{place}{core}"):
        yield from (word for word in _initials(text) if len(word) >= _SHORTEST_LATIN)


def _stems(core: str) -> list[str]:
    """The trade name and ever more of what follows it: 拓裕, 拓裕机械, 拓裕机械制造."""
    lengths = {2, 3, *range(4, len(core), 2), len(core)}
    return [core[:length] for length in sorted(lengths) if _SHORTEST <= length <= len(core)]


def _is_everybodys(stem: str) -> bool:
    """A line of business, a word before many names: alone it tells nobody."""
    return stem in _COMMON or _ANYBODYS.fullmatch(stem) is not None


def _shorter(place: str) -> list[str]:
    short = place.rstrip(PLACE_ENDS)
    return [short] if short and short != place else []


def _parted(body: str, places: Sequence[str]) -> tuple[str, str]:
    """What stands after the places at its beginning, and those places.

    Its own places first; where it begins with none of them, any place of the country.
    """
    names = {form for place in places for form in (place, place.rstrip(PLACE_ENDS)) if form}
    core = body
    while place := next(
        (n for n in sorted(names, key=len, reverse=True) if core.startswith(n) and core != n), ""
    ):
        rest = core.removeprefix(place)
        core = rest.lstrip(PLACE_ENDS) or rest
    if core == body:
        for length in range(min(len(body) - _SHORTEST, 8), 1, -1):
            if body[:length] in _all_places():
                core = body[length:]
                break
    return core, body.removesuffix(core)


def _is_place(text: str, places: Sequence[str]) -> bool:
    return text in _all_places() or any(text in place or place in text for place in places)


@lru_cache(maxsize=1)
def _all_places() -> frozenset[str]:
    """Names of all divisions, with and without what they are."""
    found: set[str] = set()
    for division in codes.divisions().values():
        found.add(division.name)
        short = division.name.rstrip(PLACE_ENDS)
        if len(short) >= _SHORTEST:
            found.add(short)
    return frozenset(found)


# Latin letters ---------------------------------------------------------------------------------


def latin_forms(text: str, shortest: int = _SHORTEST_LATIN) -> list[str]:
    """In pinyin, every reading of letters that have several; only what is long enough to tell."""
    syllables = _readings(text)
    if not syllables:
        return []
    found = {"".join(one) for one in list(product(*syllables))[:_MOST_READINGS]}
    return sorted(word for word in found if len(word) >= shortest)


def _initials(text: str) -> list[str]:
    """First letters, of the usual reading alone: 拓裕机械 → tyjx."""
    syllables = _readings(text)
    return ["".join(one[0][0] for one in syllables)] if syllables else []


@lru_cache(maxsize=4096)
def _readings(text: str) -> tuple[tuple[str, ...], ...]:
    if not text or not all("\u4e00" <= letter <= "\u9fff" for letter in text):
        return ()
    # Its table is read when the first confidential case is shown, not by every process; of single
    # letters alone, because the one of phrases takes 50 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import Style, pinyin

    read = pinyin(text, style=Style.NORMAL, heteronym=True, v_to_u=False)
    return tuple(tuple(dict.fromkeys(one)) for one in read)
