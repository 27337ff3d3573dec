"""What every page promises on a phone."""

from playwright.sync_api import Page


def fits(page: Page) -> None:
    """Nothing stands beyond the edge of the phone."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.evaluate("document.documentElement.clientWidth"), page.url


def thumbs(page: Page, within: str) -> None:
    """What is pressed there is at least 44 pixels high."""
    low = page.locator(within).evaluate_all(
        "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    assert low == [], low
