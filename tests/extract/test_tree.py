"""HTML as blocks."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.blocks import MAX_BLOCKS, Block
from archive.extract.tree import read_html
from tests.time_limit import time_limit


def _texts(html: str) -> list[str]:
    return [block.text for block in read_html(html).blocks]


def _only(html: str) -> Block:
    (block,) = read_html(html).blocks
    return block


def test_inline_elements_are_joined_and_breaks_split() -> None:
    html = "<p><b>志</b>愿<span>服务</span><br>走进<a href=x>社区</a></p><div>第二段<p>第三段</p>第四段</div>"
    assert _texts(html) == ["志愿服务", "走进社区", "第二段", "第三段", "第四段"]


def test_a_line_break_in_the_source_is_no_space_between_chinese() -> None:
    assert _texts("<p>志愿\n   服务 and\nmore</p>") == ["志愿服务 and more"]


def test_preformatted_lines_are_paragraphs() -> None:
    assert _texts("<pre>一\n二</pre><div style='white-space: pre-wrap'>三\n四</div>") == ["一", "二", "三", "四"]


def test_an_indent_after_a_sentence_begins_a_paragraph() -> None:
    assert _texts("<div>　　第一段。　　第二段。&nbsp;&nbsp;&nbsp;&nbsp;第三段</div>") == [
        "第一段。",
        "第二段。",
        "第三段",
    ]


def test_a_label_is_kept_apart_from_what_stands_before_it() -> None:
    block = _only("<p><span>2013-12-31</span><span>作者：吴某</span><span>来源：某网</span></p>")
    assert block.text == "2013-12-31 作者：吴某 来源：某网"
    assert block.pieces == ("2013-12-31", "作者：吴某", "来源：某网")


def test_what_no_reader_sees_is_left_out() -> None:
    html = (
        "<body>看见的文字<script>脚本</script><style>样式</style><noscript>无</noscript><template>模板</template>"
        "<div hidden>藏</div><p style='DISPLAY : none'>藏</p><select><option>选</option></select><button>按</button>"
        "<ruby>汉<rt>hàn</rt></ruby><!-- 注 --><textarea>填</textarea>"
    )
    assert _texts(html) == ["看见的文字", "汉"]


def test_a_page_that_scripts_reveal_is_not_lost() -> None:
    assert _texts("<p>加载中</p><div style='display:none'><p>正文很长很长很长很长</p></div>") == [
        "加载中",
        "正文很长很长很长很长",
    ]
    assert _texts("<div style='visibility: hidden'>正文</div>") == ["正文"]


def test_kinds_follow_the_elements() -> None:
    html = (
        "<h1>题</h1><p>段</p><ul><li>项</li></ul><table><tr><td>格</td><td><p>格中段</p></td></tr></table>"
        "<figure><figcaption>图注</figcaption></figure><div class='img-desc'>说明</div>"
        "<img alt='合影.jpg'><p>王总讲话.jpg</p>"
    )
    kinds = {block.text: block.kind for block in read_html(html).blocks}
    assert kinds == {
        "题": "heading",
        "段": "paragraph",
        "项": "list_item",
        "格": "table_cell",
        "格中段": "paragraph",
        "图注": "caption",
        "说明": "caption",
        "合影.jpg": "image_name",
        "王总讲话.jpg": "image_name",
    }
    assert [block.level for block in read_html(html).headings] == [1]


def test_a_picture_inside_a_paragraph_does_not_cut_it() -> None:
    assert _texts("<p>前半<img alt='图'>后半</p>") == ["前半后半", "图"]


def test_link_share_is_the_part_that_is_link_text() -> None:
    assert _only("<p><a href=x>相关</a>新闻</p>").link_share == 0.5
    assert _only("<p><a href=x><b>全是</b></a></p>").link_share == 1.0
    assert _only("<p>没有</p>").link_share == 0.0


def test_the_path_leads_from_the_nearest_element_outwards() -> None:
    page = read_html("<body><div id=Main><div class='Article body'><p>文<b>字</b></p></div></div>")
    assert [(container.tag, container.names) for container in page.path(page.blocks[0])] == [
        ("p", ""),
        ("div", "article body"),
        ("div", "main"),
        ("body", ""),
    ]


def test_the_head_is_read() -> None:
    page = read_html(
        "<html lang=zh-CN><title> 标题_某网 </title><meta name=Author content=吴某><meta property=og:title content=题>"
        "<meta name=author content=李某><link rel=canonical href=https://a.example.cn/1>"
        '<script type="application/ld+json">[{"@type":"NewsArticle","headline":"一\n二"},'
        '{"@graph":[{"@type":"Person"}]}]</script>'
        '<script type="application/ld+json">{broken</script>'
        "<body><time datetime=2013-07-07>7月7日</time><a href=/2>下一篇</a>"
    )
    assert (page.title_tag, page.lang, page.canonical) == ("标题_某网", "zh-CN", "https://a.example.cn/1")
    assert page.meta == {"author": "吴某", "og:title": "题"}
    assert [item.get("@type") for item in page.ld_json] == ["NewsArticle", None, "Person"]
    assert [(mark.value, mark.text) for mark in page.times] == [("2013-07-07", "7月7日")]


HOSTILE = {
    "nested": "<div>" * 10_000 + "深" + "</div>" * 10_000,
    "nested for ever": "<div>" * 400_000 + "深",
    "copies": "<p>" + "".join(f"<font id={n}>" for n in range(5_000)) + "</p>" + "<p>深</p>" * 5_000,
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">深</div>",
    "lists": "<ul><li>" * 50_000 + "深",
    "tables": "<table><tr><td>" * 20_000 + "深",
    "links": "<a href=x>" * 100_000 + "深",
    "paragraphs": "<p>深" * 100_000,
    "unclosed tags": "<a <a " * 200_000 + ">深",
    "unclosed quotes": "<a b='" * 200_000 + "'>深",
    "comment": "<!--" * 100_000 + "-->深",
    "json": f'<script type="application/ld+json">{"[" * 200_000}</script>深',
    "spaces": "<p>深" + " " * 1_000_000 + "</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_read_in_bounded_time(name: str) -> None:
    with time_limit():
        page = read_html(HOSTILE[name])
    assert len(page.blocks) <= MAX_BLOCKS
    assert any("深" in block.text for block in page.blocks)


@given(st.text())
def test_any_text_is_some_page(text: str) -> None:
    read_html(text)


PARTS = "<div> </div> <p> <table> <td> <b> </b> <a> </a> <li> <!-- --> <br> 文 < > <svg> <form> <img alt=文>"


@given(st.lists(st.sampled_from(PARTS.split())))
def test_any_markup_keeps_blocks_in_their_containers(parts: list[str]) -> None:
    page = read_html("".join(parts))
    assert all(-1 <= block.container < len(page.containers) for block in page.blocks)
    assert all(container.parent < container.index for container in page.containers)
    assert all(block.text == block.text.strip() and block.text for block in page.blocks)


def test_real_pages_keep_the_words_of_their_title(shared: Path) -> None:
    import json

    folder = shared / "corpus" / "html"
    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    found = 0
    for label in labels:
        page = read_html((folder / label["file"]).read_text(encoding="utf-8", errors="replace"))
        found += any(label["title"].replace(" ", "") in block.text.replace(" ", "") for block in page.blocks)
    assert found >= len(labels) - 2
