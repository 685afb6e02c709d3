"""The staff's side: one file a model; importing this registers them all."""

from archive.admin import (  # noqa: F401
    accounts,
    article,
    audit_entry,
    bulk_item,
    clues,
    correction,
    event,
    event_decision,
    event_type,
    feed,
    finding,
    house_rule,
    ingest_run,
    job,
    name_alias,
    region,
    saved_file,
    second_factor_rule,
    snapshot,
    source,
)
