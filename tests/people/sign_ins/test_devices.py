"""A browser in plain words."""

import pytest

from people.sign_ins.devices import UNKNOWN, describe

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("system", "program", "words"),
    [
        ("Windows NT 10.0; Win64; x64", "Chrome/126 Safari/537 Edg/126", "Windows 电脑上的 Edge"),
        (
            "Linux; Android 13; V2162A",
            "Version/4.0 Chrome/116 Mobile Safari/537 XWEB/1160 MicroMessenger/8.0.49",
            "安卓设备上的微信",
        ),
        (
            "Windows NT 10.0",
            "Chrome/108.0 Safari/537.36 wxwork/4.1 MicroMessenger/7.0.1",
            "Windows 电脑上的企业微信",
        ),
        (
            "iPhone; CPU iPhone OS 17_5 like Mac OS X",
            "Version/17.5 Mobile/15E148 Safari/604.1",
            "iPhone 上的 Safari",
        ),
        (
            "Phone; OpenHarmony 5.0",
            "Chrome/114 Safari/537 ArkWeb/4.1 Mobile HuaweiBrowser/5.0",
            "鸿蒙设备上的华为浏览器",
        ),
        ("X11; Linux x86_64; rv:128.0", "Gecko/20100101 Firefox/128.0", "Linux 电脑上的 Firefox"),
        ("Macintosh; Intel Mac OS X 10_15_7", "", "苹果电脑"),
    ],
)
def test_a_person_knows_the_own_device_again(system, program, words):
    assert describe(f"Mozilla/5.0 ({system}) {WEBKIT} {program}") == words


@pytest.mark.parametrize("user_agent", ["curl/8.5.0", "", "\0<script>alert(1)</script>"])
def test_nonsense_is_an_unknown_device(user_agent):
    assert describe(user_agent) == UNKNOWN
