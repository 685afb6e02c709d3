"""What the archive keeps. One file a noun; everything is imported from here."""

from archive.models.article import Article, ArticleState, ArticleVersion, DatePrecision, Relation
from archive.models.audit_entry import AuditAction, AuditEntry
from archive.models.bulk_item import BulkItem, BulkOutcome
from archive.models.clues import Anchor, AnchorCount, EventKey, EventPair, LinkRule, StoryPair, Verdict
from archive.models.correction import Correction, CorrectionState
from archive.models.event import Event
from archive.models.event_date import EVENT_DATE_FIELDS, copy_event_date, set_event_date
from archive.models.event_decision import EventDecision, EventDecisionKind
from archive.models.event_type import EventType, ServiceField
from archive.models.feed import Feed
from archive.models.fetched_address import FetchedAddress
from archive.models.finding import (
    Doubt,
    Finding,
    FindingKind,
    FindingRow,
    FindingState,
    Origin,
    StoredFact,
    effective_findings,
    moved_span,
)
from archive.models.house_rule import HouseRule, HouseRuleKind
from archive.models.ingest_run import IngestOutcome, IngestRun, Outcome
from archive.models.job import Job, JobState
from archive.models.name_alias import NameAlias, NameKind, main_name, merged_names, under_main_names
from archive.models.public_text import PublicText, is_public, mask_words, public_findings, public_text
from archive.models.region import Region, RegionLevel, RegionName
from archive.models.review_item import ReviewClaim, ReviewItem, ReviewReason
from archive.models.role import Role, RoleCode
from archive.models.saved_file import SavedFile
from archive.models.search_fence import SearchFence
from archive.models.second_factor import RecoveryCodes, SecondFactorRule, SecondFactorScope
from archive.models.snapshot import Snapshot
from archive.models.source import Source, SourceHost, SourceKind
from archive.models.stated_date import STATED_DATES, date_columns
from archive.models.withdrawal import Withdrawal, WithdrawalReason

__all__ = [
    "EVENT_DATE_FIELDS",
    "STATED_DATES",
    "Anchor",
    "AnchorCount",
    "Article",
    "ArticleState",
    "ArticleVersion",
    "AuditAction",
    "AuditEntry",
    "BulkItem",
    "BulkOutcome",
    "Correction",
    "CorrectionState",
    "DatePrecision",
    "Doubt",
    "Event",
    "EventDecision",
    "EventDecisionKind",
    "EventKey",
    "EventPair",
    "EventType",
    "Feed",
    "FetchedAddress",
    "Finding",
    "FindingKind",
    "FindingRow",
    "FindingState",
    "HouseRule",
    "HouseRuleKind",
    "IngestOutcome",
    "IngestRun",
    "Job",
    "JobState",
    "LinkRule",
    "NameAlias",
    "NameKind",
    "Origin",
    "Outcome",
    "PublicText",
    "RecoveryCodes",
    "Region",
    "RegionLevel",
    "RegionName",
    "Relation",
    "ReviewClaim",
    "ReviewItem",
    "ReviewReason",
    "Role",
    "RoleCode",
    "SavedFile",
    "SearchFence",
    "SecondFactorRule",
    "SecondFactorScope",
    "ServiceField",
    "Snapshot",
    "Source",
    "SourceHost",
    "SourceKind",
    "StoredFact",
    "StoryPair",
    "Verdict",
    "Withdrawal",
    "WithdrawalReason",
    "copy_event_date",
    "date_columns",
    "effective_findings",
    "is_public",
    "main_name",
    "mask_words",
    "merged_names",
    "moved_span",
    "public_findings",
    "public_text",
    "set_event_date",
    "under_main_names",
]
