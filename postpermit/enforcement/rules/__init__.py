"""What enforcement decides by rule, as pure functions of named facts: checklists, management classes, bases, clocks, files."""
