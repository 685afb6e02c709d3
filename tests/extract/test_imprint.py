"""The words by which a page says whose it is, apart from the article."""

from __future__ import annotations

import pytest

from archive.extract.imprint import find_imprint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("正文。\n主办：夷陵区人民政府办公室   联系电话：0717-0000000", "主办:夷陵区人民政府办公室"),
        ("正文。\n地址：湖北省武汉市武昌区东湖南路  邮编：430070", "湖北省武汉市武昌区东湖南路"),
        ("正文。\nPowered by Discuz! 苏ICP备00000000号", "苏ICP备"),
        ("鄞州茶馆论坛›茶馆›百姓随拍\n昨晚的村晚", "鄞州茶馆论坛"),
        ("2009年12月5日 星期六\n榕城夜读  B02版·街坊\n正文。", "榕城夜读"),
    ],
)
def test_it_finds_masthead_owner_address_and_icp_number(content: str, words: str) -> None:
    assert words in find_imprint(content, is_markup=False)


def test_it_reads_the_footer_of_markup_through_its_tags() -> None:
    page = "<html><p>正文。</p><footer>主办单位：<b>常州市精神文明建设指导委员会办公室</b></footer></html>"
    assert any("常州市" in words for words in find_imprint(page, is_markup=True))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "志愿者说：地址发到群里了。",
        "IP属地：上海市",
        "来自 江苏扬州\n发帖",
        "昨天在网上看到，志愿者们的活动，真好。",
        "新疆生产建设兵团第三师图木舒克市成立胡杨志愿服务总队",
        "由市文明办主办的创意大赛日前在武汉市江岸区收官",
    ],
)
def test_what_a_visitor_says_of_himself_is_no_imprint(content: str) -> None:
    assert find_imprint(content, is_markup=False) == ()
