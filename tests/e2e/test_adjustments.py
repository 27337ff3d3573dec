"""动态调整 at a desk: drawn up, proposed by the worker, one left out, approved by another."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps

Browse = Callable[..., Page]


def test_a_batch_is_drawn_up_and_approved_by_another(browse: Browse) -> None:
    office = browse("hefan", at="/desk/adjustments/")
    office.get_by_role("link", name="拟定动态调整").first.click()
    office.get_by_label("名称").fill("十二月动态调整")
    office.get_by_label("调整原因").fill("干部轮岗")
    steps.press(office, "拟定动态调整")
    batch = office.url
    office.get_by_role("link", name="添加调整").click()
    office.get_by_label("企业", exact=True).fill("钻石")
    office.get_by_label("由谁联系").fill("周工")
    steps.press(office, "添加调整")
    line = office.get_by_role("row").filter(has_text="许昌钻石公司")
    expect(line).to_contain_text("林助")
    expect(line).to_contain_text("周工")
    office.get_by_role("link", name="提交批准").click()
    steps.press(office, "提交批准")
    expect(office.get_by_text("待批准").first).to_be_visible()
    expect(office.get_by_role("link", name="批准", exact=True)).to_have_count(0)

    signer = browse("luyuan", at=f"/desk/{batch.partition('/desk/')[2]}")
    signer.get_by_role("link", name="批准", exact=True).click()
    steps.press(signer, "批准")
    expect(signer.get_by_text("已批准").first).to_be_visible()
    signer.goto(f"{signer.url.partition('/desk/')[0]}/desk/adjustments/roll/?text=钻石")
    tomorrow = signer.get_by_role("row").filter(has_text="许昌钻石公司")
    expect(tomorrow.first).to_contain_text("林助")
