"""Invented names: people, firms, phones, codes of valid shape. Nobody real is meant."""

import random

from stdnum.cn import uscc

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜戚谢邹苏潘葛范彭郎鲁韦马苗方任袁柳史唐薛雷贺汤罗毕郝安常傅康余元顾孟黄萧尹姚邵汪毛狄米贝明计成戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾路江童颜郭梅林钟徐邱骆高夏蔡田胡霍虞万柯卢莫经房丁邓单洪包石崔吉龚程裴陆荣翁"  # noqa: E501
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建文斌宇浩凯健俊帆雪慧巧美婷宁欣毅锋飞鹏琳璐岩卓然晨阳晓东立新志远国栋海燕春梅秋菊永胜长河思源博文一鸣子涵雨泽"  # noqa: E501
STEMS = (
    "恒昱晟瑞泰鑫宏盛翔达兴隆腾康嘉禾盈泽润丰凯旭博远拓创卓越诚信德力沃众联汇方圆启明中立新锐金石"
    "华安利源通顺和裕森柏朗亿铭锦航宇正同景轩"
)
VILLAGES = "东张楼岗李庄湾寨营铺桥集沟洼坡杨赵陈大小前后南北西"
ROADS = (
    "建设路",
    "许由路",
    "八一路",
    "文峰路",
    "首山大道",
    "襄业路",
    "阿里山路",
    "魏武大道",
    "颍昌路",
    "华夏大道",
    "劳动路",
    "工农路",
    "创业大道",
    "科技路",
    "兴业路",
    "永昌路",
    "纬四路",
    "经三路",
    "迎宾大道",
    "滨河路",
    "富民路",
    "腾飞路",
    "中兴路",
    "学府街",
)
ORG_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def person(rng: random.Random) -> str:
    """A full name of two or three characters."""
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))


def phones(rng: random.Random, count: int) -> list[str]:
    """Distinct mobile numbers of valid shape in a block that is not given out (1999…)."""
    return [f"1999{number:07d}" for number in rng.sample(range(10**7), count)]


def village(rng: random.Random) -> str:
    """A village such as 东李村."""
    return "".join(rng.sample(VILLAGES, 2)) + "村"


class FirmNames:
    """Names such as 许昌恒瑞电力装备科技有限公司, none of them twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def fresh(self, place: str, trade: str, form: str, stem: str = "") -> str:
        """A name not given before; `stem` is kept where it is free."""
        wanted = stem or self._stem()
        while (name := f"{place}{wanted}{trade}{form}") in self._taken:
            wanted = self._stem()
        self._taken.add(name)
        return name

    def _stem(self) -> str:
        return "".join(self._rng.sample(STEMS, 2))


def credit_code(rng: random.Random, region: str) -> str:
    """A unified social credit code whose both check digits are right (GB 32100, GB 11714)."""
    body = "MA" + "".join(rng.choice(ORG_ALPHABET) for _ in range(6))
    total = sum(
        weight * int(character, 36) for weight, character in zip(ORG_WEIGHTS, body, strict=True)
    )
    digit = "0X987654321"[total % 11]
    start = f"91{region}{body}{digit}"
    return start + str(uscc.calc_check_digit(start))
