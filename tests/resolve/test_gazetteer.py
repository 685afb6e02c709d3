"""The gazetteer: look-ups, names in text, and how it refuses damaged files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.errors import DataFileError
from archive.resolve.gazetteer import DATA, Gazetteer, load_gazetteer, read_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_it_has_34_provinces_among_them_taiwan_hong_kong_and_macao(gazetteer: Gazetteer) -> None:
    provinces = {unit.code: unit.short_name for unit in gazetteer if unit.level == 1}
    assert len(provinces) == 34
    assert [provinces[code] for code in ("710000", "810000", "820000")] == ["台湾", "香港", "澳门"]


def test_every_current_unit_below_a_province_has_a_current_parent(gazetteer: Gazetteer) -> None:
    orphans = [
        unit.name
        for unit in gazetteer
        if unit.valid_to is None and unit.level > 1 and gazetteer.current(unit.parent).code != unit.parent
    ]
    assert orphans == []


def test_an_iteration_gives_parents_before_what_they_govern(gazetteer: Gazetteer) -> None:
    seen: set[str] = {""}
    for unit in gazetteer:
        assert unit.parent in seen
        seen.add(unit.code)


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("420102", ("湖北省", "武汉市", "江岸区")),
        ("110101", ("北京市", "东城区")),
        ("429004", ("湖北省", "仙桃市")),
        ("469001", ("海南省", "五指山市")),
        ("659001", ("新疆维吾尔自治区", "石河子市")),
        ("999999", ()),
    ],
)
def test_a_path_names_the_units_from_the_province_down(gazetteer: Gazetteer, code: str, path: tuple[str, ...]) -> None:
    assert gazetteer.path(code) == path


@pytest.mark.parametrize(
    ("old", "name", "now"),
    [
        ("110229", "延庆县", "110119"),
        ("120221", "宁河县", "120117"),
        ("120223", "静海县", "120118"),
        ("511521", "宜宾县", "511504"),
        ("330103", "下城区", "330105"),
        ("330104", "江干区", "330102"),
        ("370205", "四方区", "370203"),
        ("421023", "监利县", "421088"),
        ("371200", "莱芜市", "370116"),
        ("341400", "巢湖市", "340181"),
        ("532700", "思茅地区", "530800"),
        ("110103", "崇文区", "110101"),
        ("110104", "宣武区", "110102"),
        ("310225", "南汇县", "310115"),
        ("310108", "闸北区", "310106"),
        ("510124", "郫县", "510117"),
        ("230702", "伊春区", "230717"),
        ("230710", "五营区", "230724"),
        ("512201", "万县市", "500101"),
        ("513029", "大竹县", "511724"),
    ],
)
def test_an_abolished_unit_leads_to_its_successor(gazetteer: Gazetteer, old: str, name: str, now: str) -> None:
    unit = gazetteer.get(old)
    assert unit is not None
    assert unit.name == name
    assert unit.valid_to is not None
    assert gazetteer.current(old).code == now


def test_every_code_leads_to_a_unit_of_today(gazetteer: Gazetteer) -> None:
    assert all(gazetteer.current(unit.code).valid_to is None for unit in gazetteer)


def test_a_former_name_of_the_same_code_is_found(gazetteer: Gazetteer) -> None:
    assert [unit.name for unit in gazetteer.search("襄樊市")] == ["襄阳市"]
    assert gazetteer.search("思茅市")[0].name == "普洱市"


def test_a_year_prefers_the_meaning_in_force(gazetteer: Gazetteer) -> None:
    assert [unit.code for unit in gazetteer.search("襄阳县", year=1998)] == ["420607"]
    assert {unit.code for unit in gazetteer.search("普洱", year=2010)} == {"530800"}


def test_a_shared_name_gives_all_its_meanings_larger_units_first(gazetteer: Gazetteer) -> None:
    found = gazetteer.search("朝阳")
    assert found[0].name == "朝阳市"
    assert {"110105", "220104", "211321"} <= {unit.code for unit in found}


def test_autonomous_units_are_found_by_what_people_call_them(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("恩施州")[0].code == "422800"
    assert gazetteer.search("长阳县")[0].code == "420528"


def test_the_longest_name_wins_and_names_do_not_overlap(gazetteer: Gazetteer) -> None:
    assert list(gazetteer.find("在吉林省吉林市和浦东新区")) == [(1, "吉林省"), (4, "吉林市"), (8, "浦东新区")]


def test_text_without_names_gives_none(gazetteer: Gazetteer) -> None:
    assert list(gazetteer.find("志愿者们来了")) == []
    assert list(gazetteer.find("")) == []


@pytest.mark.parametrize(
    ("code", "pinyin", "english"),
    [
        ("500000", "chongqing", "Chongqing"),
        ("350200", "xiamen", "Xiamen City"),
        ("430100", "changsha", "Changsha City"),
        ("341500", "luan", "Lu'an City"),
        ("361124", "yanshan", "Yanshan County"),
        ("130726", "yuxian", "Yu County"),
        ("331000", "taizhou", "Taizhou City"),
        ("331100", "lishui", "Lishui City"),
        ("140428", "zhangzi", "Zhangzi County"),
        ("150000", "neimenggu", "Inner Mongolia Autonomous Region"),
        ("610000", "shanxi", "Shaanxi Province"),
        ("230100", "haerbin", "Harbin City"),
        ("810000", "xianggang", "Hong Kong"),
    ],
)
def test_readings_and_english_names_are_the_known_ones(
    gazetteer: Gazetteer, code: str, pinyin: str, english: str
) -> None:
    unit = gazetteer.get(code)
    assert unit is not None
    assert (unit.pinyin, unit.name_en) == (pinyin, english)


def test_short_names_never_shrink_to_one_character(gazetteer: Gazetteer) -> None:
    assert [unit.name for unit in gazetteer if len(unit.short_name) < 2] == []


def _copy(folder: Path) -> Path:
    for name in ("regions.csv", "region_names.csv"):
        shutil.copy(DATA / name, folder / name)
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("regions.csv", "420102,江岸区", "42010,江岸区"),
        ("regions.csv", ",3,420100,,,,jiangan", ",3,429999,,,,jiangan"),
        ("regions.csv", ",3,420100,,,,jiangan", ",3,420100,,,,jiangan,more"),
        ("regions.csv", ",2015,110119,", ",2015,,"),
        ("regions.csv", ",1982,2015,110119,", ",1982,lately,110119,"),
        ("region_names.csv", "420000,鄂,abbreviation", "420000,鄂,nickname"),
        ("region_names.csv", "420000,鄂,", "429999,鄂,"),
    ],
)
def test_a_damaged_row_is_named_by_file_and_line(tmp_path: Path, file: str, old: str, new: str) -> None:
    path = _copy(tmp_path) / file
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(place for place, line in enumerate(lines, start=1) if old in line)
    lines[number - 1] = lines[number - 1].replace(old, new)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataFileError, match=f"{file} line {number}:"):
        read_gazetteer(tmp_path)


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"regions\.csv"):
        read_gazetteer(tmp_path)
    (_copy(tmp_path) / "region_names.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataFileError, match=r"region_names\.csv"):
        read_gazetteer(tmp_path)
