"""What ``deploy/`` says is what the portal understands."""

import configparser
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

DEPLOY = Path(settings.BASE_DIR, "deploy")
DOCUMENTED = set(
    re.findall(r"`([A-Z][A-Z0-9_]+)`", Path(settings.BASE_DIR, "docs/environment.md").read_text())
)
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
# Of other images: what they call their own.
OTHERS = {"POSTGRES_USER", "POSTGRES_DB"}
UNITS = sorted((DEPLOY / "systemd").iterdir())


class Unit(configparser.RawConfigParser):
    """A unit file, whose keys may come twice."""

    optionxform = staticmethod(str)


def read(path: Path) -> Unit:
    unit = Unit(strict=False)
    unit.read_string(path.read_text())
    return unit


def test_every_variable_of_the_containers_is_documented():
    named = {name for each in COMPOSE["services"].values() for name in each.get("environment", {})}
    named |= set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    assert named - DOCUMENTED == OTHERS


def test_every_variable_of_the_example_is_documented():
    named = re.findall(r"^([A-Z_]+)=", (DEPLOY / "portal.env.example").read_text(), re.M)
    assert "SECRET_KEY" in named
    assert set(named) - DOCUMENTED == set()


def test_every_variable_of_nginx_is_documented_and_given_by_the_containers():
    named = set(re.findall(r"\$\{(\w+)\}", (DEPLOY / "nginx/portal.conf.template").read_text()))
    assert named - DOCUMENTED == set()
    assert named == set(COMPOSE["services"]["nginx"]["environment"])


def test_every_role_of_the_containers_is_played():
    played = re.findall(r"^([a-z]+)\)$", (DEPLOY / "entrypoint.sh").read_text(), re.M)
    asked = {each["command"] for each in COMPOSE["services"].values() if each.get("build")}
    assert {"web", "worker", "house", "install"} == asked
    assert asked | {"alive"} == set(played)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_run_what_there_is(path):
    text = path.read_text()
    for command in re.findall(r"manage\.py (\w+)", text):
        assert command in get_commands()
    unit = read(path)
    if unit.has_section("Service"):
        assert unit["Service"]["User"] == "portal"
        assert unit["Service"]["NoNewPrivileges"] == "yes"
        assert unit["Service"]["ReadWritePaths"] == "/var/lib/portal"


def test_timers_start_units_of_the_house():
    for path in (path for path in UNITS if path.suffix == ".timer"):
        instance = re.fullmatch(r"portal-house@(\w+)\.service", read(path)["Timer"]["Unit"])
        assert instance[1] in settings.HOUSEKEEPING


def test_nginx_never_repeats_a_write():
    proxy = (DEPLOY / "nginx/proxy.conf").read_text()
    (rule,) = re.findall(r"^proxy_next_upstream (.+);$", proxy, re.M)
    assert rule.split() == ["error", "timeout"]
