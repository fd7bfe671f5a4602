"""The rules of the house as functions of a source tree: each answers what breaks it, so that they can be aimed at a broken copy."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LADDER = (
    ("law", "workdays"), ("trail",), ("office",), ("register",), ("duties", "telemetry"), ("linkage", "planning"),
    ("supervision", "monitoring", "enforcement"), ("oversight",), ("web",), ("config",),
)  # fmt: skip
RUNG = {name: rung for rung, names in enumerate(LADDER) for name in names}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers"}
CLOCKS = {
    ("datetime", "now"),
    ("date", "today"),
    ("timezone", "now"),
    ("time", "time"),
    ("datetime", "utcnow"),
}
DJANGO_FREE = (
    "law/",
    "workdays/",
    "trail/steps.py",
    "trail/actors.py",
    "trail/errors.py",
    "duties/rules/",
    "enforcement/rules/",
    "planning/rules/",
    "supervision/report/",
    "supervision/reading/",
    "supervision/rules/",
)


def sources(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the product with its tree."""
    for path in sorted((root / "postpermit").rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def room_of(root: Path, path: Path) -> str:
    """The package that a file belongs to."""
    return path.relative_to(root / "postpermit").parts[0].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    """Dotted names imported anywhere in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def upward_imports(root: Path) -> list[str]:
    """A package imports only packages below it; those on one rung do not know each other."""
    out = []
    for path, tree in sources(root):
        room = room_of(root, path)
        for name in imports(tree):
            parts = name.split(".")
            if parts[0] != "postpermit" or len(parts) < 2 or parts[1] == room or parts[1] not in RUNG:
                continue
            if room in RUNG and RUNG[parts[1]] >= RUNG[room]:
                out.append(f"{path.name} imports {name}")
    return out


def django_where_none_belongs(root: Path) -> list[str]:
    """Law, working days, states and rules know no Django."""
    out = []
    for path, tree in sources(root):
        place = path.relative_to(root / "postpermit").as_posix()
        if place.startswith(DJANGO_FREE) or path.name in ("states.py", "rules.py"):
            out += [f"{place} imports {n}" for n in imports(tree) if n.split(".")[0] == "django"]
    return out


def states_written_elsewhere(root: Path) -> list[str]:
    """Only ``trail`` moves a state: no assignment to ``.state``, no update of it, anywhere else."""
    out = []
    for path, tree in sources(root):
        if room_of(root, path) == "trail":
            continue
        for node in ast.walk(tree):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign | ast.AnnAssign)
                else []
            )
            if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in targets):
                out.append(f"{path.name}:{node.lineno} assigns a state")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                moving = node.func.attr in ("update", "bulk_update", "update_or_create")
                if moving and _sets_state(node):
                    out.append(f"{path.name}:{node.lineno} updates a state")
    return out


def _sets_state(node: ast.Call) -> bool:
    assert isinstance(node.func, ast.Attribute)
    if node.func.attr == "update":
        return any(k.arg == "state" for k in node.keywords)
    if node.func.attr == "bulk_update":
        return any(isinstance(c, ast.Constant) and c.value == "state" for a in node.args for c in ast.walk(a))
    return any(
        k.arg == "defaults"
        and isinstance(k.value, ast.Dict)
        and any(isinstance(c, ast.Constant) and c.value == "state" for c in k.value.keys if c)
        for k in node.keywords
    )


def clocks_below_the_door(root: Path) -> list[str]:
    """The day and the clock are taken at the door and passed down."""
    out = []
    for path, tree in sources(root):
        if room_of(root, path) in ("web", "config"):
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name | ast.Attribute)
            ):
                owner = node.func.value.id if isinstance(node.func.value, ast.Name) else node.func.value.attr
                if (owner, node.func.attr) in CLOCKS:
                    out.append(f"{path.name}:{node.lineno} reads the clock")
            bare = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "localdate"
            )
            if bare and not node.args:  # type: ignore[attr-defined]
                out.append(f"{path.name}:{node.lineno} reads the clock")
    return out


# Handed to people outside as a single file that imports nothing of ours, so it cannot be cut in two.
SINGLE_FILES = {"verify_draw.py": 400}


def oversized_files(root: Path, limit: int = 300) -> list[str]:
    """A file stays readable: 300 lines, a test 400."""
    read = [(p.name, len(p.read_text(encoding="utf-8").splitlines())) for p, _ in sources(root)]
    out = [name for name, lines in read if lines > SINGLE_FILES.get(name, limit)]
    tests = (p for p in sorted((root / "tests").rglob("*.py"))) if (root / "tests").exists() else iter(())
    return out + [p.name for p in tests if len(p.read_text(encoding="utf-8").splitlines()) > 400]


def forbidden_names(root: Path) -> list[str]:
    """Names that say nothing about what is inside."""
    return [p.name for p in (root / "postpermit").rglob("*") if p.stem in FORBIDDEN_NAMES]


def wordless_packages(root: Path) -> list[str]:
    """Every package of the ladder says in one sentence what it is for."""
    out = []
    for name in RUNG:
        path = root / "postpermit" / name / "__init__.py"
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) if path.exists() else None
        if not said or len(said.strip().splitlines()[0]) < 5:
            out.append(name)
    return out


def transactions_elsewhere(root: Path) -> list[str]:
    """``atomic`` belongs to operations, and to the few functions of trail and office that are acts themselves."""
    out = []
    for path, _ in sources(root):
        place = path.relative_to(root / "postpermit").as_posix()
        allowed = "/operations/" in place or place.startswith("trail/") or place == "office/calendars.py"
        if not allowed and re.search(r"\batomic\b", path.read_text(encoding="utf-8")):
            out.append(place)
    return out


def silent_public_functions(root: Path) -> list[str]:
    """Whatever others may call says what it does."""
    out = []
    for path, tree in sources(root):
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and not ast.get_docstring(node):  # type: ignore[arg-type]
                out.append(f"{path.name}: {node.name}")  # type: ignore[attr-defined]
    return out


def unfinished_marks(root: Path) -> list[str]:
    """Nothing is left for later in the code."""
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    return [p.name for p, _ in sources(root) if mark.search(p.read_text(encoding="utf-8"))]


def cited_clauses(root: Path) -> Iterator[tuple[str, str]]:
    """(file, clause) of every citation in the code."""
    for path, tree in sources(root):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(
                    r"(plan|regulation|code|hj944|measures|monitoring-rules|hj608|gb32100|shanghai-rules|catalogue|shanghai-environment|eia-law|project-rules|"
                    r"penalty-law|penalty-procedure|coercion-law|daily-fine|review-law|litigation-law|shanghai-hearing|air-law|water-law):[a-z0-9.]+",
                    node.value,
                )
            ):
                yield path.name, node.value


def unknown_citations(root: Path) -> list[str]:
    """Every clause cited exists in the data."""
    import yaml

    known = set()
    for path in (root / "postpermit/law/documents").glob("*.yaml"):
        page = yaml.safe_load(path.read_text(encoding="utf-8"))
        for row in page if isinstance(page, list) else [page]:
            known |= {f"{row['code']}:{place}" for place in row["clauses"]}
    return [f"{name} cites {ref}" for name, ref in cited_clauses(root) if ref not in known]


def views_without_a_power(root: Path) -> list[str]:
    """Every view function of the desk is behind ``@power`` or ``@open_to_all``."""
    out = []
    for path, tree in sources(root):
        if "web/desk" not in path.as_posix() or path.name in ("errors.py", "acts.py"):
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not node.args.args:
                continue
            first = node.args.args[0]
            returns = ast.unparse(node.returns) if node.returns else ""
            if first.arg == "request" and returns == "HttpResponse":
                names = {
                    d.func.id
                    for d in node.decorator_list
                    if isinstance(d, ast.Call) and isinstance(d.func, ast.Name)
                }
                if not names & {"power", "open_to_all"} and node.name not in ("locked_out", "form_expired"):
                    out.append(f"{path.name}: {node.name}")
    return out


SOURCE_RULES = (
    upward_imports,
    django_where_none_belongs,
    states_written_elsewhere,
    clocks_below_the_door,
    oversized_files,
    forbidden_names,
    wordless_packages,
    transactions_elsewhere,
    silent_public_functions,
    unfinished_marks,
    unknown_citations,
    views_without_a_power,
)
