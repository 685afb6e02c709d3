"""An article: what one page says, cleaned, with its place among reprints and events.

Four dates are kept apart: the event's (`event_*`, EDTF), the original publication's, this page's publication, and the
capture. Three names are kept apart: the source the page claims, its dateline, and who published this page.
"""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.finding import Doubt


class ArticleState(models.TextChoices):
    PUBLIC = "public", _("公开")
    REJECTED = "rejected", _("不是报道")
    WITHDRAWN = "withdrawn", _("已撤回")
    HELD = "held", _("待定：与已撤回者同文")


class Relation(models.TextChoices):
    LEAD = "lead", _("主报道")
    INDEPENDENT = "independent", _("独立报道")
    REPRINT = "reprint", _("转载")
    CONTAINED = "contained", _("摘录")
    SPUN = "spun", _("改写")


class DatePrecision(models.TextChoices):
    SECOND = "second", _("秒")
    MINUTE = "minute", _("分")
    DAY = "day", _("日")
    MONTH = "month", _("月")
    YEAR = "year", _("年")
    UNKNOWN = "unknown", _("未知")


class PublicArticles(models.Manager["Article"]):
    """Articles a reader may see."""

    def get_queryset(self) -> models.QuerySet[Article]:
        return super().get_queryset().filter(state=ArticleState.PUBLIC)


class Article(models.Model):
    url = models.TextField(_("网址"), blank=True, db_index=True)
    title = models.CharField(_("标题"), max_length=500, blank=True)
    subtitle = models.CharField(_("副标题"), max_length=500, blank=True)
    body = models.TextField(_("正文"), help_text=_("每行一段"))
    captions = models.JSONField(_("图片说明"), default=list, blank=True)

    publisher = models.ForeignKey(
        "Source",
        verbose_name=_("本页发布者"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
    )
    claimed_source = models.CharField(_("标注来源"), max_length=200, blank=True)
    dateline = models.CharField(_("电头"), max_length=100, blank=True)
    authors = models.JSONField(_("作者"), default=list, blank=True)
    editor = models.CharField(_("编辑"), max_length=100, blank=True)
    channel = models.CharField(_("栏目"), max_length=100, blank=True)
    views = models.PositiveIntegerField(_("浏览量"), null=True, blank=True)
    script = models.CharField(_("文字"), max_length=10, default="hans")

    event_edtf = models.CharField(_("事件日期"), max_length=60, blank=True, help_text="EDTF")
    event_start = models.DateField(_("事件开始"), null=True, blank=True, db_index=True)
    event_end = models.DateField(_("事件结束"), null=True, blank=True)
    event_precision = models.CharField(_("事件日期精度"), max_length=10, choices=DatePrecision, blank=True)
    original_published = models.CharField(_("原始发布日期"), max_length=32, blank=True, help_text="ISO 8601")
    original_published_precision = models.CharField(max_length=10, choices=DatePrecision, blank=True)
    published = models.CharField(_("本页发布日期"), max_length=32, blank=True, help_text="ISO 8601")
    published_precision = models.CharField(max_length=10, choices=DatePrecision, blank=True)
    published_on = models.DateField(
        _("本页发布日"), null=True, blank=True, db_index=True, help_text=_("用于排序：精度不足时取首日")
    )
    captured_at = models.DateTimeField(_("存档时间"), null=True, blank=True)

    page_class = models.CharField(_("页面类别"), max_length=10, default="article")
    flags = models.JSONField(_("标记"), default=list, blank=True)
    warnings = models.JSONField(_("警告"), default=list, blank=True)
    quotes = models.JSONField(_("字段依据"), default=dict, blank=True)

    event = models.ForeignKey(
        "Event", verbose_name=_("事件"), null=True, blank=True, on_delete=models.SET_NULL, related_name="articles"
    )
    relation = models.CharField(_("与事件的关系"), max_length=12, choices=Relation, default=Relation.LEAD)
    reprint_of = models.ForeignKey(
        "self", verbose_name=_("转载自"), null=True, blank=True, on_delete=models.SET_NULL, related_name="reprints"
    )
    fingerprint = models.CharField(max_length=64, db_index=True, blank=True, editable=False)

    state = models.CharField(_("状态"), max_length=10, choices=ArticleState, default=ArticleState.PUBLIC, db_index=True)
    doubt = models.CharField(_("待复核"), max_length=8, choices=Doubt, default=Doubt.NONE, blank=True, editable=False)
    current_version = models.ForeignKey(
        "ArticleVersion", verbose_name=_("当前版本"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("入档时间"), auto_now_add=True)
    changed_at = models.DateTimeField(_("更改时间"), auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False, help_text="counts every change readers may see")
    indexed_revision = models.PositiveIntegerField(default=0, editable=False, help_text="the revision the index holds")

    objects = models.Manager["Article"]()
    public = PublicArticles()

    class Meta:
        verbose_name = _("文章")
        verbose_name_plural = _("文章")
        ordering = ["-id"]
        permissions = [("withdraw_article", _("可以撤回和公开文章"))]
        indexes = [
            # What `index_stale` asks: cheap, because almost no row is behind.
            models.Index(
                fields=["id"],
                condition=~models.Q(indexed_revision=models.F("revision")),
                name="article_behind_index",
            ),
            models.Index(fields=["id"], condition=~models.Q(doubt=""), name="article_in_doubt"),
            # Looked through by staff's search, which would else read every text to see every title.
            models.Index(fields=["title"], name="article_title"),
            # What readers do not see, by who published it: counted on the first page of the panel.
            models.Index(fields=["state", "publisher"], condition=~models.Q(state="public"), name="article_not_public"),
        ]

    def __str__(self) -> str:
        return self.title or self.body[:40]

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk])

    @property
    def text(self) -> str:
        """What the offsets of findings index."""
        return f"{self.title}\n{self.body}"


class ArticleVersion(models.Model):
    """One state of a page: the file it came in and everything extracted from it.

    Changed only where a page is extracted anew by later rules (`archive.ingest.reextract`); the file never is.
    """

    article = models.ForeignKey(Article, verbose_name=_("文章"), on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    saved_file = models.OneToOneField(
        "SavedFile", verbose_name=_("原始文件"), on_delete=models.PROTECT, related_name="version"
    )
    title = models.CharField(_("标题"), max_length=500, blank=True)
    body = models.TextField(_("正文"))
    draft = models.JSONField(_("提取结果"), help_text="the whole Draft as JSON")
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("版本")
        verbose_name_plural = _("版本")
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"
