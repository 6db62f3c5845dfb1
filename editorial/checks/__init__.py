from editorial.checks.findings import Finding, Severity


def run_checks(piece):
    return []


def findings_as_json(findings):
    return [f.as_json() for f in findings]
