"""Tags of the frame: icons, clause chips, days, deadlines in words."""

from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from postpermit import law
from postpermit.office.access import may
from postpermit.web.veil import veiled
from postpermit.web.words import day_text, deadline_words

register = template.Library()
SPRITE = "app/icons.svg"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it is read out, without one it is decoration."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            static(SPRITE),
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static(SPRITE), name
    )


@register.inclusion_tag("desk/parts/clause.html", takes_context=True)
def clause(context: dict[str, Any], ref: str, value: str = "") -> dict[str, Any]:
    """A small chip that opens our wording of the clause, and the value in force when one is named."""
    today = context.get("today") or timezone.localdate()
    return {"clause": law.clause(ref), "value": law.value(value, on=today) if value else None}


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-11-23 周一; a moment also with its minute."""
    return day_text(value)


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-23 09:05."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.inclusion_tag("desk/parts/deadline.html", takes_context=True)
def deadline(
    context: dict[str, Any], due_on: date | None, url: str = "", provisional: bool = False
) -> dict[str, Any]:
    """What time is left, in words, with a tone and a sign beside the colour."""
    words, tone = deadline_words(due_on, context["today"]) if due_on else ("", "")
    return {"due_on": due_on, "words": words, "tone": tone, "url": url, "provisional": provisional}


@register.simple_tag(takes_context=True)
def allowed(context: dict[str, Any], act: str, thing: Any) -> bool:
    """Whether the person before the screen may do this; what they may not is not shown."""
    return may(context.get("standing"), act, thing)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The address's own query with some values changed: filters and pages stay shareable."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    return "?" + params.urlencode() if params else "?"


@register.inclusion_tag("desk/parts/timeline.html", takes_context=True)
def timeline_of(context: dict[str, Any], entries: Any) -> dict[str, Any]:
    """The trail of a matter, newest first."""
    return {"entries": entries, "today": context.get("today")}


@register.inclusion_tag("desk/parts/pages.html", takes_context=True)
def pages(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Links to the other pages of a list."""
    return {"page": page, "request": context["request"]}


@register.filter
def clause_label(ref: str) -> str:
    """第六条第二款 for ``plan:6.2``."""
    try:
        return law.clause(ref).label
    except law.UnknownClause:
        return ref


@register.inclusion_tag("desk/parts/field.html", takes_context=True)
def field(
    context: dict[str, Any],
    name: str,
    label: str,
    kind: str = "line",
    help: str = "",
    options: Any = (),
    value: Any = "",
) -> dict[str, Any]:
    """One form field with its label, what was typed before, and the sentence when it was wrong."""
    typed = context.get("typed") or {}
    return {
        "name": name,
        "label": label,
        "kind": kind,
        "help": help,
        "options": [(str(v), lab) for v, lab in options],
        "value": typed.get(name, value) if name in typed else value,
        "error": (context.get("errors") or {}).get(name, ""),
    }


@register.filter
def of(key: Any, names: dict[Any, Any]) -> Any:
    """The name that stands under ``key``; the key itself where there is none."""
    return names.get(key, key)


@register.filter
def of_pairs(key: Any, pairs: list[tuple[Any, Any]]) -> Any:
    """The label that stands beside ``key`` in a list of pairs; the key itself where there is none."""
    return dict(pairs).get(key, key)


@register.filter
def enter_act(kind: str) -> str:
    """The act of entering a kind of fact, as the table of powers names it."""
    return f"enter-{kind}"


@register.filter
def kind_label(kind: str) -> str:
    """重点管理单位执法检查 for ``inspect-key``."""
    return law.duty_kind(kind).label


register.filter("veiled", veiled)
