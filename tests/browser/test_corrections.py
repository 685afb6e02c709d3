"""A reader reports an error, staff answer, the reader reads the answer: in two browsers, of which one is logged in."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive.accounts.roles import give_role
from archive.models import RoleCode

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "江城夜读灯火下的一本旧书"


@pytest.fixture
def reviewer(new_page, settings) -> Page:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = User.objects.create_user("复核员甲", password=PASSWORD)
    give_role(user, RoleCode.REVIEWER)
    page = new_page()
    page.goto("/admin/")
    page.get_by_label("用户名").fill("复核员甲")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#dashboard")).to_be_visible()
    return page


def test_a_readers_correction_is_answered(new_page, reviewer: Page) -> None:
    reader = new_page(390)
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
