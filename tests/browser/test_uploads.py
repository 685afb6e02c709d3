"""An editor drags files onto the upload page and sees what became of each; the worker works while no page looks on."""

from __future__ import annotations

import re
import threading
from pathlib import Path

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


def walk_in(page, folder: Path) -> None:
    """As a hand would drop a folder from the desktop: only so does the browser give one to be walked."""
    box = page.locator("#drop").bounding_box()
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        at = {"type": kind, "x": box["x"] + box["width"] / 2, "y": box["y"] + 20, "data": data}
        session.send("Input.dispatchDragEvent", at)


def test_a_folder_is_walked_and_one_that_failed_is_tried_again_alone(staff_page, settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    deep = tmp_path / "江城" / "六月"
    deep.mkdir(parents=True)
    (deep / "一.txt").write_text(f"江滩夜读记\n\n发布时间:2021-06-09\n\n文件夹。{BODY}\n", encoding="utf-8")
    (deep / "空.txt").write_bytes(b"")
    (deep.parent / ".DS_Store").write_bytes(b"x")
    page = staff_page(RoleCode.EDITOR)
    page.goto("/admin/ingest/")
    expect(page.get_by_text("没有后台进程在处理任务")).to_be_visible()
    walk_in(page, deep.parent)
    expect(page.locator("#chosen")).to_have_text(re.compile("已选择 2 个文件"))
    page.get_by_role("button", name="入档", exact=True).click()
    expect(page.locator("#job")).to_contain_text("等待中")
    job = page.url
    page.goto("about:blank")
    assert run_next(performers(), threading.Event()).state == "finished"
    page.goto(job)
    page.get_by_role("link", name="失败 1").click()
    expect(page.locator("#inputs tbody tr")).to_have_count(1)
    page.get_by_role("button", name="重试 江城/六月/空.txt").click()
    expect(page.locator("#job")).to_contain_text("等待中")
    page.goto(job)
    page.get_by_role("link", name="审核", exact=True).click()
    expect(page).to_have_url(re.compile(r"/admin/review/\d+/$"))


def test_it_works_without_scripts(staff_page, new_page, server, settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    cookies = staff_page(RoleCode.EDITOR).context.cookies()
    page = new_page(1280, java_script_enabled=False)
    page.context.add_cookies(cookies)
    page.goto("/admin/ingest/")
    page.locator("[name=text]").fill(f"江滩社区志愿者晨间净滩\n\n发布时间:2021-06-10\n\n无脚本。{BODY}\n")
    page.get_by_role("button", name="入档", exact=True).click()
    expect(page.locator("#job")).to_contain_text("等待中")
    assert run_next(performers(), threading.Event()).state == "finished"
    page.get_by_role("link", name="刷新").click()
    expect(page.locator("#inputs")).to_contain_text("江滩社区志愿者晨间净滩")
