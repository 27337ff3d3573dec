"""What is sent to raise a case: by the firm in the portal, by the office that registers it."""

GOOD = {
    "key": "a" * 32,
    "title": "电压波动致压机停机",
    "body": "每周两三次，几秒钟，整炉报废。",
    "wish": "改造线路",
    "reporter_name": "赵总",
    "reporter_phone": "13800000000",
    "confidential": "no",
}


def said(**more: object) -> dict[str, object]:
    return {
        "key": "once-1", "channel": "hotline", "foreign_number": "GD-7", "reporter_name": "赵总",
        "reporter_phone": "13800000001", "title": "门口修路", "body": "货车进不来", "wish": "",
        "confidential": "no", **more,
    }  # fmt: skip
