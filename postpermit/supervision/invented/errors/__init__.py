"""A catalogue of errors that reports are known to hold, each with the rules that should catch it."""

from postpermit.supervision.invented.errors import (
    arithmetic,
    content,
    duties,
    identity,
    magnitude,
    office,
    scope,
)
from postpermit.supervision.invented.errors.frame import Error, Injected, errors, inject

# Importing a file declares its errors.
GROUPS = (arithmetic, content, duties, identity, magnitude, office, scope)

__all__ = ["GROUPS", "Error", "Injected", "errors", "inject"]
