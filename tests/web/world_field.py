"""The oracle of who may come in by the door on site: inspectors, and nobody else (plan 6.1)."""

INSPECTORS = {"enforcement-1"}

# name → (who may come in, methods). What is behind an act is decided by the team of its visit, in the body of the act.
TABLE: dict[str, tuple[set[str], str]] = {
    "field": (INSPECTORS, "GET"),
    "field-worker": (INSPECTORS, "GET"),
    "field-me": (INSPECTORS, "GET"),
    "field-bundle": (INSPECTORS, "GET"),
    "field-take": (INSPECTORS, "POST"),
    "field-import": (INSPECTORS, "GET POST"),
}
