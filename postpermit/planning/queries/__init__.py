"""Reads of planning, one file per caller."""
