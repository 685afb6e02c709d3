"""What each role may do, as permissions. Which page asks for which permission is the admin's matter.

The readers' role sees text unmasked and withdrawn articles, since evidence cannot be judged otherwise; it does not see
what people wrote in confidence (corrections), why something was withdrawn, the audit log, or accounts.
"""

from __future__ import annotations

from archive.models.role import RoleCode


def _rights(verbs: str, *models: str, app: str = "archive") -> set[str]:
    return {f"{app}.{verb}_{model}" for verb in verbs.split() for model in models}


_OWN: dict[RoleCode, set[str]] = {
    RoleCode.READER: _rights("view", "article", "articleversion", "event", "eventdecision", "finding", "storypair",
                             "eventpair", "linkrule", "source", "sourcehost", "region", "regionname", "eventtype",
                             "servicefield", "namealias", "ingestrun",
                             "ingestoutcome", "feed", "fetchedaddress", "savedfile",
                             "snapshot", "houserule"),
    RoleCode.REVIEWER: _rights("change", "article", "event")
    | _rights("add change delete", "finding")
    | _rights("view add change", "correction")
    | _rights("add", "linkrule")
    | _rights("view", "withdrawal", "job", "bulkitem"),
    RoleCode.EDITOR: _rights("withdraw", "article")
    | _rights("delete", "correction")
    | _rights("add", "ingestrun", "job")
    | _rights("add change", "source", "region", "houserule")
    | _rights("add change delete", "sourcehost", "regionname", "eventtype", "servicefield", "namealias", "feed")
    | _rights("view", "auditentry"),
    RoleCode.ADMINISTRATOR: _rights("view add change delete", "user", "group", app="auth")
    | _rights("view add delete", "secondfactorrule"),
}  # fmt: skip


def rights_of(code: RoleCode) -> set[str]:
    """All permissions of a role as "app.codename": its own and those of the roles before it."""
    codes = list(RoleCode)
    return set().union(*(_OWN[earlier] for earlier in codes[: codes.index(code) + 1]))
