"""An editor drags files onto the upload page and sees what became of each; the worker works while no page looks on."""

from __future__ import annotations

import re
import threading

import pytest
from playwright.sync_api import expect

from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import RoleCode
from tests.ingest.factories import BODY

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DROP = """
([name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name));
  held.items.add(new File([""], "空.txt"));
  document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}
"""


def test_files_dragged_onto_the_page_are_taken_in_and_told(staff_page) -> None:
    page = staff_page(RoleCode.EDITOR)
    page.get_by_role("link", name="上传入档").click()
    expect(page.locator("#chosen")).to_have_text("还没有选择文件")
    text = f"江滩拖放净滩记\n\n发布时间:2021-06-08\n\n拖放上传。{BODY}\n"
    page.evaluate(DROP, ["拖放.txt", text])
    expect(page.locator("#chosen")).to_have_text(re.compile("已选择 2 个文件"))
    page.locator("[name=batch]").fill("拖放试验")
    page.get_by_role("button", name="入档").click()
    expect(page).to_have_url(re.compile(r"/admin/archive/job/\d+/change/$"))
    expect(page.locator("#job")).to_contain_text("等待中")
    job = page.url
    page.goto("about:blank")
    assert run_next(performers(), threading.Event()).state == "finished"
    page.goto(job)
    expect(page.locator("#inputs")).to_contain_text("空.txt")
    expect(page.locator("#inputs")).to_contain_text("内容为空")
    expect(page.locator("#inputs").get_by_role("link", name="江滩拖放净滩记")).to_be_visible()
    expect(page.get_by_role("button", name="重试失败的输入")).to_be_visible()
