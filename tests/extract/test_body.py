"""The text of an article is kept whole, and nothing that follows or surrounds it gets in."""

from __future__ import annotations

import pytest

from archive.extract.article import extract_article
from tests.extract.pages import make_page

TEXT = "3月5日上午,清河街道新风社区组织志愿者走进敬老院,为六十多位老人理发。"
LAST = "社区党委书记说,这样的活动已坚持八年。"


@pytest.mark.parametrize(
    "tail",
    [
        "相关新闻\n河西区开展义诊",
        "相关阅读:\n河西区开展义诊",
        "推荐阅读\n河西区开展义诊",
        "上一篇:河西区开展义诊\n下一篇:东山镇晚会",
        "责任编辑:苏文静\n河西区开展义诊,二十名医生参加。",
        "【编辑:苏文静】\n河西区开展义诊,二十名医生参加。",
        "编辑 | 苏文静\n审核 | 方志远",
        "来源:河岸日报 作者:方志远",
        "免责声明:本站内容来自网络。",
        "网友评论:\n写得真好。",
        "主办单位:清河区文明办\n京ICP备00000000号",
        "版权所有 清河区文明办",
        "《河岸日报》(2013年07月08日 04版)",
        "【打印】 【关闭】",
        "分享到:\n微信 微博",
        "河西区开展义诊 2013-07-01 10:00\n东山镇办晚会 2013-07-02 11:00",
        "· 河西区开展义诊活动\n· 东山镇举办慈善晚会\n· 南湖大学生支教归来\n· 西郊公园植树活动",
    ],
)
def test_what_follows_is_cut(tail):
    assert extract_article(make_page(f"志愿者走进敬老院\n{TEXT}\n{LAST}\n{tail}")).body == f"{TEXT}\n{LAST}"


@pytest.mark.parametrize(
    "inside",
    [
        "副会长 方志远 苏文静 郭晓梅 张鹏",
        "活动时间:2013年7月7日上午9点",
        "联系电话:0000-1234567",
        "一、加强领导",
        "他说:“登录平台,就能成为志愿者。”",
        "据李明介绍,相关新闻发布会将于近日举行。",
        "受害人李××、王某某已得到救助。",
        "(日韩两国的志愿者也来了,见照片。)",
    ],
)
def test_what_belongs_to_the_text_stays(inside):
    draft = extract_article(make_page(f"志愿者走进敬老院\n{TEXT}\n{inside}\n{LAST}"))
    assert draft.body == f"{TEXT}\n{inside}\n{LAST}"
    assert draft.page_class == "article"


@pytest.mark.parametrize("content", ["只有一行", "志愿者", "Hello volunteers"])
def test_a_page_of_a_few_words_keeps_them(content):
    assert content in extract_article(make_page(content)).text
