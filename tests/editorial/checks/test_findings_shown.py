"""The list of findings as people see it."""

from django.template.loader import render_to_string

from editorial.checks import Finding, Severity


def shown(*findings: Finding) -> str:
    text = render_to_string("editorial/components/findings.html", {"findings": list(findings)})
    return " ".join(text.split())


def test_findings_are_grouped_by_weight_and_lead_to_their_places():
    html = shown(
        Finding("a", Severity.BLOCK, "body.1-2.text", "正文引文", "138****8000", "请删去。"),
        Finding("b", Severity.WARN, "cover", "题图", "", "请说明。"),
        Finding("c", Severity.WARN, "title", "标题", "<b>&", "请核对。"),
    )
    assert html.count("<section") == 2
    assert '<span class="findings__weight">须改</span> 1 处' in html
    assert '<span class="findings__weight">请核对</span> 2 处' in html
    assert '<a class="findings__place" href="#place-body.1-2.text">正文引文</a>' in html
    assert "&lt;b&gt;&amp;" in html
    assert html.count("<q ") == 2


def test_nothing_found_is_said():
    assert "没有发现问题。" in shown()
