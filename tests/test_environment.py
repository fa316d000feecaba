"""One list of packages: environment.yml, requirements.lock and CITATION.cff follow pyproject.toml."""

import re
import tomllib
from pathlib import Path

import yaml

import crossframe

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
INSTALLED = ["notebooks", "test"]  # the extras that `make` and environment.yml install


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def split(requirement):
    """Name and version bounds of a requirement: "numpy>=1.26" -> ("numpy", ">=1.26")."""
    name, bounds = re.fullmatch(r"([\w.-]+)\s*(.*)", requirement).groups()
    return normal(name), bounds


def wanted():
    return dict(map(split, PROJECT["dependencies"] + [line for extra in INSTALLED for line in EXTRAS[extra]]))


def test_environment_yml_asks_for_the_same_packages_and_versions():
    lines = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = [line for line in lines if isinstance(line, str)]
    pip = next(line["pip"] for line in lines if isinstance(line, dict))
    got = dict(map(split, conda + [line for line in pip if not line.startswith("-e")]))
    assert got.pop("python").startswith(PROJECT["requires-python"])
    assert got.pop("pip") == ""
    assert "-e ." in pip
    assert got == wanted()


def test_the_lock_holds_every_package_with_hashes():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==\S+.*?((?:\n    --hash=sha256:[0-9a-f]{64}.*)+)", lock, re.MULTILINE)
    assert wanted().keys() | {"hatchling"} <= {normal(name) for name, _ in entries}
    assert len(entries) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))


def test_an_extra_asks_for_no_other_version_than_another():
    versions = {}
    for requirement in (line for extra in EXTRAS.values() for line in extra):
        name, bounds = split(requirement)
        assert versions.setdefault(name, bounds) == bounds


def test_version_is_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"] == crossframe.__version__
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
