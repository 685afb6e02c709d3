"""The title of a notice names who issues it."""

from __future__ import annotations

import pytest

from archive.extract.issuer import issuer_of


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("晨光义工协会关于表彰优秀义工的决定", "晨光义工协会"),
        ("江岸区文明办关于开展志愿服务项目征集的通知(试行)", "江岸区文明办"),
        ("市民政局關於規範志願服務記錄的辦法", "市民政局"),
        ("关于开展志愿服务项目征集的通知", None),
        ("市文明办关于志愿服务的发言打动了大家", None),
        ("志愿者协会成立十周年", None),
    ],
)
def test_an_issuer_stands_before_about_and_a_kind_of_paper(title: str, issuer: str | None) -> None:
    assert issuer_of(title) == issuer
