"""Headlines are told from what stands around them, and none is invented."""

from __future__ import annotations

import pytest

from archive.extract.article import extract_article
from tests.extract.pages import make_page

TEXT = "3月5日上午,清河街道新风社区组织志愿者走进敬老院,为六十多位老人理发。"


def title_of(*header: str) -> str:
    return extract_article(make_page("\n".join([*header, TEXT]))).title


@pytest.mark.parametrize(
    "title",
    [
        "注册志愿者突破百万人次再创新高",
        "关注留守儿童,让爱不再缺席",
        "欢迎回家!支教队员载誉归来",
        "免费义诊,要来了!",
        "清河区致志愿者的慰问电",
        "福彩投注站里的志愿者",
        "2013年清河区志愿服务工作会议召开",
        "外媒记者:他们给世界带来新的机遇",
        "上一堂特殊的安全课",
        "Volunteers visit a home for the elderly",
    ],
)
def test_a_headline_with_the_words_of_a_widget_or_label_is_one(title):
    assert title_of(title, "2013-07-08 10:15") == title
    assert title_of("首页 > 志愿风采", title, "2013-07-08 来源:河岸日报") == title


@pytest.mark.parametrize(
    "line",
    [
        "新闻资讯中心",
        "清河市志愿者协会",
        "志愿服务活动",
        "首页 | 新闻 | 志愿 | 公益 | 视频",
        "您的位置:首页 > 公益新闻",
        "微信好友 朋友圈 复制链接",
        "本报记者 方志远 通讯员 苏文静",
        "(2013年7月8日通过)",
        "http://www.example.org/a.htm",
        "欧美日韩无码|久久精品",
        "登录 注册",
    ],
)
def test_no_title_is_made_of_what_is_none(line):
    assert title_of(line) == ""


def test_a_kicker_and_a_subtitle_stand_beside_the_title():
    page = make_page(f"图片新闻\n志愿者走进敬老院\n——清河区学雷锋月侧记\n作者:方志远 2013-07-08\n{TEXT}")
    draft = extract_article(page)
    assert (draft.title, draft.subtitle) == ("志愿者走进敬老院", "——清河区学雷锋月侧记")


def test_the_headline_above_the_date_beats_the_caption_below_it():
    assert (
        title_of("志愿者走进敬老院", "2013-07-08", "清河街道志愿者在敬老院里为老人们理发的情景") == "志愿者走进敬老院"
    )
