"""Which regions a page names, each in its role, with the words that prove it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.extract.article import extract_article
from archive.records import Draft, Finding, Page, StatedDate
from archive.resolve.gazetteer import load_gazetteer
from archive.resolve.region import resolve_regions

FLUFF = "志愿者们表示,要把爱心传递下去。"


def _draft(body: str, *, title: str = "", published: str | None = None, **fields: Any) -> Draft:
    stated = StatedDate(value=published, precision="day", quote=published, rule="test") if published else None
    return Draft(title=title, body=body, published=stated, **fields)


def _roles(findings: tuple[Finding, ...]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for finding in findings:
        roles.setdefault(finding.role, []).append(finding.value)
    return roles


def _venues(body: str, **fields: Any) -> list[str]:
    return _roles(resolve_regions(_draft(body, **fields))).get("venue", [])


@pytest.mark.parametrize(
    ("title", "body", "venue"),
    [
        pytest.param("", "座谈会5月16日在湖北省武汉市江岸区举行。", "420102", id="held in a chain"),
        pytest.param("", "培训班在武汉市百步亭社区开班。", "420102", id="a known community lifts to its county"),
        pytest.param("", "启动仪式在广西来宾市举行。", "451300", id="a city whose short name is a word"),
        pytest.param("临沂:座谈会召开", "会议传达了通知。", "371300", id="title prefix"),
        pytest.param("东海:我县志愿服务活动启动", FLUFF, "320722", id="a word as title prefix of our county"),
        pytest.param("天津蓟州:志愿者进社区", FLUFF, "120119", id="title prefix with a short chain"),
        pytest.param("", "本报武汉7月7日电 志愿服务总站今天揭牌。", "420100", id="dateline"),
        pytest.param("", "本报来宾7月7日电 大会开幕。", "451300", id="a dateline carries a word"),
        pytest.param("推进会在汉召开", FLUFF, "420100", id="one-character name"),
        pytest.param("", "捐助仪式在沪举行。", "310000", id="one-character name of a municipality"),
        pytest.param("", "论坛在宁成功举办。", "320100", id="an ambiguous character means the city"),
        pytest.param("", "7月15日,队员们来到永州市东安县井头圩镇。", "431122", id="went to"),
        pytest.param("", "8月,高邮市慈善总会举办义诊。", "321084", id="an organisation of the place"),
        pytest.param("", "兰州市城关区志愿者开展清扫。", "620102", id="a shared name in a chain"),
        pytest.param("", "天津和平区志愿者开展清扫。", "120101", id="a word inside a chain"),
        pytest.param("", "新疆生产建设兵团第八师志愿者开展义诊。", "659001", id="a division of the corps"),
        pytest.param("", "雄安新区志愿者协会举办培训。", "130600", id="a new area lies in a city"),
        pytest.param("", "恩施州志愿者协会开展义诊。", "422800", id="an autonomous prefecture by its everyday name"),
        pytest.param("", "7月11日,2023年临县“返家乡”活动启动。", "141124", id="a county of two characters"),
        pytest.param("", "廣州市慈善會在越秀區舉行啟動儀式。", "440104", id="traditional characters"),
        pytest.param("", "The Shanghai Youth Foundation held a gala on May 5.", "310000", id="English"),
        pytest.param("", "記者從江西省民政廳獲悉,注冊志愿者增加。", "360000", id="江西 after 从"),
    ],
)
def test_the_main_venue_is_the_finest_place_the_page_proves(title: str, body: str, venue: str) -> None:
    assert _venues(body, title=title)[:1] == [venue]


@pytest.mark.parametrize(
    "body",
    [
        "解放区的天空下,志愿精神代代相传。",
        "白银乡志愿者慰问老人。",
        "洛阳镇举办义剪活动。",
        "芜湖路街道太湖路社区举办义剪活动。",
        "四川北路街道开展清扫。",
        "社区举办庆元旦、迎新年活动。",
        "市慈善总会实施朝阳助学工程。",
        "来宾们纷纷慷慨解囊。",
        "刘安康、王金华来到敬老院。",
        "孙中山故居的讲解员走进校园。",
        "培训班讲授了志愿服务的重大理念。",
        "大家各自贡献力量,复兴路上有你有我。",
        "县委书记任县长期间多次慰问老人。",
        "阿里巴巴员工捐款。",
        "活动在港口举行。",
        "会议强调加强合作,整合资源,增强动力。",
        "启动仪式在西双湖举行。",
        "团委在长乐公园举办便民活动。",
    ],
)
def test_words_that_only_look_like_a_region_give_none(body: str) -> None:
    assert resolve_regions(_draft(body)) == ()


@pytest.mark.parametrize(
    ("body", "venue", "mentioned"),
    [
        ("来自湖南的刘大哥参加了深圳市龙华区的活动。", "440309", "430000"),
        ("会议在武汉市召开,授予天津市文明办等13个单位先进称号。", "420100", "120000"),
        ("会议在武汉市召开。河北省承德市社区主任刘某等10位代表发言。", "420100", "130800"),
        ("由浙江省杭州市部分社区负责人组成的考察团到焦作市解放区考察。", "410802", "330100"),
        ("开班仪式在义乌市举行。骨干们还将前往上海市交流学习。", "330782", "310000"),
        ("仪式在巴彦淖尔市举行。乌海市、包头市同步设分会场。", "150800", "150200"),
        ("宜都市各界人士向四川地震灾区捐款,宜都市志愿者上街募捐。", "420581", "510000"),
        ("捐助仪式在上海市举行,资助云南、四川、贵州、湖南等省的学生。", "310000", "530000"),
    ],
)
def test_homes_of_people_and_receivers_are_mentioned_and_no_venue(body: str, venue: str, mentioned: str) -> None:
    roles = _roles(resolve_regions(_draft(body)))
    assert roles["venue"] == [venue]
    assert mentioned in roles["mentioned"]


def test_an_organiser_is_told_from_the_venue() -> None:
    roles = _roles(resolve_regions(_draft("由福建省厦门市文明办主办的启动仪式在泉州市举行。")))
    assert roles["venue"] == ["350500"]
    assert roles["organiser"] == ["350200"]


@pytest.mark.parametrize(
    ("published", "name", "now"),
    [
        ("2013-08-02", "延庆县", "110119"),
        ("2015-01-02", "宜宾县", "511504"),
        ("2018-01-02", "江干区", "330102"),
        ("2010-01-02", "四方区", "370203"),
        ("2016-01-02", "监利县", "421088"),
        ("2009-01-02", "襄樊市", "420600"),
        ("2008-01-02", "南汇区", "310115"),
    ],
)
def test_an_old_name_means_what_is_there_today_and_the_quote_keeps_it(published: str, name: str, now: str) -> None:
    draft = _draft(f"{name}志愿者协会举办培训。", published=published)
    finding = resolve_regions(draft)[0]
    assert (finding.value, finding.role) == (now, "venue")
    assert name in finding.quote
    assert draft.text[finding.start : finding.end] == name


def test_a_shared_name_is_settled_by_the_rest_of_the_page() -> None:
    assert _venues("朝阳区志愿者走进社区。北京市志愿服务联合会参加。") == ["110105"]
    assert _venues("朝阳区志愿者走进社区。长春市志愿服务联合会参加。") == ["220104"]


def test_a_shared_name_is_settled_by_the_source() -> None:
    assert _venues("鼓楼区志愿者走进军营。", original_source="南京日报") == ["320106"]


def test_a_shared_name_that_nothing_settles_gives_no_venue() -> None:
    assert _venues("鼓楼区志愿者走进军营。") == []


def test_a_visit_has_its_destinations_and_the_visitors_home_as_venues() -> None:
    body = "菏泽市文明办一行16人到日照市、临沂市考察学习文明城市创建工作。"
    assert set(_venues(body, title="菏泽市赴日照、临沂考察学习")) == {"371100", "371300", "371700"}


def test_relief_happens_where_it_is_sent_from_and_where_it_goes() -> None:
    body = "近日,河南多地发生严重内涝。天津市红十字会驰援河南。天津市红十字会志愿者赶赴灾区。"
    assert set(_venues(body)) == {"410000", "120000"}


def test_the_sender_in_the_same_sentence_counts() -> None:
    assert set(_venues("山东省淄博市志愿者协会募集物资运往武汉。")) == {"420100", "370300"}


def test_sister_districts_in_one_breath_are_both_venues() -> None:
    assert set(_venues("襄阳市襄城区、樊城区志愿者同时开展清扫。")) == {"420602", "420606"}


def test_a_list_of_places_in_one_city_means_the_city() -> None:
    assert _venues("湖北省武汉市武昌区、洪山区、江汉区等多个区同时举办活动。") == ["420100"]
    assert _venues("来自云南、四川、贵州等省的志愿者参加。") == []


def test_our_city_means_the_city_of_a_local_source() -> None:
    draft = _draft("10月17日,市银辉志愿者联合会来到兰江街道敬老院。", original_source="余姚日报")
    finding = resolve_regions(draft)[0]
    assert (finding.value, finding.role) == ("330281", "venue")
    assert "ours" in finding.rule
    assert finding.confidence <= 0.5


def test_a_source_alone_is_a_publisher_and_never_a_venue() -> None:
    roles = _roles(resolve_regions(_draft(FLUFF, original_source="余姚日报")))
    assert roles == {"publisher": ["330281"]}


def test_a_government_host_tells_the_publishers_home() -> None:
    roles = _roles(resolve_regions(_draft(FLUFF, url="https://wenming.changzhou.gov.cn/show?id=1")))
    assert roles == {"publisher": ["320400"]}


def test_a_national_source_has_no_home() -> None:
    assert resolve_regions(_draft(FLUFF, original_source="中国社区网", publisher="光明日报")) == ()


def test_a_nationwide_event_has_the_code_of_the_whole_country() -> None:
    assert _venues("3月5日,全国各地同步开展学雷锋志愿服务活动。") == ["000000"]


def test_people_of_many_provinces_make_no_venue() -> None:
    body = "袁某,重庆市城口县居民。施某,浙江省仙居县居民。邢某,河北省灵寿县居民。徐某,湖北省通山县居民。"
    assert _venues(body) == []


def test_the_page_names_no_region_twice_in_one_role() -> None:
    findings = resolve_regions(_draft("会议在武汉市召开。" * 30, title="武汉市:会议召开"))
    assert len({(finding.value, finding.role) for finding in findings}) == len(findings)


def test_every_finding_stands_where_it_says() -> None:
    draft = _draft("由廈門市文明辦主辦的儀式在泉州市舉行,授予北京市延慶縣等34個單位。", title="義工:服務社區")
    findings = resolve_regions(draft)
    assert len(findings) >= 3
    for finding in findings:
        assert finding.start is not None
        assert draft.text[finding.start : finding.end] in finding.quote


@pytest.mark.parametrize("text", ["", "\n", "在", "在召开", "市市市市", "(((((((", "赴、、、、考察", "\U0001f600市"])
def test_scraps_of_text_raise_nothing(text: str) -> None:
    assert resolve_regions(_draft(text, title=text, url="http://[bad", original_source=text)) == ()


def test_what_only_a_caption_names_is_mentioned() -> None:
    roles = _roles(resolve_regions(_draft("会议在武汉市召开。", captions=("安徽省合肥市瑶海区社区主任发言",))))
    assert roles == {"venue": ["420100"], "mentioned": ["340102"]}


def _extract(path: Path) -> Draft:
    raw = path.read_bytes()
    return extract_article(
        Page(
            content=raw.decode(),
            media_type="text/plain",
            raw=raw,
            raw_media_type="text/plain",
            name=path.name,
            url=None,
        )
    )


def test_the_real_page_of_a_meeting_in_wuhan(shared: Path) -> None:
    roles = _roles(resolve_regions(_extract(next((shared / "seeds").glob("000_*")))))
    assert roles["venue"] == ["420102"]
    names = {load_gazetteer().path(code)[-1] for code in roles["mentioned"]}
    assert {"延庆区", "天津市", "碑林区", "瑶海区", "双滦区", "西峰区"} <= names


def test_the_real_page_of_a_meeting_in_linyi(shared: Path) -> None:
    roles = _roles(resolve_regions(_extract(next((shared / "seeds").glob("003_*")))))
    assert roles["venue"] == ["371300"]
