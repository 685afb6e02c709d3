"""The pages of the second factor: setting it up, giving it after the password, and looking after it.

A session that owes the factor is sent here by `archive.accounts.sessions`; these pages therefore ask for the account
whose password was given, and for nothing more.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login
from unfold.widgets import UnfoldAdminTextInputWidget

from archive.accounts import second_factor
from archive.accounts.second_factor import Checked, Standing, standing_of
from archive.accounts.sessions import claimed_user, is_verified

_ENROLLING = "second_factor_enrolling"
Page = Callable[[HttpRequest, User], HttpResponse]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("验证码"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false", "autofocus": True}
        ),
    )

    def refuse(self, checked: Checked) -> None:
        """Say why the code was not taken."""
        if checked.wait:
            told = ngettext("请等 %(wait)d 秒再试", "请等 %(wait)d 秒再试", checked.wait)
            self.add_error("code", told % {"wait": checked.wait})
        else:
            self.add_error("code", _("验证码不对，或已经用过。请等下一个验证码，并检查手机的时间是否准确"))


class EnrolForm(CodeForm):
    """With `current` where a device is replaced: an open session alone is not enough for that."""

    current = forms.CharField(
        label=gettext_lazy("现有的验证码或备用验证码"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["current", "code"]

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("手机上显示的 6 位验证码")
        if not replaces:
            del self.fields["current"]


def _for_staff(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    @never_cache
    @sensitive_post_parameters()
    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        user = claimed_user(request)
        if user is None:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return page(request, user)

    return view


@_for_staff
def verify_page(request: HttpRequest, user: User) -> HttpResponse:
    """Asks for a code after the password."""
    if is_verified(user) or not standing_of(user).has_device:
        return HttpResponseRedirect(_next(request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        checked = second_factor.check_code(user, form.cleaned_data["code"])
        if checked.device is not None:
            return _log_in(request, user, checked)
        form.refuse(checked)
    return _render(request, "verify", {"title": _("两步验证"), "form": form, "next": _next(request)})


@_for_staff
def enrol_page(request: HttpRequest, user: User) -> HttpResponse:
    """Shows the secret and asks for a code made from it; then shows the recovery codes, once."""
    standing = standing_of(user)
    device = second_factor.begin_enrolment(user, request.session.get(_ENROLLING))
    request.session[_ENROLLING] = device.pk
    form = EnrolForm(request.POST or None, replaces=standing.has_device)
    if form.is_valid() and _may_enrol(user, form, standing):
        checked, codes = second_factor.confirm_enrolment(user, device.pk, form.cleaned_data["code"])
        if checked.device is not None:
            del request.session[_ENROLLING]
            _log_in(request, user, checked)
            return _show_codes(request, codes)
        form.refuse(checked)
    secret = b32encode(device.bin_key).decode()
    context = {
        "title": _("设置两步验证"),
        "form": form,
        "next": _next(request),
        "is_required": standing.is_required,
        "picture": segno.make(device.config_url, error="m", micro=False).svg_data_uri(scale=5, border=3, light="#fff"),
        "address": device.config_url,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }
    return _render(request, "enrol", context)


@_for_staff
def second_factor_page(request: HttpRequest, user: User) -> HttpResponse:
    """What is set up; new recovery codes, or an end of it, each for a fresh code."""
    standing = standing_of(user)
    form = CodeForm(request.POST or None)
    wish = request.POST.get("wish", "")
    if form.is_valid() and standing.has_device and (wish == "codes" or (wish == "remove" and not standing.is_required)):
        checked = second_factor.check_code(user, form.cleaned_data["code"])
        if checked.device is None:
            form.refuse(checked)
        elif wish == "codes":
            return _show_codes(request, second_factor.renew_recovery_codes(user))
        else:
            second_factor.remove_second_factor(user, by=user)
            messages.success(request, _("已取消两步验证"))
            return redirect("second_factor")
    context = {
        **admin.site.each_context(request),
        "title": _("两步验证"),
        "form": form,
        "standing": standing,
        "left": second_factor.recovery_codes_left(user),
    }
    return render(request, "admin/second_factor/page.html", context)


def _may_enrol(user: User, form: EnrolForm, standing: Standing) -> bool:
    if not standing.has_device:
        return True
    checked = second_factor.check_code(user, form.cleaned_data["current"])
    if checked.device is None:
        form.refuse(checked)
    return checked.device is not None


def _log_in(request: HttpRequest, user: User, checked: Checked) -> HttpResponse:
    request.user = user  # who has given both; until now the session was nobody's
    login(request, checked.device)
    request.session.cycle_key()
    return HttpResponseRedirect(_next(request))


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return _render(request, "codes", {"title": _("备用验证码"), "codes": codes, "next": _next(request)})


def _next(request: HttpRequest) -> str:
    """Where the reader of the page wanted to go: an address of this site, or the panel's first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if is_ours else reverse("admin:index")


def _render(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"admin/second_factor/{name}.html", {**admin.site.each_context(request), **context})
