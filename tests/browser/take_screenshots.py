"""Takes the pictures in docs/screenshots from a running site: `make screenshots` while `make run` serves the samples.

Not a test: it asserts nothing and nothing depends on the pictures.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
HEIGHTS = {1280: 900, 390: 844}
EVERYWHERE = ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"))
SOME = ((1280, "light"), (390, "dark"))
SEARCH = "/search/?q=志愿服务&region=420000&type=meeting&date=2013"
PAGES: dict[str, tuple[str, tuple[tuple[int, str], ...]]] = {
    "home": ("/", EVERYWHERE),
    "search": (SEARCH, EVERYWHERE),
    "search-map": ("/search/?show=map", SOME),
    "search-nothing": ("/search/?q=净滩&region=370000&date=2013&type=meeting", SOME),
    "search-filters": ("/search/?q=志愿服务&region=420000", ((390, "light"), (390, "dark"))),
    "article": (SEARCH, EVERYWHERE),
    "map": ("/map/", SOME),
    "region": ("/regions/420000/", SOME),
    "timeline": ("/timeline/2013/", SOME),
    "review-queue": ("/admin/review/", SOME),
    "review": ("/admin/review/", EVERYWHERE),
}
"""Name: where it begins, and at which widths and in which colours it is taken."""
STEPS: dict[str, Callable[[Page], None]] = {
    "article": lambda page: page.locator(".hits h2 a").first.click(),
    "search-filters": lambda page: page.locator("#open-filters").click(),
    "review": lambda page: page.get_by_role("button", name="开始审核").click(),
}
"""What a reader does on it before the picture."""


def take_screenshots(site: str, folder: Path, names: Iterable[str] = PAGES, session: str = "") -> list[Path]:
    """The pages of these names, each in the ways it is taken in; staff's only with the cookie of a login."""
    names = [name for name in names if session or not PAGES[name][0].startswith("/admin/")]
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        taken = [
            _take(browser, site, name, width, scheme, folder, session)
            for name in names
            for width, scheme in PAGES[name][1]
        ]
        browser.close()
    return taken


def _take(browser: Browser, site: str, name: str, width: int, scheme: str, folder: Path, session: str) -> Path:
    viewport = {"width": width, "height": HEIGHTS[width]}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="zh-CN", reduced_motion="reduce")
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page = context.new_page()
    page.goto(site + PAGES[name][0])
    if name in STEPS:
        STEPS[name](page)
        page.wait_for_load_state()
    path = folder / f"{name}-{width}-{scheme}.png"
    page.screenshot(path=path)
    context.close()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--to", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("names", nargs="*", choices=[*PAGES, []], help="only these pages")
    parser.add_argument("--session", default="", help="cookie `sessionid` of a reviewer, for the pages of staff")
    options = parser.parse_args()
    for path in take_screenshots(options.site.rstrip("/"), options.to, options.names or PAGES, options.session):
        print(path)


if __name__ == "__main__":
    main()
