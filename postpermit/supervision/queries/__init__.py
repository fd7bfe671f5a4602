"""Reads of supervision, named by what they answer."""

from postpermit.supervision.queries.facts import facts_of, permit_facts

__all__ = ["facts_of", "permit_facts"]
