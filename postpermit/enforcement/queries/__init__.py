"""Reads of enforcement, one file per caller."""
