"""The rules of the house that no reviewer should have to watch over."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from data.search import PAGES

ROOT = Path(__file__).parents[1]
LAYERS = ("data", "components", "pages", "app", "deploy")
MODULES = [ROOT / "app.py", *(path for room in LAYERS for path in (ROOT / room).rglob("*.py"))]
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports, at its head or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            module = node.module or ""
            # `from data import vocabulary` imports a module, not a name of the package.
            yield from (
                f"{module}.{alias.name}" if _is_module(f"{module}.{alias.name}") else module
                for alias in node.names
            )


def _is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").exists()


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_imports_go_one_way(path: Path) -> None:
    own = LAYERS.index(room(path))
    for name in imports(path):
        top = name.split(".")[0]
        assert top != "tests"
        if top in LAYERS:
            assert LAYERS.index(top) <= own, f"{path} imports {name}"
            assert top != "pages", f"{path} imports the page {name}: pages are only routed to"


# The rooms of `data/`, from what is read up to what is shown: each uses only what stands before it.
ROOMS_OF_DATA = (
    *(
        "errors",
        "version",
        "words",
        "topics",
        "markup",
        "vocabulary",
        "statuses",
        "typography",
        "dates",
        "places",
        "criteria",
    ),
    *("registry_object", "results_section", "study", "record_paths", "details", "besides"),
    *("annotations", "readers", "loading", "registry", "plain"),
    *("sites", "results", "spreadsheet", "schedule", "record_texts", "compare", "checks"),
    *(
        "drafting",
        "dose_reviews",
        "eligibility",
        "screening",
        "flow",
        "timeline",
        "wording",
        "views",
    ),
    *("pictures", "deck", "document"),
    *("search", "records"),
)


def room_of_data(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def test_every_room_of_data_has_its_place() -> None:
    found = {path.stem if path.is_file() else path.name for path in (ROOT / "data").iterdir()}
    assert found - {"__init__", "__pycache__"} == set(ROOMS_OF_DATA)


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room(path) == "data" and path != ROOT / "data" / "__init__.py"],
)
def test_inside_data_nothing_uses_what_stands_above_it(path: Path) -> None:
    own = path.relative_to(ROOT / "data").parts[0].removesuffix(".py")
    for name in imports(path):
        if name.split(".")[0] == "data":
            used = room_of_data(name)
            assert used, f"{path} imports the door of data, which is for those outside"
            assert used == own or ROOMS_OF_DATA.index(used) < ROOMS_OF_DATA.index(own), name


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) == "data"])
def test_data_knows_neither_the_screen_nor_the_pictures(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports(path)}
    assert tops.isdisjoint({"streamlit", "plotly"})


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_is_a_table_of_contents(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    # Before anything that can fail: see what it says.
    body = ast.parse(source).body
    called = [
        ast.unparse(node) for node in body if not isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert called[1] == "through_app()"
    forbidden = ast.Try | ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.BinOp
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, forbidden)]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_page_meddles_with_markup(path: Path) -> None:
    """Record text could reach the page as HTML through these, and CSS breaks with each update."""
    source = path.read_text(encoding="utf-8")
    for forbidden in ("unsafe_allow_html", "data-testid", "st.html(", "st.write(", "st.table("):
        assert forbidden not in source


def test_every_table_that_is_shown_can_be_taken_away_as_csv_and_xlsx() -> None:
    """Streamlit's own CSV is off: it would run a record's text as a formula."""
    config = tomllib.loads(_source(".streamlit/config.toml"))
    assert config["client"]["disableDataExport"] is True
    # A list of people is taken away whole, not table by table.
    of_people = {"components/screening.py", "components/eligibility/people.py"}
    for path in (ROOT / name for name in set(NAMES) - of_people):
        source = path.read_text(encoding="utf-8")
        shown = len(re.findall(r"\b\w+\.dataframe\(", source))
        offered = len(
            re.findall(r"\btable_files\(|\btable_xlsx\(|\btake_away\((?s:.)*?\brows=", source)
        )
        assert shown <= offered, path


# What nothing public of Streamlit's does: these modules alone touch it, and say why.
STREAMLITS_INSIDE = {
    # app.py runs first, whatever the address.
    "components/first_run.py": {"PagesManager"},
    # Which visits there are, to forget those that ended.
    "deploy/server.py": {"_session_mgr"},
    # The page says where its server is; where its parts stand is said before they are drawn.
    "deploy/frontend.py": {"__streamlit", "stMainBlockContainer", "stBottom", "stSidebar"},
    # What has the focus is seen: a button of a table, and what lies above what stays below.
    "components/bar/bar.js": {"stElementToolbar", "stBottom"},
    # On a phone the sidebar folds once a link in it is followed.
    "components/frame.py": {"stSidebar"},
    "components/bar/follow.js": {"stSidebar"},
}
INSIDE = re.compile(
    r"PagesManager|\b_session_mgr|__streamlit"
    r"|\bst(?:App|Bottom|Element|Header|Main|Sidebar|Toolbar|Vertical)\w*"
)


def test_streamlits_inside_is_touched_only_where_it_is_said_why() -> None:
    written = [
        *MODULES,
        *(path for end in ("js", "css") for path in ROOT.rglob(f"components/**/*.{end}")),
    ]
    for path in written:
        found = set(INSIDE.findall(path.read_text(encoding="utf-8")))
        assert found <= STREAMLITS_INSIDE.get(path.relative_to(ROOT).as_posix(), set()), path


def test_every_room_is_in_the_tree_of_the_readme() -> None:
    readme = _source("README.md")
    rooms = [path for path in (ROOT / "components").iterdir() if (path / "__init__.py").exists()]
    told = {
        *(f"components/{path.name}" for path in rooms),
        *(f"data/{one}" for one in ROOMS_OF_DATA),
    }
    assert [one for one in sorted(told) if not re.search(rf"`{one}(?:/|\.py)?`", readme)] == []


def types_of(path: Path) -> Iterator[str]:
    """The names of the types that a module makes: classes, and other names for them."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and re.fullmatch("[A-Z][a-z]+[A-Za-z]*", name_of(node)):
            yield name_of(node)


def name_of(node: ast.Assign) -> str:
    return ast.unparse(node.targets[0])


def test_one_name_is_one_type() -> None:
    """A name that would mean several things says which."""
    made = Counter(name for path in MODULES for name in types_of(path))
    assert [name for name, times in made.items() if times > 1] == []


STUDIES_OWN = re.compile(
    r"lutathera|octreotide|dotatate|radioligand|netter|gep-?net|\b\d+ weeks apart|\bweek \d\d"
    r"|\b7\.4 GBq|\bbecquerel|somatostatin",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_study_is_wired_into_the_code(path: Path) -> None:
    """What only one study has comes from its record and its annotations: any record is at home."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            assert not STUDIES_OWN.search(node.value), node.value


def test_every_page_is_routed_and_in_the_readme() -> None:
    routed = re.findall(r'_page\("(\w+)"', _source("app.py"))
    assert sorted(routed) == sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    readme = _source("README.md")
    for name in routed:
        assert PAGES[name] in readme, f"{name}: the README does not tell what {PAGES[name]} does"


def test_the_version_stands_in_one_place() -> None:
    version = tomllib.loads(_source("pyproject.toml"))["project"]["version"]
    assert not [path for path in MODULES if version in path.read_text("utf-8")]
    assert f"version: {version}\n" in _source("CITATION.cff")
    assert f"## {version} " in _source("CHANGELOG.md")


def test_the_locks_pin_with_hashes_and_name_no_index() -> None:
    for name, least in (
        ("requirements.txt", 6),
        ("requirements-dev.txt", 6),
        ("requirements-spark.txt", 2),
    ):
        lock = _source(name)
        pins = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,]+\])?==", lock, re.MULTILINE | re.IGNORECASE)
        assert len(pins) >= least
        assert lock.count("--hash=sha256:") >= len(pins)
        assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", lock)


def test_every_direct_dependency_says_why() -> None:
    text = _source("pyproject.toml")
    project = tomllib.loads(text)
    for name in (
        *project["project"]["dependencies"],
        *chain.from_iterable(project["dependency-groups"].values()),
    ):
        assert re.search(rf'^\s+"{re.escape(name)}",\s+# \S', text, re.MULTILINE), name


def _source(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
