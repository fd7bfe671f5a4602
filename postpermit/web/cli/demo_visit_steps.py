"""The steps that the demo's visits share: prepared, sent, begun, answered, ended, closed, disclosed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit, VisitAnswer, VisitFinding, VisitPicture
from postpermit.enforcement.operations.answers import take_answer
from postpermit.enforcement.operations.pictures import keep_picture
from postpermit.enforcement.queries.asked import list_of
from postpermit.enforcement.queries.codes import lacks_code
from postpermit.enforcement.queries.people import drawn_team, sendable
from postpermit.enforcement.states import CheckResult, PictureKind
from postpermit.office.models import Officer
from postpermit.register.models import Facility
from postpermit.web.cli.demo_pictures import photo, signature
from postpermit.web.cli.demo_slips import Who, moment

PHONE = "演示手机"
NARROW = "本次只查与检查事由有关的内容，其余未查。"
RECORD: Mapping[str, Any] = {
    "in_charge": "演示现场负责人", "in_charge_phone": "021-00000000", "in_charge_post": "环保主管", "recorder": "记录人见签名",
    "legal_representative": "演示法人", "certificates_shown": True, "rights_told": True, "recusal_answer": "不申请回避",
    "production": "检查时正常生产。", "facilities": "污染防治设施正在运行。", "party_words": "以上情况属实。",
}  # fmt: skip


@dataclass
class VisitSteps:
    """Who acts, on which day the demo stands; officers are sent in turn."""

    cast: Who
    today: date
    people: Mapping[str, Officer]
    turn: int = 0
    codes: int = 0
    ids: uuid.UUID = field(default=uuid.UUID("6f1c2f0e-5d43-4a7e-9a53-2a8a0d6a7c11"))

    def ago(self, days: int) -> date:
        """So many days ago; never before this year began, for a year's ceiling counts its own visits."""
        return max(self.today - timedelta(days=days), min(date(self.today.year, 1, 2), self.today))

    def uid(self) -> uuid.UUID:
        """The next of the ids that devices would have made up."""
        self.ids = uuid.uuid5(self.ids, PHONE)
        return self.ids

    def code(self, on: date) -> str:
        """检查码 as the city's system gives them."""
        self.codes += 1
        return f"YS{on:%Y%m%d}{900 + self.codes}"

    def prepare(self, unit: Facility, on: date, **more: Any) -> Visit:
        """A planned visit on site unless said otherwise, prepared on its own day or on ``told``."""
        told = more.pop("told", on)
        given: dict[str, Any] = {
            "facility": unit, "kind": "PLANNED", "manner": "ON_SITE", "reason": "NONE", "scheduled_on": on,
            "by": self.cast("enforcement-1"), "at": moment(told, 8, 10),
        }  # fmt: skip
        return do.prepare_visit(**given | more)

    def send(self, visit: Visit, on: date, accounts: tuple[str, str] | None = None) -> Visit:
        """The head sends two; those who were drawn where a draw was held."""
        head, at = self.cast("enforcement-head"), moment(on, 8, 30)
        drawn = drawn_team(visit, 2)
        if len(drawn) == 2:
            return do.assign_drawn_team(visit=visit, by=head, at=at)
        if drawn:  # one of the drawn is away: he is followed by somebody who may go
            others = [o for o, fault in sendable(visit) if not fault and o not in drawn]
            return do.assign_team(visit=visit, officers=[*drawn, *others][:2], by=head, at=at)
        self.turn += 1
        pair = accounts or (f"enforcement-{self.turn % 4 + 1}", f"enforcement-{(self.turn + 1) % 4 + 1}")
        return do.assign_team(visit=visit, officers=[self.people[a] for a in pair], by=head, at=at)

    def begin(self, visit: Visit, on: date, hour: int = 9) -> Visit:
        """With the code where one is needed."""
        by = self.cast("enforcement-1")
        if lacks_code(visit, on):
            do.note_code(visit=visit, code=self.code(on), by=by, at=moment(on, 8, 40))
        return do.start_visit(visit=visit, started_at=moment(on, hour, 5), by=by, at=moment(on, hour, 10))

    def answer(
        self, visit: Visit, on: date, failing: Mapping[str, str], most: int = 99, hour: int = 9
    ) -> None:
        """So many questions from the top, 符合 but for those that fail with these words."""
        asked = [q.code for q in list_of(visit).questions]
        for place, code in enumerate(c for n, c in enumerate(asked) if n < most or c in failing):
            self.say(visit, on, code, failing.get(code, ""), hour=hour, minute=12 + place)

    def say(
        self,
        visit: Visit,
        on: date,
        code: str,
        failed: str = "",
        hour: int = 9,
        minute: int = 15,
        **more: Any,
    ) -> VisitAnswer:
        """One answer, as the device would have sent it."""
        at = moment(on, hour, min(minute, 59))
        return take_answer(
            visit=visit, uid=self.uid(), question=code, result=CheckResult.FAILS if failed else CheckResult.MEETS,
            note=failed, device=PHONE, told_at=at, by=more.pop("by", self.cast("enforcement-1")), at=at, **more,
        ).version  # fmt: skip

    def snap(self, visit: Visit, on: date, question: str, caption: str, hour: int = 9) -> VisitPicture:
        """A photo at a question."""
        self.turn += 1
        at = moment(on, hour, 30 + self.turn % 25)
        return keep_picture(
            visit=visit, uid=self.uid(), kind=PictureKind.EVIDENCE, question=question, name=f"{caption}.jpg",
            data=photo(caption, at, self.turn), caption=caption, device=PHONE, by=self.cast("enforcement-1"), at=at,
        )  # fmt: skip

    def sign(self, visit: Visit, on: date, name: str, hour: int = 9) -> VisitPicture:
        """A signature on the screen."""
        return keep_picture(
            visit=visit, uid=self.uid(), kind=PictureKind.SIGNATURE, name="签名.png", data=signature(name), signer=name,
            device=PHONE, by=self.cast("enforcement-1"), at=moment(on, hour, 58),
        )  # fmt: skip

    def write(self, visit: Visit, on: date, hour: int = 9, **more: Any) -> None:
        """The elements of 笔录."""
        do.edit_record(
            visit=visit, elements={**RECORD, **more}, by=self.cast("enforcement-1"), at=moment(on, hour, 55)
        )

    def find(self, visit: Visit, on: date, text: str, hour: int = 10, **more: Any) -> VisitFinding:
        """A finding."""
        return do.add_finding(
            visit=visit, text=text, by=self.cast("enforcement-1"), at=moment(on, hour, 5), **more
        )

    def end(self, visit: Visit, on: date, outcome: str = "DONE", said: str = "", hour: int = 11) -> Visit:
        """With its outcome."""
        return do.finish_visit(
            visit=visit,
            outcome=outcome,
            conclusion=said or "现场检查情况见检查单，未发现其他异常。",
            ended_at=moment(on, hour),
            by=self.cast("enforcement-1"),
            at=moment(on, hour, 5),
        )

    def close(self, visit: Visit, on: date, **more: Any) -> Visit:
        """办结."""
        return do.close_visit(visit=visit, by=self.cast("enforcement-1"), at=moment(on, 16), **more)

    def over(self, visit: Visit, on: date, failing: Mapping[str, str] | None = None) -> Visit:
        """Sent, begun, a few questions answered, the rest left with one reason, ended."""
        self.send(visit, on)
        self.begin(visit, on)
        self.answer(visit, on, failing or {}, most=4)
        self.write(visit, on, unchecked_why=NARROW)
        return self.end(visit, on)
