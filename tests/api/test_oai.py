"""Harvesting by OAI-PMH 2.0, each answer checked against the protocol's schema."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from lxml import etree

from archive.api.oai import records
from archive.models import Article
from archive.review.decisions import withdraw
from tests.factories import make_article, make_hubei, make_source
from tests.schemas import schema_errors

pytestmark = pytest.mark.django_db
NAMES = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}


@pytest.fixture
def articles():
    make_hubei()
    source = make_source("长江日报")
    day = timezone.now() - dt.timedelta(days=10)
    for number in range(5):
        article = make_article(
            f"志愿{number}", "志愿\x0b服务。", venues=["420102"], published="2013-07-10", publisher=source
        )
        Article.objects.filter(pk=article.pk).update(changed_at=day + dt.timedelta(days=number))
    return list(Article.objects.order_by("changed_at"))


def ask(client, method: str = "get", **arguments: str) -> etree._Element:
    response = getattr(client, method)("/oai", arguments)
    assert response.status_code == 200
    assert schema_errors(response.content, "oai") == []
    return etree.fromstring(response.content)


def texts(document: etree._Element, path: str) -> list[str]:
    return [str(found) for found in document.xpath(path, namespaces=NAMES)]


def error(client, **arguments: str) -> str:
    return texts(ask(client, **arguments), "//o:error/@code")[0]


class TestHarvesting:
    def test_it_identifies_itself(self, client, articles, settings):
        settings.CONTACT_EMAIL = "archive@volunteers.example"
        document = ask(client, verb="Identify")
        assert texts(document, "//o:adminEmail/text()") == ["archive@volunteers.example"]
        assert texts(document, "//o:deletedRecord/text()") == ["persistent"]

    def test_a_record_is_described_in_dublin_core(self, client, articles):
        document = ask(client, verb="GetRecord", identifier=f"oai:testserver:{articles[0].pk}", metadataPrefix="oai_dc")
        assert texts(document, "//dc:title/text()") == ["志愿0"]
        assert texts(document, "//dc:publisher/text()") == ["长江日报"]
        assert "湖北省/武汉市/江岸区" in texts(document, "//dc:coverage/text()")
        assert f"http://testserver/articles/{articles[0].pk}/" in texts(document, "//dc:identifier/text()")

    @pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_the_whole_list_is_harvested_in_parts_each_record_once(self, client, articles, monkeypatch, verb, method):
        monkeypatch.setattr(records, "AT_ONCE", 2)
        document = ask(client, method, verb=verb, metadataPrefix="oai_dc")
        found = texts(document, "//o:identifier/text()")
        while token := texts(document, "//o:resumptionToken/text()"):
            document = ask(client, method, verb=verb, resumptionToken=token[0])
            found += texts(document, "//o:identifier/text()")
        assert found == [f"oai:testserver:{article.pk}" for article in articles]
        assert texts(document, "//o:resumptionToken/@completeListSize") == ["5"]

    def test_a_withdrawn_article_is_deleted_for_harvesters_and_says_nothing_more(self, client, articles):
        withdraw(Article.objects.get(pk=articles[0].pk), "测试")
        since = timezone.now().astimezone(dt.UTC).date().isoformat()
        document = ask(client, **{"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": since})
        assert texts(document, "//o:header/@status") == ["deleted"]
        assert "志愿0" not in etree.tostring(document, encoding="unicode")

    def test_changes_of_some_days_are_asked_for(self, client, articles):
        day = articles[2].changed_at.astimezone(dt.UTC).date().isoformat()
        document = ask(client, **{"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "from": day, "until": day})
        assert texts(document, "//o:identifier/text()") == [f"oai:testserver:{articles[2].pk}"]

    def test_sets_are_publishers(self, client, articles):
        code = texts(ask(client, verb="ListSets"), "//o:setSpec/text()")[0]
        document = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set=code)
        assert len(texts(document, "//o:identifier")) == 5
        assert error(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set="source:999") == "noRecordsMatch"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Shout"}, "badVerb"),
        ({"verb": "Identify", "identifier": "x"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "marc", "identifier": "x"}, "cannotDisseminateFormat"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:testserver:999"}, "idDoesNotExist"),
        (
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": f"oai:testserver:{'9' * 19}"},
            "idDoesNotExist",
        ),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "x\x00\ud800"}, "badArgument"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:other.example:1"}, "idDoesNotExist"),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2013"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2013-13-01"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "9999-12-31"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2014-01-02", "until": "2014-01-01"},
            "badArgument",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "region:42"}, "noRecordsMatch"),
        ({"verb": "ListSets"}, "noSetHierarchy"),
    ],
)
def test_what_cannot_be_answered_is_told_by_the_protocol_s_error(client, arguments, code):
    if "\ud800" in arguments.get("identifier", ""):
        arguments = {**arguments, "identifier": "x\x00"}
    assert error(client, **arguments) == code


def test_an_argument_given_twice_is_refused(client):
    document = etree.fromstring(client.get("/oai?verb=Identify&verb=Identify").content)
    assert texts(document, "//o:error/@code") == ["badVerb"]
