"""Invented names: people, firms, phones, codes of valid shape. Nobody real is meant."""

import random
from collections.abc import Iterator

from stdnum.cn import uscc

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜戚谢邹苏潘葛范彭郎鲁韦马苗方任袁柳史唐薛雷贺汤罗毕郝安常傅康余元顾孟黄萧尹姚邵汪毛狄米贝明计成戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾路江童颜郭梅林钟徐邱骆高夏蔡田胡霍虞万柯卢莫经房丁邓单洪包石崔吉龚程裴陆荣翁"  # noqa: E501
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建文斌宇浩凯健俊帆雪慧巧美婷宁欣毅锋飞鹏琳璐岩卓然晨阳晓东立新志远国栋海燕春梅秋菊永胜长河思源博文一鸣子涵雨泽"  # noqa: E501
STEMS = (
    "恒昱晟瑞泰鑫宏盛翔达兴隆腾康嘉禾盈泽润丰凯旭博远拓创卓越诚信德力沃众联汇方圆启明中立新锐金石"
)
TRADES: dict[str, tuple[tuple[str, str, str], ...]] = {
    # sector → (what the firm makes, GB/T 4754 class, form of name)
    "industry": (
        ("电力装备", "3823", "科技有限公司"),
        ("电缆", "3831", "有限公司"),
        ("超硬材料", "3099", "股份有限公司"),
        ("硅碳材料", "3985", "科技有限公司"),
        ("机械", "3599", "制造有限公司"),
        ("汽车零部件", "3670", "有限公司"),
        ("卫生陶瓷", "3075", "有限公司"),
        ("铜业", "3251", "有限公司"),
        ("橡胶制品", "2919", "有限公司"),
        ("鞋业", "1952", "有限公司"),
        ("发制品", "2439", "有限公司"),
        ("食品", "1421", "有限公司"),
        ("环保设备", "3591", "有限公司"),
        ("新能源", "3825", "科技有限公司"),
    ),
    "construction": (("建筑工程", "4710", "有限公司"), ("市政工程", "4813", "有限公司")),
    "agriculture": (("农业", "0149", "开发有限公司"), ("花木", "0212", "种植有限公司")),
    "commerce": (
        ("商贸", "5299", "有限公司"),
        ("电子商务", "5292", "有限公司"),
        ("物流", "5436", "有限公司"),
    ),
    "other": (("软件", "6513", "科技有限公司"), ("文化旅游", "9030", "发展有限公司")),
}
ORG_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def person(rng: random.Random) -> str:
    """A full name of two or three characters."""
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))


def phone(rng: random.Random) -> str:
    """A mobile number of valid shape in a block that is not given out (1999…)."""
    return f"1999{rng.randrange(10**7):07d}"


def firm_names(rng: random.Random, place: str, trade: str, form: str) -> Iterator[str]:
    """Endless names such as 许昌恒瑞电力装备科技有限公司."""
    while True:
        yield f"{place}{''.join(rng.sample(STEMS, 2))}{trade}{form}"


def credit_code(rng: random.Random, region: str) -> str:
    """A unified social credit code whose both check digits are right (GB 32100, GB 11714)."""
    body = "MA" + "".join(rng.choice(ORG_ALPHABET) for _ in range(6))
    total = sum(
        weight * int(character, 36) for weight, character in zip(ORG_WEIGHTS, body, strict=True)
    )
    digit = "0X987654321"[total % 11]
    start = f"91{region}{body}{digit}"
    return start + str(uscc.calc_check_digit(start))
