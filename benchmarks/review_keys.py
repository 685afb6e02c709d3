"""How many keys a reviewer presses a page: the first 20 pages of the queue of the sample archive, in a real browser.

    DATA_DIR=/tmp/keys .venv/bin/python manage.py prepare     # a throw-away archive with the samples: decisions are taken
    DATA_DIR=/tmp/keys .venv/bin/python manage.py runserver 8102 --noreload &
    DATA_DIR=/tmp/keys .venv/bin/python -m benchmarks.review_keys --site http://127.0.0.1:8102

Nobody sits at it: a program presses what the ? dialog says, by a rule that looks at the page alone. It judges every fact
marked 待审 by itself, keeps the first of several candidates, and is done with ⇧↵; on every fourth page it also corrects the
place, typing four letters of pinyin. So this counts the keys of the screen's ways, not how long a person thinks.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter

import django

CHROMIUM = "/usr/bin/chromium"
PAGES, CORRECTED_EACH = 20, 4
OTHER_PLACE = "linyi"


class Keys:
    """A keyboard that counts."""

    def __init__(self, page) -> None:
        self._page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self.pressed += 2 if key.startswith("Shift+") else 1
        self._page.keyboard.press(key)

    def type(self, letters: str) -> None:
        self.pressed += len(letters)
        self._page.keyboard.type(letters)


def review(site: str, session: str) -> list[tuple[int, Counter[str]]]:
    """Keys pressed on each page, with how many facts were judged how."""
    from playwright.sync_api import sync_playwright

    counted = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page = context.new_page()
        page.goto(f"{site}/admin/review/")
        page.get_by_role("button", name="开始审核").click()
        for number in range(1, PAGES + 1):
            page.wait_for_selector("#work")
            counted.append(_judge(page, corrects=number % CORRECTED_EACH == 0))
            if "/admin/review/?" in page.url or page.url.endswith("/admin/review/"):
                break
        browser.close()
    return counted


def _judge(page, *, corrects: bool) -> tuple[int, Counter[str]]:
    keys, done = Keys(page), Counter()
    place = page.locator(".card.open", has=page.locator("p.kind", has_text="发生地")).first
    if corrects and place.count():
        _go_to(page, keys, place.get_attribute("id"))
        keys.press("e")
        keys.type(OTHER_PLACE)
        page.wait_for_selector(".values [role=option]")
        keys.press("Enter")
        _answered(page, lambda: keys.press("Enter"))
        done["corrected"] += 1
    while (card := page.locator(".card.open.asked").first).count():
        _go_to(page, keys, card.get_attribute("id"))
        chooses = card.locator("[data-key=c]").count()
        _answered(page, lambda chooses=chooses: keys.press("c" if chooses else "Enter"))
        done["chosen" if chooses else "accepted"] += 1
    with page.expect_navigation():
        keys.press("Shift+Enter")
    return keys.pressed, done


def _go_to(page, keys: Keys, wanted: str) -> None:
    """From fact to fact, the shorter way."""
    shown = [card.get_attribute("id") for card in page.locator(".card").all() if card.is_visible()]
    at_hand = page.evaluate("document.activeElement.closest('.card')?.id")
    steps = shown.index(wanted) - (shown.index(at_hand) if at_hand in shown else -1)
    for _step in range(abs(steps)):
        keys.press("j" if steps > 0 else "k")


def _answered(page, act) -> None:
    """Until the answer stands on the page with the focus in it; who types on before waits as well."""
    page.evaluate("window.before = document.getElementById('work')")
    act()
    page.wait_for_function(
        """() => {
          const work = document.getElementById("work");
          const busy = document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added");
          return work !== window.before && !busy && work.contains(document.activeElement);
        }"""
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--site", required=True)
    site = arguments.parse_args().site
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    from django.contrib.auth.models import User
    from django.test import Client

    from archive.accounts.roles import give_role
    from archive.models import RoleCode

    user, _made = User.objects.get_or_create(username="keys")
    give_role(user, RoleCode.REVIEWER)
    client = Client()
    client.force_login(user)
    counted = review(site, client.cookies["sessionid"].value)
    pressed = sorted(keys for keys, _done in counted)
    done = sum((facts for _keys, facts in counted), Counter())
    print(f"pages {len(pressed)}  keys {sum(pressed)}  a page {sum(pressed) / len(pressed):.1f}")
    print(f"median {pressed[len(pressed) // 2]}  fewest {pressed[0]}  most {pressed[-1]}  {dict(done)}")


if __name__ == "__main__":
    main()
