"""What the audit knows beside the report: the permit in force, earlier reports, monitoring, ledger, disclosure, findings.

Every field that is ``None`` is something the system does not have: a rule that needs it says 无法判断. An empty tuple
means that it is known that there is nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from postpermit.supervision.report import Report


@dataclass(frozen=True)
class OutletFacts:
    """An outlet of the permit. ``kind``: WATER, AIR, RAIN, DIFFUSE, NOISE or ""; ``type``: 主要排放口 … or ""."""

    code: str
    name: str = ""
    kind: str = ""
    type: str = ""
    destination: str = ""
    automatic: bool = False


@dataclass(frozen=True)
class LimitFacts:
    """A permitted limit; ``outlet`` "" is the whole site. Concentration as ``low``–``high`` in ``unit``; t/a; kg/h."""

    outlet: str
    pollutant: str
    text: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    rate: Decimal | None = None
    annual_amount: Decimal | None = None
    basis_kind: str = ""


@dataclass(frozen=True)
class MonitoringFacts:
    """A self-monitoring requirement: ``manner`` AUTOMATIC or MANUAL, ``frequency`` as written (1次/季)."""

    outlet: str
    pollutant: str
    manner: str
    frequency: str
    method: str = ""


@dataclass(frozen=True)
class EquipmentFacts:
    """A production (MF…) or treatment (TA…, TW…) facility of the permit."""

    code: str
    kind: str = "TREATMENT"
    name: str = ""


@dataclass(frozen=True)
class SubstanceFacts:
    """A product, fuel or material of the permit; ``capacity`` per year in ``unit``."""

    kind: str
    name: str
    capacity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class LedgerFacts:
    """A ledger duty of the permit: category, and how often it is written (1次/日)."""

    category: str
    frequency: str = ""


@dataclass(frozen=True)
class PermitFacts:
    """The version in force in the report's period. ``None``: the register does not hold it.

    ``names``: every name the permit ever carried; ``special_amounts``: (outlet, pollutant) → amount per day or month.
    """

    number: str
    name: str
    uscc: str
    valid_from: date
    valid_to: date
    first_issued_on: date
    version: str = ""
    names: tuple[str, ...] = ()
    legal_representative: str = ""
    address: str = ""
    industry: str = ""
    management_class: str = ""
    ended_on: date | None = None
    ended_by: str = ""
    stopped: bool = False
    outlets: tuple[OutletFacts, ...] | None = None
    limits: tuple[LimitFacts, ...] | None = None
    monitoring: tuple[MonitoringFacts, ...] | None = None
    reports: tuple[tuple[str, str], ...] | None = None
    equipment: tuple[EquipmentFacts, ...] | None = None
    substances: tuple[SubstanceFacts, ...] | None = None
    ledger: tuple[LedgerFacts, ...] | None = None
    disclosure: tuple[str, ...] | None = None
    special_amounts: Mapping[tuple[str, str], Decimal] | None = None
    emergency_plan_filed_on: date | None = None
    emergency_plan_needed: bool | None = None
    renewal_applied_on: date | None = None
    clean_production_due_on: date | None = None
    changed_on: date | None = None
    change_filed_on: date | None = None


@dataclass(frozen=True)
class Obligation:
    """What is owed. ``due_source``: permit, notice or default; lateness is judged against the first two only."""

    kind: str
    period: str
    due_on: date | None = None
    due_source: str = "default"
    submitted_at: datetime | None = None
    stop_note: bool = False
    waived: bool = False


@dataclass(frozen=True)
class Returned:
    """A report sent back (plan 5.3): until when it had to come again, and when it came."""

    on: date
    agreed_on: date
    resubmitted_on: date | None = None


@dataclass(frozen=True)
class Sample:
    """One self-monitoring result as uploaded or as the laboratory reported it. ``value`` None: below detection."""

    outlet: str
    pollutant: str
    on: date
    value: Decimal | None
    unit: str = ""
    detection_limit: Decimal | None = None
    method: str = ""
    laboratory: str = ""
    laboratory_filed: bool | None = None
    report_number: str = ""
    load_recorded: bool | None = None
    manual: bool = True


@dataclass(frozen=True)
class AutomaticFacts:
    """Automatic data of one outlet and pollutant in the period. ``capture``: valid share; ``marked_days``: stop, fault."""

    outlet: str
    pollutant: str
    mean: Decimal | None = None
    capture: Decimal | None = None
    missing_days: tuple[date, ...] = ()
    fault_days: tuple[date, ...] = ()
    running_days: tuple[date, ...] = ()


@dataclass(frozen=True)
class LedgerSum:
    """What the ledger adds up to in the period: by category and name, with the number of entries."""

    category: str
    name: str = ""
    amount: Decimal | None = None
    unit: str = ""
    entries: int = 0
    abnormal: int = 0


@dataclass(frozen=True)
class Disclosed:
    """A disclosure seen: what, on which platform, when; ``required_by`` the last day for it."""

    what: str
    platform: str
    on: date | None
    required_by: date | None = None


@dataclass(frozen=True)
class AbnormalFacts:
    """An abnormal event reported to the bureau (plan 9.2)."""

    on: date
    facility: str
    what: str = ""
    exceeded: bool = False
    reported_on: date | None = None


@dataclass(frozen=True)
class FiledReport:
    """A report of the same holder that is on file."""

    kind: str
    period: str
    submitted_on: date


@dataclass(frozen=True)
class OtherReport:
    """What another holder's report of the same period shares with this one: laboratory report numbers, agent, time."""

    holder: str
    laboratory_reports: frozenset[str] = frozenset()
    values: tuple[Decimal, ...] = ()
    agent: str = ""
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """Everything the audit may look at. ``electricity``: kWh of treatment in the period, from outside the report."""

    permit: PermitFacts | None = None
    obligation: Obligation | None = None
    returned: Returned | None = None
    filed: tuple[FiledReport, ...] | None = None
    earlier: tuple[Report, ...] | None = None
    samples: tuple[Sample, ...] | None = None
    automatic: tuple[AutomaticFacts, ...] | None = None
    ledger: tuple[LedgerSum, ...] | None = None
    disclosed: tuple[Disclosed, ...] | None = None
    penalties: tuple[str, ...] | None = None
    alerts: tuple[tuple[date, date], ...] | None = None
    abnormal: tuple[AbnormalFacts, ...] | None = None
    accepted_projects: tuple[str, ...] | None = None
    electricity: Decimal | None = None
    agent: str = ""
    others: tuple[OtherReport, ...] | None = None
    published: tuple[tuple[str, date | None], ...] | None = None
    registered_on: date | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
