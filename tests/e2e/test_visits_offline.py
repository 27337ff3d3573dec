"""走访 in a workshop without signal: written on the phone, sent once when there is signal again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.phone import fits, thumbs

Browse = Callable[..., Page]
SAID = "车间里没有信号，先记在手机上。"
OPENS = "本页已存到手机，没有信号也能打开"
LOSING = """() => {
  const real = window.fetch;
  window.fetch = async (url, asked) => {
    const answer = await real(url, asked);
    if (!String(url).includes("sync")) return answer;
    document.body.dataset.lost = "yes";
    throw new TypeError("lost");
  };
}"""


def test_what_is_written_without_signal_is_kept_and_sent_once(
    browse: Browse, scene: dict[str, str]
) -> None:
    page = browse("lin", phone=True, at=f"/desk/enterprises/{scene['firm']}/card/")
    page.get_by_role("link", name="随身走访").tap()
    expect(page.get_by_text("没有等待发送的记录")).to_be_visible()
    expect(page.get_by_text(OPENS)).to_be_visible()
    fits(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-state]")).to_contain_text("没有信号")
    page.get_by_label("我联系的企业").select_option(label="许昌钻石公司")
    page.get_by_role("button", name="记录走访").last.tap()
    page.get_by_label("谈了什么").fill(SAID)
    page.get_by_text("困难 1").tap()
    page.get_by_label("遇到的困难").first.fill("缺熟练工")
    page.get_by_label("具体情况").first.fill("旺季缺二十人。")
    page.get_by_role("button", name="存好，有信号就发送").tap()
    expect(page.get_by_text("困难 1 请选择企业是否同意上报")).to_be_visible()
    page.get_by_text("企业暂不同意上报，先记在走访里").first.tap()
    fits(page)
    thumbs(page, "form .z-btn")
    page.reload()
    page.get_by_role("button", name="打开").tap()
    expect(page.get_by_label("谈了什么")).to_have_value(SAID)
    page.get_by_role("button", name="存好，有信号就发送").tap()
    expect(page.get_by_text("还有 1 条等待发送")).to_be_visible()
    # The first answer is lost on its way back: the phone sends again, and it is taken once.
    page.evaluate(LOSING)
    page.context.set_offline(False)
    expect(page.locator("body[data-lost]")).to_be_visible()
    expect(page.get_by_text("还有 1 条等待发送")).to_be_visible()
    page.reload()
    expect(page.get_by_text("早先已经收到，没有重复登记")).to_be_visible()
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('pocket:record:'))")
        == []
    )
    page.get_by_role("link", name="看走访").tap()
    expect(page.get_by_text(SAID)).to_have_count(1)
    expect(page.get_by_text("缺熟练工")).to_be_visible()


def test_another_who_signs_in_neither_sees_nor_sends_it(browse: Browse) -> None:
    page = browse("lin", phone=True, at="/desk/visits/pocket/")
    page.get_by_role("button", name="记录走访").last.tap()
    page.get_by_label("谈了什么").fill(SAID)
    expect(page.get_by_text(OPENS)).to_be_visible()
    mark = "localStorage.setItem('signed-in', JSON.stringify({id: '999999', at: Date.now()}))"
    page.context.set_offline(True)
    page.evaluate(mark)
    page.reload()
    expect(page.locator("[data-state]")).to_contain_text("没有信号")
    expect(page.get_by_role("button", name="打开")).to_have_count(0)
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("button", name="打开")).to_be_visible()
    page.get_by_role("button", name="删除").tap()
    page.get_by_role("button", name="再按一次删除").tap()
    expect(page.get_by_role("button", name="打开")).to_have_count(0)
