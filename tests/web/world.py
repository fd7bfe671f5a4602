"""A bureau with one of every thing, for tests that go through the door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.test import Client

from postpermit.duties.models import Duty, Instruction, InstructionPart, Record
from postpermit.duties.operations import generate_duties, give_instruction, record_act
from postpermit.linkage import operations as do
from postpermit.linkage.form import FormRow
from postpermit.linkage.models import PaperReturn, Slip, SlipAssignment, ViolationLead
from postpermit.linkage.states import Ground, Subject
from postpermit.office.models import Holding
from postpermit.office.operations import add_officer, add_post, hold_post, name_stand_in
from postpermit.register.models import ExternalList, ExternalRow, Facility, FieldProposal, RegisterImport
from postpermit.register.operations import import_register, keep_external_list, take_external_rows
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.attachments import attach
from postpermit.trail.models import Attachment, ExternalReference
from postpermit.trail.references import refer
from postpermit.web.sheets import workbook
from tests.bureau import Bureau, book, unit_row
from tests.web.world_cases import Cased, with_cases
from tests.web.world_enforcement import Inspected, inspect
from tests.web.world_planning import Drawn, draw_both
from tests.web.world_plans import Plans, plans_beside
from tests.web.world_supervision import Supervised, supervise

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class World:
    """One of every thing."""

    bureau: Bureau
    unit: Facility
    slip: Slip
    part: SlipAssignment
    lead: ViolationLead
    duty: Duty
    record: Record
    proposal: FieldProposal
    job: RegisterImport
    attachment: Attachment
    holding: Holding
    stand_in: Any
    paper: PaperReturn
    instruction: Instruction
    instruction_part: InstructionPart
    external_list: ExternalList
    external_row: ExternalRow
    reference: ExternalReference
    supervised: Supervised
    drawn: Drawn
    inspected: Inspected
    cased: Cased
    planned: Plans

    def client(self, account: str) -> Client:
        """A browser logged in as that officer; "" is nobody."""
        client = Client(raise_request_exception=False)
        if account:
            client.force_login(self.bureau.officers[account].user, backend=BACKEND)
        return client


def build(bureau: Bureau, at: datetime) -> World:
    """Everything once: ECOLOGY raised a task for STATION, STATION suspects a lead, ENFORCEMENT recorded a visit."""
    admin = add_officer(name="管理员示", account="admin", by=COMMAND_LINE, at=at)
    post = add_post(
        code="SYSTEM-ADMIN",
        division=bureau.post("APPROVAL-1").division,
        title="系统管理",
        rank="ADMIN",
        by=COMMAND_LINE,
        at=at,
    )
    hold_post(post=post, officer=admin, role="A", from_on=date(2026, 1, 1), by=COMMAND_LINE, at=at)
    nobody = add_officer(name="无岗示", account="nobody", by=COMMAND_LINE, at=at)
    bureau.officers |= {"admin": admin, "nobody": nobody}
    unit, registered = bureau.units(
        unit_row(1, 管理类别="重点管理", 环保负责人="演示甲"), unit_row(2, 管理类别="登记管理"), at=at
    )
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    slip = do.raise_slip(
        division="ECOLOGY",
        title="请协助采样",
        subject=Subject.MONITORING,
        ground=Ground.SUPPORT,
        description="述",
        receivers=["STATION"],
        facility=unit,
        by=bureau("ecology-1"),
        at=at,
    )
    do.approve_slip(slip=slip, by=bureau("ecology-head"), at=at)
    lead = do.suspect_lead(
        division="STATION",
        what="疑似偷排",
        clause="plan:a3.2.5",
        found_on=at.date(),
        origin_text="采样",
        facility=unit,
        by=bureau("station-1"),
        at=at,
    )
    record = record_act(
        kind="inspection",
        facility=unit,
        on=date(2026, 11, 20),
        who="甲",
        result="无",
        by=bureau("enforcement-1"),
        at=at,
    )
    import_register(
        source=book(unit_row(1, 管理类别="重点管理", 环保负责人="演示乙")), by=bureau("station-1"), at=at
    )
    by = bureau("approval-1")
    job = RegisterImport.objects.create(
        name="甲.xlsx",
        sha256="0" * 64,
        by_ref=by.ref,
        by_name=by.name,
        division="APPROVAL",
        at=at,
        stage="CHECKED",
        result={},
    )
    paper = do.return_paper(
        slip=slip,
        name="回填.docx",
        data=b"PK\x03\x04 a form",
        rows=[FormRow("RECEIVE", "STATION", "已安排", "甲", "乙", "2026-11-24")],
        version=None,
        notes=[],
        by=bureau("ecology-1"),
        at=at,
    )
    leader = bureau.standing("group-leader").actor("GROUP:LEADER")
    instruction = give_instruction(
        about=slip,
        about_name="请协助采样",
        text="请抓紧",
        on=at.date(),
        given_name=leader.name,
        given_ref=leader.ref,
        divisions=["STATION"],
        by=leader,
        at=at,
    )
    external = keep_external_list(
        system="CITY-ENFORCEMENT",
        name="清单.xlsx",
        data=workbook("清单", ("检查码", "检查对象"), [("C-1", unit.name)])[0],
        by=by,
        at=at,
    )
    take_external_rows(held=external, table=[["检查码", "检查对象"], ["C-1", unit.name]], by=by, at=at)
    reference = refer(
        subject=slip, system="CITY-LINKAGE", number="S-1", on=at.date(), by=bureau("ecology-1"), at=at
    )
    return World(
        bureau,
        unit,
        slip,
        slip.assignments.get(),
        lead,
        Duty.objects.get(kind="inspect-key", period="2026H1"),
        record,
        FieldProposal.objects.get(),
        job,
        attach(subject=slip, name="甲.txt", data=b"abc", by=bureau("ecology-1"), at=at),
        Holding.objects.get(post="LEGAL-1", role="A"),
        name_stand_in(
            post=bureau.post("LEGAL-1"),
            officer=bureau.officers["approval-2"],
            from_on=date(2030, 1, 1),
            to_on=date(2030, 1, 2),
            reason="试",
            by=COMMAND_LINE,
            at=at,
        ),
        paper,
        instruction,
        instruction.parts.get(),
        external,
        ExternalRow.objects.get(),
        reference,
        supervise(bureau, unit, at),
        draw_both(bureau, registered, unit, at),
        inspect(bureau, unit, at),
        with_cases(bureau, unit, at),
        plans_beside(bureau, at),
    )
