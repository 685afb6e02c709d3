"""What the archive keeps. One file a noun; everything is imported from here."""

from archive.models.article import Article, ArticleState, ArticleVersion, DatePrecision, Relation
from archive.models.correction import Correction, CorrectionState
from archive.models.event import Event
from archive.models.event_type import EventType, ServiceField
from archive.models.finding import Finding, FindingKind, FindingState, Origin
from archive.models.ingest_run import IngestOutcome, IngestRun, Outcome
from archive.models.region import Region, RegionLevel, RegionName
from archive.models.saved_file import SavedFile
from archive.models.source import Source, SourceHost, SourceKind

__all__ = [
    "Article",
    "ArticleState",
    "ArticleVersion",
    "Correction",
    "CorrectionState",
    "DatePrecision",
    "Event",
    "EventType",
    "Finding",
    "FindingKind",
    "FindingState",
    "IngestOutcome",
    "IngestRun",
    "Origin",
    "Outcome",
    "Region",
    "RegionLevel",
    "RegionName",
    "Relation",
    "SavedFile",
    "ServiceField",
    "Source",
    "SourceHost",
    "SourceKind",
]
