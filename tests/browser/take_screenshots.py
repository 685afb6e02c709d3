"""Takes the pictures in docs/screenshots from a running site: `make screenshots` while `make run` serves the samples.

Not a test: it asserts nothing and nothing depends on the pictures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
WIDTHS = {1280: 900, 390: 844}
PAGES = {
    "home": "/",
    "search": "/search/?q=志愿服务&region=420000&type=meeting&date=2013",
    "article": None,
}


def take_screenshots(site: str, folder: Path) -> list[Path]:
    """Each page at both widths, in light and dark. The article is the first hit of the search."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        taken = [
            _take(browser, site, name, width, scheme, folder)
            for name in PAGES
            for width in WIDTHS
            for scheme in ("light", "dark")
        ]
        browser.close()
    return taken


def _take(browser: Browser, site: str, name: str, width: int, scheme: str, folder: Path) -> Path:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(site + (PAGES[name] or PAGES["search"]))
    if PAGES[name] is None:
        page.locator(".hits h2 a").first.click()
    path = folder / f"{name}-{width}-{scheme}.png"
    page.screenshot(path=path)
    context.close()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--to", type=Path, default=Path("docs/screenshots"))
    options = parser.parse_args()
    for path in take_screenshots(options.site.rstrip("/"), options.to):
        print(path)


if __name__ == "__main__":
    main()
