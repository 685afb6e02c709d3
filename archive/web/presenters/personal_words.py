"""What the kinds of personal data are called, for staff; readers are shown neither kind nor words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

PERSONAL_WORDS: Mapping[str, Promise] = {
    "mobile": gettext_lazy("手机号码"),
    "landline": gettext_lazy("固定电话"),
    "identity": gettext_lazy("证件号码"),
    "bank_card": gettext_lazy("银行卡号"),
    "email": gettext_lazy("电子邮箱"),
    "account": gettext_lazy("社交账号"),
    "address": gettext_lazy("住址"),
    "minor": gettext_lazy("未成年人姓名"),
    "aid_recipient": gettext_lazy("受助人姓名"),
}
