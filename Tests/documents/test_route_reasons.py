"""What routes say of errors is said in Japanese too."""

import re

#: How reasons and advice stand in the code of the module.
FORMS = [
    r'RoutesError\(\s*\.\w+,\s*"((?:[^"\\]|\\.)*)"', r'advice: "((?:[^"\\]|\\.)*)"',
    r'(?:bad|gone|malformed|unsupported)\((?:"[^"]*", |key, |\.\w+, )?"((?:[^"\\]|\\.)*)"\)',
    r'\(\.\w+, "((?:[^"\\]|\\.)*)"\)', r'\], \.\w+,\s*"((?:[^"\\]|\\.)*)"',
    r'\], \.\w+,\s*"[^"]*",\s*"((?:[^"\\]|\\.)*)"',
]


def test_every_reason_and_advice_of_routes_is_translated(root):
    def said_in(folder, forms):
        code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / folder).rglob("*.swift")))
        return {text.split(": \\(")[0] for form in forms for text in re.findall(form, code)}

    said = said_in("Sources/Routes", FORMS) | said_in("Sources/Operations/Transfer", FORMS[:3])
    table = "".join(path.read_text(encoding="utf-8") for path in (root / "Sources/Terminal/Errors").glob("RouteWords*"))
    known = set(re.findall(r'^        "([^"]*)":', table, re.MULTILINE))
    assert len(said) > 140
    assert said - known == set()
