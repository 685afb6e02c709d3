"""The fields of the index, as Haystack declares them. What stands in them: `archive.search.documents`."""

from __future__ import annotations

import builtins
from typing import Any

from django.db.models import QuerySet
from haystack import indexes
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.utils import get_identifier, get_model_ct

from archive.models import Article
from archive.search.documents import article_document, with_facts


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, stored=False)
    title = indexes.CharField()
    author = indexes.CharField(stored=False)
    source_text = indexes.CharField(stored=False)

    region = indexes.MultiValueField()
    region_any = indexes.MultiValueField(stored=False)
    type = indexes.MultiValueField()
    field = indexes.MultiValueField()
    date = indexes.MultiValueField(stored=False)
    published_date = indexes.MultiValueField(stored=False)
    source = indexes.MultiValueField()
    org = indexes.MultiValueField(stored=False)
    programme = indexes.MultiValueField(stored=False)
    flag = indexes.MultiValueField(stored=False)

    article = indexes.IntegerField()
    event = indexes.IntegerField()
    lede = indexes.IntegerField()
    # Days as ordinals (1 = 0001-01-01), 0 where unknown: plain numbers sort and compare without decoding.
    event_start = indexes.IntegerField()
    event_end = indexes.IntegerField()
    published_start = indexes.IntegerField()
    published_end = indexes.IntegerField()
    published_on = indexes.DateField(null=True)
    event_on = indexes.DateField(null=True)

    def get_model(self) -> builtins.type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> QuerySet[Article]:
        return with_facts(Article.public.all())

    def get_updated_field(self) -> str:
        return "changed_at"

    def prepare(self, obj: Article) -> dict[str, Any]:
        self.prepared_data = {
            ID: get_identifier(obj),
            DJANGO_CT: get_model_ct(Article),
            DJANGO_ID: str(obj.pk),
            **article_document(obj),
        }
        return self.prepared_data
