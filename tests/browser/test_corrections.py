"""A reader reports an error, staff answer, the reader reads the answer: in two browsers, of which one is logged in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from archive.models import RoleCode

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_readers_correction_is_answered(new_page, staff_page) -> None:
    reviewer, reader = staff_page(RoleCode.REVIEWER), new_page(390)
    reader.goto("/search/?q=志愿服务推进会")
    reader.locator(".hits h2 a").first.click()
    reader.get_by_role("link", name=re.compile("报告错误")).first.click()
    reader.get_by_label("内容有误").check()
    place = reader.locator("option", has_text="何地：").first.inner_text()
    reader.get_by_label("所指内容").select_option(label=place)
    reader.locator("[name=message]").fill("会场在宜昌，见当天的《三峡晚报》。")
    reader.get_by_role("button", name="提交").click()
    expect(reader).to_have_url(re.compile(r"/corrections/[0-9A-Z]{8}/$"))
    expect(reader.locator(".steps .here")).to_have_text(re.compile("已收到"))
    expect(reader.get_by_text("还没有答复")).to_be_visible()

    reviewer.reload()
    reviewer.locator("#waiting").get_by_role("link", name="读者更正：待处理").click()
    ticket = reader.locator(".ticket b").inner_text().replace(" ", "")
    reviewer.get_by_role("link", name=ticket).click()
    expect(reviewer.get_by_text("会场在宜昌，见当天的《三峡晚报》。")).to_be_visible()
    expect(reviewer.get_by_text(place).first).to_be_visible()
    reviewer.locator("[name=state]").select_option("accepted")
    reviewer.get_by_role("button", name="保存", exact=True).click()
    expect(reviewer.get_by_text("请写明答复")).to_be_visible()
    reviewer.locator("[name=answer]").fill("核对了当天的报纸，会场改为宜昌。谢谢。")
    reviewer.get_by_role("button", name="保存", exact=True).click()
    expect(reviewer).to_have_url(re.compile(r"/admin/archive/correction/\?"))

    reader.goto("/corrections/")
    reader.get_by_label("编号").fill(f"{ticket[:4].lower()} {ticket[4:]}")
    reader.get_by_role("button", name="查看").click()
    expect(reader.locator(".steps .here")).to_have_text(re.compile("已采纳"))
    expect(reader.locator(".answer")).to_have_text("核对了当天的报纸，会场改为宜昌。谢谢。")
    expect(reader.get_by_text("三峡晚报")).to_have_count(0)
