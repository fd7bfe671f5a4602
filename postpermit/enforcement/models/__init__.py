"""Nouns of enforcement: visits and what was seen there, findings, papers, penalty cases, complaints and campaigns."""

from postpermit.enforcement.models.case import (
    CaseFile,
    CaseMember,
    CasePause,
    CaseRuling,
    LegalReview,
    PenaltyCase,
)
from postpermit.enforcement.models.field import DeviceAct
from postpermit.enforcement.models.finding import VisitFinding
from postpermit.enforcement.models.lists import LoadedChecklist
from postpermit.enforcement.models.paper import OrderGround, PaperNumber, SignedPaper
from postpermit.enforcement.models.registers import CampaignFinding, LawPublicity, VisitComplaint
from postpermit.enforcement.models.seen import PictureCaption, VisitAnswer, VisitPicture
from postpermit.enforcement.models.visit import Participant, Visit, VisitOfficer

__all__ = [
    "CampaignFinding",
    "CaseFile",
    "CaseMember",
    "CasePause",
    "CaseRuling",
    "DeviceAct",
    "LawPublicity",
    "LegalReview",
    "LoadedChecklist",
    "OrderGround",
    "PaperNumber",
    "Participant",
    "PenaltyCase",
    "PictureCaption",
    "SignedPaper",
    "Visit",
    "VisitAnswer",
    "VisitComplaint",
    "VisitFinding",
    "VisitOfficer",
    "VisitPicture",
]
