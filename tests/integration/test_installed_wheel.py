"""The wheel as a person gets it: alone in an environment of its own, called from an empty and from a crowded folder.

Nothing is downloaded: what Call It builds on is that of the environment which runs the tests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from importlib.metadata import requires
from pathlib import Path

import pytest

from tests.integration.test_cli_app import answers, free_port
from tests.places import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PATIENCE_S = 500  # a machine with other work
OURS = ("callit", "planner", "model", "data", ".streamlit", "streamlit_app.py", "app_server.py")
DRAWN = """
import json
from importlib.util import find_spec
from streamlit.testing.v1 import AppTest
drawn = AppTest.from_file(find_spec("streamlit_app").origin, default_timeout=60).run()
print(json.dumps([[title.value for title in drawn.title], [error.message for error in drawn.exception]]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    built = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(built, cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE_S)
    (made,) = folder.glob("callit-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of an environment lie in which pip has put the wheel, and nothing else."""
    place = tmp_path_factory.mktemp("environment") / "own"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True, timeout=PATIENCE_S)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(place)]
    put_in = [*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(wheel)]
    subprocess.run(put_in, check=True, capture_output=True, timeout=PATIENCE_S)
    _with_libraries(place)
    return place / "bin"


def _with_libraries(environment: Path) -> None:
    """Let an environment see the packages that Call It builds on; files that make a clone seen there are not read."""
    (site,) = environment.glob("lib/python3*/site-packages")
    theirs = [part for part in sys.path if part.endswith("-packages")]
    (site / "libraries.pth").write_text("\n".join(theirs) + "\n", encoding="utf-8")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A folder with a file and a package of every name of ours; each says so, and ends the process, if it runs."""
    folder = tmp_path / "crowded"
    for name in ("planner", "model", "data", "streamlit_app", "app_server"):
        (folder / name).mkdir(parents=True)
        for place in (folder / f"{name}.py", folder / name / "__init__.py"):
            place.write_text(f"raise SystemExit('their {name} ran')\n", encoding="utf-8")
    return folder


def called(
    command: Path, *words: str, folder: Path, path: str | None = None, code: int = 0
) -> subprocess.CompletedProcess[str]:
    """What a command says, typed in a folder by somebody whose shell sets `PYTHONPATH`, or does not."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {} if path is None else {"PYTHONPATH": path}
    ran = subprocess.run(
        [str(command), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran


def test_every_file_of_the_packages_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    """Pictures, styles and scripts of pages too; no test, no benchmark, nothing of who built it."""
    tracked = subprocess.run(["git", "ls-files", *OURS], cwd=ROOT, check=False, capture_output=True, text=True).stdout
    if not tracked:
        pytest.skip("needs the list of files that git has")
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if ".dist-info/" not in name}
    known = {name for name in held if (ROOT / name).exists()}
    assert set(tracked.split()) <= held
    assert {name.split("/")[0] for name in held} == set(OURS)
    assert known == held


def test_the_command_says_its_version(installed: Path, empty: Path) -> None:
    said = called(installed / "callit", "--version", folder=empty).stdout
    assert said.startswith("callit ")
    assert f'version = "{said.split()[1]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    again = called(installed / "python", "-m", "callit", "--version", folder=empty).stdout
    assert again == said


def test_uv_installs_it_as_a_tool(wheel: Path, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`uv tool install`: an environment that nobody else uses, and the command among a person's own."""
    for name in ("UV_TOOL_DIR", "UV_TOOL_BIN_DIR", "UV_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    left_out = tmp_path / "left-out.txt"
    left_out.write_text("\n".join(_names_of_requirements()), encoding="utf-8")
    uv = [str(Path(sys.executable).parent / "uv"), "tool", "install", "--offline", "--python", sys.executable]
    if not Path(uv[0]).exists():
        uv[:1] = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "--excludes", str(left_out), str(wheel)], check=True, capture_output=True, timeout=PATIENCE_S)
    _with_libraries(tmp_path / "UV_TOOL_DIR" / "callit")
    said = called(tmp_path / "UV_TOOL_BIN_DIR" / "callit", "status", folder=empty).stdout
    assert said == "No timer is running.\n"


def _names_of_requirements() -> list[str]:
    needed = [line for line in requires("callit") or () if ";" not in line]
    return [line.split("<")[0].split(">")[0].split("=")[0].strip() for line in needed]


def test_the_app_answers_from_an_empty_folder(installed: Path, empty: Path, home: Path) -> None:
    """It is served, and its first page draws."""
    port = free_port()
    command = [str(installed / "callit"), "app", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, cwd=empty, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            assert answers(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
    titles, errors = json.loads(called(installed / "python", "-P", "-c", DRAWN, folder=empty).stdout)
    assert (titles, errors) == (["What is the project, and how many hours could it take?"], [])
    assert list(empty.iterdir()) == []


def test_a_session_on_the_sample_ends_with_a_model_that_labels(installed: Path, crowded: Path) -> None:
    """Beside a person's own `model.py` and `data/`, with `PYTHONPATH=.`: none of theirs runs in any process of ours."""
    words = ("train", "--sample", "--timebox", "4m", "--epochs", "1", "--one-network", "--out", "first")
    called(installed / "callit", *words, folder=crowded, path=".")
    assert (crowded / "first" / "manifest.json").exists()
    texts = crowded / "new.csv"
    texts.write_text("review\na fine day\n", encoding="utf-8")
    labelled = ("predict", "first", "new.csv", "--text", "review", "--out", "labelled.csv")
    called(installed / "callit", *labelled, folder=crowded, path=".")
    assert (crowded / "labelled.csv").read_text(encoding="utf-8").count("\n") == 2


@pytest.mark.parametrize("path", [None, ".", os.pathsep, "{folder}"])
def test_a_command_runs_beside_files_of_the_same_names(installed: Path, crowded: Path, path: str | None) -> None:
    """Whatever `PYTHONPATH` says of the folder in which they lie."""
    path = path and path.format(folder=crowded)
    assert called(installed / "callit", "status", folder=crowded, path=path).stdout == "No timer is running.\n"


def test_it_runs_beside_packages_of_the_same_names_that_its_environment_sees(
    installed: Path, crowded: Path, empty: Path
) -> None:
    """An editable install of a person's own `data`, say: what is installed is found before what a `.pth` file names."""
    (site,) = installed.parent.glob("lib/python3*/site-packages")
    theirs = site / "theirs.pth"
    theirs.write_text(f"{crowded}\n", encoding="utf-8")
    try:
        assert called(installed / "callit", "status", folder=empty).stdout == "No timer is running.\n"
    finally:
        theirs.unlink()


@pytest.mark.parametrize("name", ["planner", "data"])
def test_a_package_installed_over_ours_is_one_sentence(installed: Path, empty: Path, name: str) -> None:
    """One environment can have one `planner`: what is the matter, and the cure; nothing of theirs is told."""
    (first_file,) = installed.parent.glob(f"lib/python3*/site-packages/{name}/__init__.py")
    ours = first_file.read_bytes()
    try:
        first_file.write_text("raise RuntimeError('theirs ran')\n", encoding="utf-8")
        said = called(installed / "callit", "status", folder=empty, code=1).stderr
        assert said.startswith(f"Another package called '{name}' was installed over Call It's")
        assert "uv tool install" in said
        assert len(said.splitlines()) == 1
        first_file.write_text("__version__ = '1'\n", encoding="utf-8")  # a file that does nothing does no harm
        assert called(installed / "callit", "status", folder=empty).stdout == "No timer is running.\n"
    finally:
        first_file.write_bytes(ours)


def test_a_clone_that_an_environment_sees_runs_beside_installed_packages_of_its_names(
    crowded: Path, empty: Path, tmp_path: Path
) -> None:
    """They are found before what a `.pth` file names: by the command, and by what it starts."""
    place = tmp_path / "beside"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True, timeout=PATIENCE_S)
    (site,) = place.glob("lib/python3*/site-packages")
    for name in ("planner", "model", "data"):
        (crowded / name).rename(site / name)
    (site / "clone.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    _with_libraries(place)
    python = place / "bin" / "python"
    assert called(python, "-m", "callit", "status", folder=empty).stdout == "No timer is running.\n"
    asked = "import callit.__main__ as c; c._command(); import subprocess as s; print(s.run({}, text=True).returncode)"
    started = f"[{str(python)!r}, '-P', '-c', 'import planner.clock, model, data']"
    assert called(python, "-P", "-c", asked.format(started), folder=empty).stdout == "0\n"
