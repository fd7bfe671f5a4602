"""Forms of a technical body's reading (plan 15): giving a report, and signing the conclusion."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from postpermit.office.access import may
from postpermit.supervision.models import ReadingOrder, ReportCheck
from postpermit.supervision.queries.check_page import readers
from postpermit.web.desk.acts import Act, Ask, Offered
from postpermit.web.desk.supervision.acts import Wrong, form_of, read_by_its_view

GIVE = Act(
    read_by_its_view,
    (
        Ask("post", "技术机构岗位", "select", required=True, options=lambda _: readers()),
        Ask("due_on", "完成期限", "day", help="不填则按默认工作日数（待确认）。"),
    ),
    says="委派后该岗位只能看到这一份报告，可提出建议、签署结论；由科室决定是否采纳。",
)
CONCLUDE = Act(
    read_by_its_view,
    (Ask("conclusion", "阅核结论", required=True),),
    says="系统审签：以您的机构、姓名和时间签署，签署后不能再改。",
)


def reading_forms(
    request: HttpRequest, check: ReportCheck, orders: Sequence[ReadingOrder], wrong: Wrong | None = None
) -> list[tuple[ReadingOrder, Offered | None]]:
    """Each order with the form of its conclusion, where it is this reader's and not signed."""
    mine = set(request.standing.post_codes)  # type: ignore[attr-defined]
    allowed = bool(orders) and may(request.standing, "propose", check)  # type: ignore[attr-defined]
    address = reverse("reader-sign", args=[check.public_id])
    return [
        (
            order,
            form_of("conclude", "签署阅核结论", CONCLUDE, order, address, wrong=wrong, tone="primary")
            if allowed and order.post_id in mine and order.signed_at is None
            else None,
        )
        for order in orders
    ]
