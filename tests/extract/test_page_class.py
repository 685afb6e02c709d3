"""Pages that are no articles are told by several kinds of signs; news is never taken for one of them."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from archive.extract.article import extract_article
from tests.extract.pages import make_page

PAGES = {
    "ad": "冬令营火热报名中！早鸟优惠倒计时\n原价4980元，现仅需3280元，名师带队。添加微信camp001，前三十名立减三百！",
    "about": "机构简介\n清泉助学会成立于2009年，宗旨是资助山区学生。理事长：某某。办公地址：城关区。",
    "filler": "志愿者证是什么意思\n志愿者证怎么办理？小编今天为大家介绍一下。以上就是全部内容，希望对大家有帮助。",
    "template": "捐赠协议书（标准模板）\n甲方：________ 乙方：________ 经协商一致，达成如下协议：第一条 捐赠____元。",
    "list": "\n".join(
        f"{number}. {place}志愿者走进养老院送温暖" for number, place in enumerate("东西南北中山河湖", start=1)
    ),
}
NEWS = {
    "with the frame of fillers": "99公益日启动\n2023-08-31 11:05:09 来源：财经网\n\n今天，很高兴为大家分享99公益日启动的消息，请往下看。9月1日，活动如期启动。",
    "on a swindle": "民警劝阻刷单骗局\n本报讯 近日，王女士轻信“加微信、返现金、零基础月薪过万”的招工广告，民警及时劝阻。",
    "on a founding": "晨光义工社成立\n5月3日，晨光义工社在青年宫成立，宗旨是帮助独居老人，首批会员八十名。",
    "on an award": "志愿者获表彰\n3月5日，100名志愿者受到表彰，其中包括李阿姨。市民政局负责人介绍了服务标准和优惠政策。",
}


@pytest.mark.parametrize("wanted", PAGES)
def test_a_page_that_reports_nothing_has_its_class(wanted: str) -> None:
    assert extract_article(make_page(PAGES[wanted])).page_class == wanted


@pytest.mark.parametrize(
    ("wanted", "content"),
    [
        (
            "list",
            "志愿动态\n我区举行学雷锋志愿服务集市 2024-03-06\n社区开展义诊 送健康上门 2024-03-05\n“情暖夕阳”走进敬老院 2024-03-01\n上一页 1 2 3 下一页 尾页",
        ),
        (
            "list",
            "公益要闻\n[03-06] 团县委组织植树\n[03-05] 三月雷锋月启动\n[03-04] 志愿者上门理发\n共128条记录 13页 首页 下一页",
        ),
        (
            "list",
            "搜索结果 “志愿服务” 共找到 356 条结果\n志愿服务条例全文 …为了保障志愿者…\n志愿服务时长认证 …如何认证…",
        ),
        ("ad", "【爱心箱】亚克力透明箱带锁 价格：58元 库存：999件 月销量300+ 加入购物车 立即购买 商品详情 尺寸可定制"),
        ("filler", "用户登录\n用户名：\n密码：\n验证码：\n登录 注册 忘记密码"),
        (
            "filler",
            "本文目录一览：\n1、志愿者证怎么办理\n2、志愿服务证书有什么用\n志愿者证怎么办理\n答：登录官网注册即可。",
        ),
        (
            "template",
            "2024年社区工作者考试题库：志愿服务（单选题）\n1.志愿服务的基本原则不包括（ ）A.自愿 B.无偿 C.平等 D.营利\n答案：D",
        ),
    ],
)
def test_furniture_of_sites_is_no_article(wanted: str, content: str) -> None:
    assert extract_article(make_page(content)).page_class == wanted


def test_a_page_that_is_gone_is_filler_without_a_title() -> None:
    draft = extract_article(
        make_page("提示信息\n抱歉，您访问的页面不存在或已被删除\n系统将在5秒后自动跳转，请点击返回首页。")
    )
    assert (draft.page_class, draft.title) == ("filler", "")


@pytest.mark.parametrize("case", NEWS)
def test_news_stays_an_article(case: str) -> None:
    assert extract_article(make_page(NEWS[case])).page_class == "article"


def test_real_news_is_never_taken_for_anything_else(shared: Path) -> None:
    with gzip.open(shared / "corpus" / "broadcast-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    for item in random.Random(3).sample(items, 300):
        page = make_page(f"{item['title']}\n{item['published'][:10]} 来源：{item['source']}\n\n{item['text']}")
        assert extract_article(page).page_class == "article", item["id"]
